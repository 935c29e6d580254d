"""What every page about a mediation shares: who may, and which mediation."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.views.pages import RightView
from incidents.domain.mediations.recording import may_correct
from incidents.domain.permissions import RECORD_MEDIATIONS, VIEW_MEDIATIONS
from incidents.forms.plain import PlainForm
from incidents.models import Mediation


class MediationView(RightView):
    """A page that needs a sign-in and a permission; mediations of other communes are not found."""

    permission_required: str | tuple[str, ...] = VIEW_MEDIATIONS

    @cached_property
    def mediation(self) -> Mediation:
        """The mediation of the address, among those this person may see; else 404."""
        rows = Mediation.objects.visible_to(self.request.scope).select_related(
            "commune__jurisdiction", "subject", "hamlet", "handler"
        )
        mediation: Mediation = get_object_or_404(rows, pk=self.kwargs["pk"])
        return mediation

    def page_of_record(self) -> str:
        """The address of the mediation's page."""
        return reverse("mediation_detail", args=[self.mediation.pk])

    def ask_to_correct(self) -> None:
        """Raise ``PermissionDenied`` where this person may not correct the mediation and what belongs to it."""
        if not may_correct(self.mediation, self.request.user):
            raise PermissionDenied

    def done(self, sentence: str, anchor: str = "") -> HttpResponse:
        """Say what happened and go back to the mediation."""
        messages.success(self.request, sentence)
        response = redirect("mediation_detail", self.mediation.pk)
        if anchor:
            response["Location"] += f"#{anchor}"
        return response


class PartPage(MediationView):
    """A page with a form about something that belongs to a mediation."""

    permission_required: str | tuple[str, ...] = RECORD_MEDIATIONS

    def show_part(
        self, form: PlainForm, title: str, status: int = 200, **more: Any
    ) -> HttpResponse:
        """Render the form below the mediation's number."""
        context = {"form": form, "mediation": self.mediation, "title": title, **more}
        return render(self.request, "incidents/mediations/part.html", context, status=status)
