"""Everything known of one commune on one page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required, permission_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from commune_police.history import history_of
from dashboards.queries.commune import commune_figures, serving_lines
from incidents.models import Hotspot
from lists.tables import address_of
from units.models import Commune, Departure, EquipmentItem, EquipmentStock, Hamlet

SHOWN = 50
OFFICER_NAMED = ("officer__family_name", "officer__middle_name", "officer__given_name")


@login_required
@permission_required("units.view_commune", raise_exception=True)
def commune_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a commune in scope; any other answers as if it did not exist."""
    scope = request.scope  # type: ignore[attr-defined]
    commune = get_object_or_404(
        Commune.objects.visible_to(scope).select_related("jurisdiction").defer("boundary"), pk=pk
    )
    day = timezone.localdate()
    of_commune = Q(commune=commune)
    may_see_places = request.user.has_perm("incidents.view_hotspot")
    context = {
        "commune": commune,
        "figures": commune_figures(commune, scope, day),
        "officers": [
            (address_of("officer_detail", line.officer.pk), line)
            for line in serving_lines(commune, SHOWN)
        ],
        "hamlets": Hamlet.objects.filter(of_commune, valid_until__isnull=True)
        .only("name", "kind")
        .order_by("name"),
        "places": Hotspot.objects.filter(of_commune)
        .open()
        .select_related("kind")
        .only("name", "state", "next_review_on", "kind__name")
        .order_by("next_review_on")[:SHOWN]
        if may_see_places
        else None,
        "items": EquipmentItem.objects.filter(of_commune, disposal="")
        .select_related("type")
        .only("code", "serial", "condition", "type__name")
        .order_by("type", "code", "id")[:SHOWN],
        "stocks": EquipmentStock.objects.filter(of_commune)
        .select_related("type")
        .only("quantity", "condition", "type__name", "type__unit")
        .order_by("type", "condition")[:SHOWN],
        "departures": Departure.objects.filter(of_commune)
        .select_related("officer", "position")
        .only("on", "kind", "reason", *OFFICER_NAMED, "position__name")[:10],
        "origins": commune.origins.select_related("predecessor").defer("predecessor__boundary"),
        "successions": commune.successions.select_related("successor").defer("successor__boundary"),
        "history": history_of(commune, limit=30),
    }
    return render(request, "dashboards/commune.html", context)
