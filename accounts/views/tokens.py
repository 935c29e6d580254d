"""A person's tokens: made, shown once, revoked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from accounts.domain.tokens import LONGEST, make_token, revoke_token
from accounts.models import ApiToken
from accounts.requests import SignedInRequest
from accounts.views.pages import key_or_none

ORDINARY_DAYS = 90


class TokenPage(LoginRequiredMixin, View):
    """The person's tokens, and the form that makes one."""

    request: SignedInRequest

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make a token and show it, this once; or say what is missing."""
        name = request.POST.get("name", "")
        days = key_or_none(request.POST.get("days")) or 0
        try:
            _row, token = make_token(self.request.user, name=name, days=days)
        except ValidationError as problem:
            return self.show(
                status=422, typed_name=name, typed_days=days, problem=" ".join(problem.messages)
            )
        return self.show(token=token)

    def show(self, *, status: int = 200, **more: Any) -> HttpResponse:
        """Render the page; nothing of it may be kept by a browser once it holds a token."""
        context = {
            "tokens": list(ApiToken.objects.filter(user=self.request.user)),
            "now": timezone.now(),
            "longest": LONGEST,
            "ordinary_days": ORDINARY_DAYS,
            **more,
        }
        response = render(self.request, "accounts/tokens.html", context, status=status)
        response.headers["Cache-Control"] = "no-store, private"
        return response


class TokenRevoke(LoginRequiredMixin, View):
    """Revoke one of one's own tokens."""

    request: SignedInRequest

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Revoke it."""
        if not revoke_token(self.request.user, pk):
            raise Http404
        messages.success(
            request, _("The token is revoked; whoever uses it is refused from now on.")
        )
        return redirect("tokens")
