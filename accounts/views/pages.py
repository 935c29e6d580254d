"""What every page behind a sign-in and a right shares."""

from __future__ import annotations

import datetime

from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.views import View

from accounts.requests import SignedInRequest


class RightView(LoginRequiredMixin, PermissionRequiredMixin, View):
    """A page that needs a sign-in and a permission: strangers are sent to sign in, others refused."""

    request: SignedInRequest

    def handle_no_permission(self) -> HttpResponseRedirect:
        """Send strangers to sign in; refuse the signed-in who lack the right."""
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()

    @property
    def today(self) -> datetime.date:
        """The day it is in Vietnam."""
        return timezone.localdate()

    @property
    def now(self) -> datetime.datetime:
        """This moment."""
        return timezone.now()


def key_or_none(text: object) -> int | None:
    """Read a key from an address or a form; anything else is none."""
    written = str(text or "")
    is_key = written.isascii() and written.isdigit() and len(written) < 19
    return int(written) if is_key else None
