"""The list of complicated places, and the same rows on a map."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from incidents.domain.permissions import EXPORT, REPORT, VIEW
from incidents.filters.hotspots import HotspotFilter
from incidents.models import Hotspot, HotspotState
from incidents.queries.hotspots import with_list_facts
from incidents.tables.hotspots import HotspotTable
from lists.views import ListPage, parts
from lists.views.reading import ListReader

MOST_POINTS = 2_000
BOUNDARIES = ("commune__boundary",)


class HotspotList(ListPage):
    """Places as communes report them; opens with those that are not closed."""

    page_key = "hotspots"
    title = gettext_lazy("Complicated places")
    permission_required = VIEW
    export_permission = EXPORT
    table_class = HotspotTable
    filterset_class = HotspotFilter
    default_order = "name"
    template_name = "incidents/hotspot_list.html"
    standard_filters = "state=open"
    standard_name = gettext_lazy("Open places")
    empty_title = gettext_lazy("No place has been reported yet")
    empty_hint = gettext_lazy("A commune's chief reports the first one.")

    def get_queryset(self) -> QuerySet[Hotspot]:
        return Hotspot.objects.visible_to(self.request.scope)

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return with_list_facts(queryset, timezone.localdate()).defer(*BOUNDARIES)

    def buttons(self) -> list[parts.Button]:
        return report_buttons(self.request.user)

    def other_form(self) -> str:
        """The address of the map with the same filters."""
        return parts.here(reverse("hotspot_map"), self.shown.address.on_page(1).query())

    def context(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().context(*args, **kwargs), "map_url": self.other_form()}


class HotspotMap(ListReader):
    """The filtered places as points; beyond ``MOST_POINTS`` it asks for a narrower filter."""

    page_key = "hotspots-map"
    title = HotspotList.title
    permission_required = VIEW
    table_class = HotspotTable
    filterset_class = HotspotFilter
    default_order = "name"
    template_name = "incidents/hotspot_map.html"
    standard_filters = HotspotList.standard_filters
    standard_name = HotspotList.standard_name

    def get_queryset(self) -> QuerySet[Hotspot]:
        return Hotspot.objects.visible_to(self.request.scope)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Render the map with the points in the page."""
        matching = self.filterset.qs.select_related("commune", "kind").defer(*BOUNDARIES)
        places = list(matching.order_by("pk")[: MOST_POINTS + 1])
        context = {
            "title": self.title,
            "points": [point_of(place) for place in places[:MOST_POINTS]],
            "is_cut": len(places) > MOST_POINTS,
            "limit": MOST_POINTS,
            "total": min(len(places), MOST_POINTS),
            "chips": parts.chips(self.filterset, self.shown.address, request.path),
            "form": self.filterset.form,
            "clear_url": parts.here(request.path, "all=1"),
            "list_url": parts.here(reverse("hotspot_list"), self.shown.address.query()),
            "buttons": report_buttons(self.request.user),
            "is_schematic": any(place.commune.boundary_is_schematic for place in places),
            "active_count": len(self.shown.address.filters),
            "legend": [
                (state.value, state.label)
                for state in HotspotState
                if any(place.state == state for place in places)
            ],
        }
        return render(request, self.template_name, context)


def report_buttons(user: User) -> list[parts.Button]:
    """The way to a new report, for those who may make one."""
    if not user.has_perm(REPORT):
        return []
    return [parts.Button(_("Report a place"), reverse("hotspot_create"))]


def point_of(place: Hotspot) -> dict[str, Any]:
    """Return what the map needs of a place."""
    return {
        "name": place.name,
        "url": reverse("hotspot_detail", args=[place.pk]),
        "latitude": place.latitude,
        "longitude": place.longitude,
        "state": str(place.get_state_display()),
        "state_code": place.state,
        "kind": place.kind.name,
        "icon": place.kind.icon,
        "commune": place.commune.full_name,
    }
