"""Whether one is still signed in, and signing out on one other device."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView


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


@method_decorator(never_cache, name="dispatch")
class SessionState(View):
    """Tells a form that is about to be sent who is signed in now, with a token to send it with; 401 for strangers."""

    def get(self, request: HttpRequest) -> JsonResponse:
        """Answer for this session."""
        if not request.user.is_authenticated:
            return JsonResponse({}, status=401)
        return JsonResponse({"person": request.user.pk, "token": get_token(request)})


class SignedInAgain(LoginRequiredMixin, TemplateView):
    """Where a sign-in in another tab ends: the form waits in the tab before."""

    template_name = "accounts/signed_in_again.html"
