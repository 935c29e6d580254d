"""The request as views see it once the middleware has run: who asks, from where, what they may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from accounts.models import User
    from units.domain.scope import Scope

UNKNOWN_ADDRESS = "127.0.0.1"  # a local socket names nobody


class SignedInRequest(HttpRequest):
    """A request of a signed-in person; only a type, requests are never made of it."""

    user: User
    scope: Scope
    htmx: HtmxDetails


def client_address(request: HttpRequest) -> str:
    """Return the address a request came from, as ``commune_police.proxy`` left it."""
    return str(request.META.get("REMOTE_ADDR") or UNKNOWN_ADDRESS)
