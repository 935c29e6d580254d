"""Everything known of one commune on one page."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from commune_police.history import history_of
from dashboards.forms.overview import read_question
from dashboards.queries.commune import (
    commune_figures,
    goods_lines,
    item_lines,
    latest_departures,
    serving_lines,
)
from dashboards.queries.happenings import happenings
from dashboards.tables.happenings import month_lines, panels
from incidents.models import Hotspot
from lists.tables import address_of
from units.models import Commune, Hamlet

SHOWN = 50
LATEST = 10
COMMUNE_SHOWN = (
    "name",
    "kind",
    "code",
    "commune_class",
    "is_key",
    "is_remote",
    "population",
    "area_km2",
    "difficulty_note",
    "valid_until",
    "jurisdiction__name",
    "jurisdiction__kind",
)


@login_required
@permission_required("units.view_commune", raise_exception=True)
def commune_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a commune in scope; any other answers as if it did not exist. ``day`` dates the posts, as the
    reports that count them do."""
    scope = request.scope  # type: ignore[attr-defined]
    commune = get_object_or_404(
        Commune.objects.visible_to(scope).select_related("jurisdiction").only(*COMMUNE_SHOWN),
        pk=pk,
    )
    asked = read_question(request)
    figures = commune_figures(commune, scope, asked.today)
    may_see_places = request.user.has_perm("incidents.view_hotspot")
    year = asked.today.replace(month=1, day=1), asked.today
    month = figures.months.last, figures.months.last_day
    happened = partial(
        happenings,
        commune,
        figures.area,
        now=timezone.now(),
        today=asked.today,
        may=request.user.has_perm,
    )
    context = {
        "commune": commune,
        "figures": figures,
        "month_lines": month_lines(happened(month)),
        "year": panels(happened(year, with_movement=True)),
        "year_first": year[0],
        "year_last": year[1],
        "asked": asked,
        "posts": figures.posts
        if asked.is_today
        else commune_figures(commune, scope, asked.day).posts,
        "officers": [
            (address_of("officer_detail", line.pk), line) for line in serving_lines(commune, SHOWN)
        ],
        "hamlets": Hamlet.objects.filter(commune=commune, valid_until__isnull=True)
        .only("name", "kind")
        .order_by("name"),
        "places": Hotspot.objects.visible_to(figures.area.scope)
        .open()
        .select_related("kind")
        .only("name", "state", "next_review_on", "kind__name")
        .order_by("next_review_on")[:SHOWN]
        if may_see_places
        else None,
        "items": [
            (address_of("equipment_detail", line.item.pk), line)
            for line in item_lines(commune, SHOWN)
        ],
        "goods": goods_lines(commune, SHOWN),
        "departures": [
            (address_of("officer_detail", line.departure.officer_id), line)
            for line in latest_departures(commune, LATEST)
        ],
        "origins": commune.origins.select_related("predecessor").only(
            "predecessor__name", "predecessor__kind"
        ),
        "successions": commune.successions.select_related("successor").only(
            "kind", "successor__name", "successor__kind"
        ),
        "history": history_of(commune, limit=30),
    }
    return render(request, "dashboards/commune.html", context)
