"""What every page about a place shares: who may, which place, and the day it is."""

from __future__ import annotations

from functools import cached_property

from django.shortcuts import get_object_or_404

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
