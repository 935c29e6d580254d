"""What happens around every request: the person's language, the history's who, and what may be seen."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pghistory
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.domain.scope import scope_for
from commune_police.db import context
from units.domain.scope import Scope, apply_scope

GetResponse = Callable[[HttpRequest], HttpResponse]


class PersonLocaleMiddleware:
    """Shows pages in the language the person chose; Vietnamese for everybody else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = dict(settings.LANGUAGES)
        chosen = getattr(request.user, "language", None) or request.COOKIES.get(
            settings.LANGUAGE_COOKIE_NAME
        )
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or "vi")
        return response


class HistoryMiddleware:
    """Gives every change made during a request its who, from where and which request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        user = request.user
        with pghistory.context(
            user=user.pk,
            username=user.get_username(),
            name=user.get_full_name() if user.is_authenticated else "",
            address=request.META.get("REMOTE_ADDR", ""),
            request=str(uuid.uuid4()),
            path=request.path,
        ):
            return self.get_response(request)


class ScopeMiddleware:
    """Opens the request's transaction and tells PostgreSQL what the person may see.

    The transaction is opened here and not left to ATOMIC_REQUESTS, because template responses (the
    whole admin) are rendered after the view's own transaction has closed. The view keeps its own
    savepoint and so still undoes what it did when it fails.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            request.scope = Scope.none()  # type: ignore[attr-defined]
            return self.get_response(request)
        with transaction.atomic():
            context.set_visible(frozenset(), frozenset(), user_id=user.pk)
            request.scope = scope_for(user)  # type: ignore[attr-defined]
            apply_scope(request.scope, user_id=user.pk)  # type: ignore[attr-defined]
            return self.get_response(request)
