"""What every page about a place shares: who may, which place, and the day it is."""

from __future__ import annotations

from functools import cached_property

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.views.pages import RightView
from incidents.domain.permissions import VIEW
from incidents.models import Hotspot


class HotspotView(RightView):
    """A page that needs a sign-in and a permission; places of other communes are not found."""

    permission_required = VIEW

    @cached_property
    def hotspot(self) -> Hotspot:
        """The place of the address, among those this person may see; else 404."""
        places = Hotspot.objects.visible_to(self.request.scope).select_related(
            "commune__jurisdiction", "hamlet", "kind", "responsible", "reported_by"
        )
        place: Hotspot = get_object_or_404(places, pk=self.kwargs["pk"])
        return place

    def page_of_record(self) -> str:
        """The address of the place's page."""
        return reverse("hotspot_detail", args=[self.hotspot.pk])

    def done(self, sentence: str, anchor: str = "") -> HttpResponse:
        """Say what happened and go back to the place."""
        messages.success(self.request, sentence)
        response = redirect("hotspot_detail", self.hotspot.pk)
        if anchor:
            response["Location"] += f"#{anchor}"
        return response
