"""What every page about a place shares: who may, which place, and the day it is."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views import View

from accounts.requests import SignedInRequest
from incidents.domain.permissions import VIEW
from incidents.models import Hotspot


class HotspotView(LoginRequiredMixin, PermissionRequiredMixin, View):
    """A page that needs a sign-in and a permission; places of other communes are not found."""

    permission_required = VIEW
    request: SignedInRequest

    def handle_no_permission(self) -> HttpResponseRedirect:
        """Send strangers to sign in; refuse the signed-in who lack the right."""
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()

    @cached_property
    def hotspot(self) -> Hotspot:
        """The place of the address, among those this person may see; else 404."""
        places = Hotspot.objects.visible_to(self.request.scope).select_related(
            "commune__jurisdiction", "hamlet", "kind", "responsible", "reported_by"
        )
        place: Hotspot = get_object_or_404(places, pk=self.kwargs["pk"])
        return place

    @property
    def today(self) -> datetime.date:
        """The day it is in Vietnam."""
        return timezone.localdate()


def add_errors(form: BaseForm, problem: ValidationError) -> None:
    """Show what the domain refused beside the field it speaks of, or above the form."""
    if not hasattr(problem, "error_dict"):
        form.add_error(None, problem)
        return
    for field, messages in problem.message_dict.items():
        form.add_error(field if field in form.fields else None, messages)


def int_or_none(text: Any) -> int | None:
    """Read a key from an address; anything else is none."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
