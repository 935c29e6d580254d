"""What an incident form shows while it is filled: the complicated place close by, and what may be the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.views.pages import key_or_none
from incidents.domain.incidents.similar import Point, Sketch, likely_same, nearest_hotspot
from incidents.domain.permissions import RECORD
from incidents.forms.fields import CoordinateField
from incidents.forms.incidents.fields import MomentField
from incidents.models import Hotspot
from incidents.views.communes import current_communes
from incidents.views.incidents.base import IncidentView
from units.models import Commune
from units.queries.successors import line_of


class _Typed(forms.Form):
    """What of the form is legible so far."""

    latitude = CoordinateField(min_value=8, max_value=24, required=False)
    longitude = CoordinateField(min_value=102, max_value=118, required=False)
    occurred_from = MomentField(required=False)
    occurred_until = MomentField(required=False)

    def legible(self) -> dict[str, Any]:
        """Return the values that can be read; the others are not there yet."""
        self.is_valid()
        return self.cleaned_data


class IncidentNear(IncidentView):
    """The nearest open complicated place, and incidents that may be the one being recorded."""

    permission_required = RECORD

    def get(self, request: HttpRequest) -> HttpResponse:
        """Render the hints, or nothing."""
        scope = self.request.scope
        commune = get_object_or_404(
            current_communes(scope), pk=key_or_none(request.GET.get("commune"))
        )
        typed = _Typed(request.GET).legible()
        latitude, longitude = typed.get("latitude"), typed.get("longitude")
        marked = None if latitude is None or longitude is None else (latitude, longitude)
        own = key_or_none(request.GET.get("except"))
        sketch = self.sketch(typed, marked or self.point_of_place(commune))
        same = likely_same(scope, commune.pk, sketch, except_pks={own or 0}) if sketch else []
        context = {
            "place": nearest_hotspot(scope, commune.pk, marked) if marked else None,
            "chosen": key_or_none(request.GET.get("hotspot")),
            "same": same,
        }
        return render(request, "incidents/incidents/near.html", context)

    def point_of_place(self, commune: Commune) -> Point | None:
        """The point of the complicated place chosen: a record without a point of its own is given it."""
        chosen = key_or_none(self.request.GET.get("hotspot"))
        if chosen is None:
            return None
        places = Hotspot.objects.visible_to(self.request.scope).filter(
            commune__in=line_of(commune.pk), pk=chosen
        )
        place = places.only("latitude", "longitude").first()
        return (place.latitude, place.longitude) if place else None

    def sketch(self, typed: Mapping[str, Any], point: Point | None) -> Sketch | None:
        """What is known so far; nothing before the kind is chosen."""
        category = key_or_none(self.request.GET.get("category"))
        if category is None:
            return None
        start = typed.get("occurred_from") or self.now
        end = typed.get("occurred_until") or start
        hamlet = key_or_none(self.request.GET.get("hamlet"))
        return Sketch(category, (start, max(start, end)), point, hamlet)
