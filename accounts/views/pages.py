"""What every page behind a sign-in and a right shares."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
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


class StepByPost(RightView):
    """A step that is carried out by POST alone, put before the page that it belongs to. Whoever opens its address comes to
    the record's page: after signing in anew, or by pressing Enter in the address bar.

    That page has ``page_of_record``, the address of the record; 404 for whoever may not see it.
    """

    page_of_record: Callable[[], str]

    def get(self, *_request: Any, **_keys: Any) -> Any:
        """Go to the record and say that nothing was done."""
        page = self.page_of_record()
        messages.warning(
            self.request,
            _("The step was not carried out. Look at what stands here now, then do it again."),
        )
        return HttpResponseRedirect(page)


def key_or_none(text: object) -> int | None:
    """Read a key from an address or a form; anything else is none."""
    written = str(text or "")
    is_key = written.isascii() and written.isdigit() and len(written) < 19
    return int(written) if is_key else None
