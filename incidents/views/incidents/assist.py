"""What an incident form shows while it is filled: the complicated place close by, and what may be the same."""

from __future__ import annotations

import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.views.pages import key_or_none
from incidents.domain.incidents.similar import likely_same, nearest_hotspot
from incidents.domain.permissions import RECORD
from incidents.forms.fields import CoordinateField
from incidents.forms.incidents.fields import MomentField
from incidents.views.communes import current_communes
from incidents.views.incidents.base import IncidentView


class _Typed(forms.Form):
    """What of the form is legible so far."""

    latitude = CoordinateField(min_value=8, max_value=24, required=False)
    longitude = CoordinateField(min_value=102, max_value=118, required=False)
    occurred_from = MomentField(required=False)
    occurred_until = MomentField(required=False)

    def legible(self) -> dict[str, object]:
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
        has_point = isinstance(latitude, float) and isinstance(longitude, float)
        point = (latitude, longitude) if has_point else None
        start = typed.get("occurred_from") or self.now
        end = typed.get("occurred_until") or start
        assert isinstance(start, datetime.datetime)
        assert isinstance(end, datetime.datetime)
        category = key_or_none(request.GET.get("category"))
        same = []
        if category:
            same = likely_same(
                scope,
                commune_id=commune.pk,
                category_id=category,
                occurred=(start, max(start, end)),
                point=point,  # type: ignore[arg-type]
                hamlet_id=key_or_none(request.GET.get("hamlet")),
                except_pk=key_or_none(request.GET.get("except")),
            )
        context = {
            "place": nearest_hotspot(scope, commune.pk, point) if point else None,  # type: ignore[arg-type]
            "chosen": key_or_none(request.GET.get("hotspot")),
            "same": same,
        }
        return render(request, "incidents/incidents/near.html", context)
