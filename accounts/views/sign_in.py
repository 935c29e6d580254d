"""What differs here from allauth's own pages of signing in."""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordResetView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

WITHOUT_SERVER = ("dummy", "filebased", "console")


def mail_leaves() -> bool:
    """Tell whether a mail server is configured, so that a link can reach anybody."""
    return not any(f".{name}." in settings.EMAIL_BACKEND for name in WITHOUT_SERVER)


def no_sign_up(request: HttpRequest) -> HttpResponse:
    """Accounts are made by administrators."""
    raise Http404


def own_account(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the person's sessions, and strangers to the sign-in."""
    return redirect("accounts_sessions" if request.user.is_authenticated else "account_login")


class AskForReset(PasswordResetView):
    """Sends the link where mail can leave; elsewhere the page says whom to ask, and takes no form."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "mail_leaves": mail_leaves()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not mail_leaves():
            return self.get(request, *args, **kwargs)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


ask_for_reset = AskForReset.as_view()
