"""The request as views see it once the middleware has run: who asks, and what they may see."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from units.domain.scope import Scope


class SignedInRequest(HttpRequest):
    """A request of a signed-in person; only a type, requests are never made of it."""

    user: User
    scope: Scope
    htmx: HtmxDetails
