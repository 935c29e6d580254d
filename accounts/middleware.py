"""What happens around every request: the person's language, the history's who, and what may be seen."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pghistory
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from accounts.domain.sign_in import required_step
from accounts.domain.standing import open_standing
from accounts.requests import client_address
from units.domain.scope import Scope, apply_scope

GetResponse = Callable[[HttpRequest], HttpResponse]
# Pages somebody must reach even with a step still to do: the account's own, and the language.
ALWAYS_OPEN = ("/accounts/", "/language/")


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
            address=client_address(request),
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
            # The one moment in which everything is visible: to read what this person may see.
            standing = open_standing(user)
            apply_scope(standing.scope, user_id=user.pk)
            request.standing, request.scope = standing, standing.scope  # type: ignore[attr-defined]
            user.standing = standing  # type: ignore[attr-defined]
            if not standing.is_open and not request.path.startswith(ALWAYS_OPEN):
                return self.closed(request)
            if not request.path.startswith(ALWAYS_OPEN) and (step := required_step(user, standing)):
                return redirect(step)
            response = read_inside(self.get_response(request))
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

    def closed(self, request: HttpRequest) -> HttpResponse:
        """Sign out somebody whose every membership has ended, and say so."""
        logout(request)
        messages.error(request, _("This account is closed: no assignment is in force any more."))
        return redirect("account_login")


def read_inside(response: HttpResponse) -> HttpResponse:
    """Read a streaming answer to its end while the transaction is open; files on disk may stream on.

    A generator that ran after the transaction would see no rows and send an empty export in silence.
    """
    if response.streaming and not isinstance(response, FileResponse):
        response.streaming_content = list(response.streaming_content)  # type: ignore[attr-defined]
    return response
