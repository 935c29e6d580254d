"""What every page about an incident shares: who may, which incident, and the moment it is."""

from __future__ import annotations

from functools import cached_property

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.views.pages import RightView
from incidents.domain.permissions import VIEW_INCIDENTS
from incidents.models import Incident


def no_longer_theirs() -> str:
    """Say to whoever typed a correction why it cannot be saved any more."""
    return _(
        "The incident has an outcome or was withdrawn meanwhile, so whoever decides corrects it. Nothing was saved; what you "
        "typed still stands here, to be passed on."
    )


class IncidentView(RightView):
    """A page that needs a sign-in and a permission; incidents of other communes are not found."""

    permission_required: str | tuple[str, ...] = VIEW_INCIDENTS

    @cached_property
    def incident(self) -> Incident:
        """The incident of the address, among those this person may see; else 404."""
        rows = Incident.objects.visible_to(self.request.scope).select_related(
            "commune__jurisdiction", "category__parent", "hamlet", "hotspot", "handler"
        )
        incident: Incident = get_object_or_404(rows, pk=self.kwargs["pk"])
        return incident

    def page_of_record(self) -> str:
        """The address of the incident's page."""
        return reverse("incident_detail", args=[self.incident.pk])

    def done(self, sentence: str, anchor: str = "") -> HttpResponse:
        """Say what happened and go back to the incident."""
        messages.success(self.request, sentence)
        response = redirect("incident_detail", self.incident.pk)
        if anchor:
            response["Location"] += f"#{anchor}"
        return response
