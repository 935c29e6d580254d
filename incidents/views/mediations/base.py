"""What every page about a mediation shares: who may, and which mediation."""

from __future__ import annotations

from functools import cached_property

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.views.pages import RightView
from incidents.domain.permissions import VIEW_MEDIATIONS
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

    def done(self, sentence: str, anchor: str = "") -> HttpResponse:
        """Say what happened and go back to the mediation."""
        messages.success(self.request, sentence)
        response = redirect("mediation_detail", self.mediation.pk)
        if anchor:
            response["Location"] += f"#{anchor}"
        return response
