"""Everything known of one commune on one page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from commune_police.history import history_of
from dashboards.queries.commune import commune_figures
from incidents.models import Hotspot
from units.models import Commune, Departure, EquipmentItem, EquipmentStock, Hamlet, Officer

SHOWN = 50
# What the page shows of an officer and nothing more: whole rows take longer to build than to read.
OFFICER_SHOWN = (
    "family_name",
    "middle_name",
    "given_name",
    "phone",
    "post__position__name",
    "post__hamlet__name",
    "post__hamlet__kind",
)


@login_required
@permission_required("units.view_commune", raise_exception=True)
def commune_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a commune in scope; any other answers as if it did not exist."""
    scope = request.scope  # type: ignore[attr-defined]
    commune = get_object_or_404(
        Commune.objects.visible_to(scope).select_related("jurisdiction").defer("boundary"), pk=pk
    )
    day = timezone.localdate()
    officers = Officer.objects.filter(commune=commune).serving()
    places = Hotspot.objects.filter(commune=commune).open().select_related("kind")
    may_see_places = request.user.has_perm("incidents.view_hotspot")
    context = {
        "commune": commune,
        "figures": commune_figures(commune, scope, day),
        "officers": officers.select_related("post__position", "post__hamlet")
        .only(*OFFICER_SHOWN)
        .order_by("post__position__order", "sort_key")[:SHOWN],
        "hamlets": Hamlet.objects.filter(commune=commune, valid_until__isnull=True).only(
            "name", "kind"
        ),
        "places": places.order_by("next_review_on")[:SHOWN] if may_see_places else None,
        "items": EquipmentItem.objects.filter(commune=commune, disposal="")
        .select_related("type")
        .only("code", "serial", "condition", "type__name")[:SHOWN],
        "stocks": EquipmentStock.objects.filter(commune=commune)
        .select_related("type")
        .only("quantity", "condition", "type__name", "type__unit")[:SHOWN],
        "departures": Departure.objects.filter(commune=commune).select_related(
            "officer", "position"
        )[:10],
        "origins": commune.origins.select_related("predecessor").defer("predecessor__boundary"),
        "successions": commune.successions.select_related("successor").defer("successor__boundary"),
        "history": history_of(commune, limit=30),
    }
    return render(request, "dashboards/commune.html", context)
