"""Incidents on a map: heaps or heat over the filtered period, month by month with a slider."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from incidents.domain.permissions import VIEW_INCIDENTS
from incidents.filters.incidents import IncidentFilter
from incidents.models import Incident
from incidents.queries.incident_map import MOST_POINTS, Box, heaped, in_sight, resolution_at
from incidents.tables.incidents import IncidentTable, when_words
from lists.models import SavedView
from lists.views import parts
from lists.views.reading import ListReader

PERIOD = datetime.timedelta(days=365)
CLOSEST = 15.0


class IncidentMap(ListReader):
    """The page; opens with the last twelve months."""

    page_key = "incidents-map"
    title = gettext_lazy("Incidents on the map")
    permission_required = VIEW_INCIDENTS
    table_class = IncidentTable
    filterset_class = IncidentFilter
    default_order = "-occurred"

    def get_queryset(self) -> QuerySet[Incident]:
        return Incident.objects.visible_to(self.request.scope)

    @cached_property
    def standard(self) -> SavedView | None:
        """The last twelve months, while nothing is asked."""
        first = timezone.localdate() - PERIOD
        return SavedView(
            page_key=self.page_key,
            slug="standard",
            name=str(gettext_lazy("Last twelve months")),
            query=f"happened_after={first.isoformat()}",
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Render the page; the map asks for what it shows."""
        address = self.shown.address
        query = address.query()
        context = {
            "title": self.title,
            "form": self.filterset.form,
            "chips": parts.chips(self.filterset, address, request.path),
            "active_count": len(address.filters),
            "clear_url": parts.here(request.path, "all=1"),
            "list_url": parts.here(reverse("incident_list"), query),
            "data_url": parts.here(reverse("incident_map_data"), query),
        }
        return render(request, "incidents/incidents/map.html", context)


class IncidentMapData(ListReader):
    """What lies in sight, as JSON: heaps by cell and month, or single incidents when the map is close."""

    permission_required = VIEW_INCIDENTS
    table_class = IncidentTable
    filterset_class = IncidentFilter
    default_order = "-occurred"

    def get_queryset(self) -> QuerySet[Incident]:
        return Incident.objects.visible_to(self.request.scope)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Answer for the box and zoom of the address; without a box, for everything."""
        rows = in_sight(self.filterset.qs, Box.read(request.GET.get("box", "")))
        try:
            zoom = float(request.GET.get("zoom", ""))
        except ValueError:
            zoom = 11.0
        heaps = heaped(rows, resolution_at(zoom))
        answer: dict[str, Any] = {
            "months": [f"{month:%m/%Y}" for month in heaps.months],
            "heaps": [
                [round(one.latitude, 5), round(one.longitude, 5), one.count, one.months]
                for one in heaps.heaps
            ],
            "total": heaps.total,
            "is_cut": heaps.is_cut,
            "points": [],
        }
        if zoom > CLOSEST and heaps.total <= MOST_POINTS:
            answer["points"] = [point_of(one) for one in rows.select_related("category")]
        return JsonResponse(answer)


def point_of(incident: Incident) -> dict[str, Any]:
    """Return what the map shows of one incident."""
    return {
        "latitude": incident.latitude,
        "longitude": incident.longitude,
        "number": incident.number,
        "kind": incident.category.name,
        "when": when_words(incident),
        "month": f"{timezone.localtime(incident.occurred_from):%m/%Y}",
        "url": reverse("incident_detail", args=[incident.pk]),
    }
