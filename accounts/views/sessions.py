"""Signing out on one other device."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View


class EndSession(LoginRequiredMixin, View):
    """Ends one of the person's own sessions, by POST from the list of them."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who loads this address anew comes back to the list."""
        return redirect("accounts_sessions")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End it; 404 for anybody else's."""
        session = get_object_or_404(UserSession, pk=pk, user=request.user)
        session.end()
        messages.success(request, _("Signed out on that device."))
        return redirect("accounts_sessions")
