"""The map page, and the GeoJSON it draws: areas coloured by a figure, complicated places on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from dashboards.domain.heat import LegendStep, heat_scale
from dashboards.queries.map_areas import (
    MapGround,
    areas_geojson,
    areas_version,
    map_ground,
    places_geojson,
)
from dashboards.queries.map_figures import MAP_FIGURES, MapFigure
from incidents.models.states import OPEN
from units.models import Commune, Jurisdiction
from units.queries.departures import year_before

GEOJSON = "application/geo+json"


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One row of the table beside the map; the map takes its colour and its link from here."""

    key: int
    name: str
    value: int | None
    step: int | None
    url: str
    rows_url: str


@login_required
@require_safe
@permission_required("units.view_commune", raise_exception=True)
def area_map(request: HttpRequest) -> HttpResponse:
    """The map with its table; all of it can be read without the map."""
    day = timezone.localdate()
    ground = _ground(request)
    offered = [figure for figure in MAP_FIGURES if request.user.has_perm(figure.permission)]
    figure = _chosen(request, offered)
    rows, legend = _rows(ground, figure)
    context = {
        "day": day,
        "ground": ground,
        "jurisdiction": ground.jurisdiction,
        "above": _above(request, ground.jurisdiction),
        "figures": offered,
        "figure": figure,
        "rows": rows,
        "legend": legend,
        "schematic": _is_schematic(ground, rows),
        "sees_places": request.user.has_perm("incidents.view_hotspot") and not ground.by_branch,
        "place_states": OPEN,
    }
    return render(request, "dashboards/map.html", context)


def _areas_etag(request: HttpRequest) -> str:
    # ``condition`` asks before the view's own checks run, so somebody signed out gets no version.
    if not request.user.is_authenticated:
        return ""
    ground = _ground(request)
    return f'"{areas_version(ground, timezone.localdate(), _number(request, "commune"))}"'


@login_required
@require_safe
@permission_required("units.view_commune", raise_exception=True)
@cache_control(private=True, no_cache=True)
@condition(etag_func=_areas_etag)
def map_communes(request: HttpRequest) -> HttpResponse:
    """Outlines of communes (``?jurisdiction=``, ``?commune=``), in scope; unchanged ones answer 304."""
    text = areas_geojson(_ground(request), timezone.localdate(), _number(request, "commune"))
    return HttpResponse(text, content_type=GEOJSON)


@login_required
@require_safe
@permission_required("incidents.view_hotspot", raise_exception=True)
@cache_control(private=True, no_cache=True)
def map_hotspots(request: HttpRequest) -> HttpResponse:
    """Open complicated places in scope as points."""
    scope = request.scope  # type: ignore[attr-defined]
    text = places_geojson(scope, _ground(request), timezone.localdate())
    return HttpResponse(text, content_type=GEOJSON)


def _ground(request: HttpRequest) -> MapGround:
    scope = request.scope  # type: ignore[attr-defined]
    key = _number(request, "jurisdiction")
    if key is None:
        return map_ground(scope, None, timezone.localdate())
    jurisdiction = Jurisdiction.objects.filter(pk=key).first()
    if jurisdiction is None or not scope.sees_jurisdiction(key):
        raise Http404
    return map_ground(scope, jurisdiction, timezone.localdate())


def _number(request: HttpRequest, name: str) -> int | None:
    """A key from the address; what is no number asks for nothing that exists."""
    value = request.GET.get(name, "")
    if not value:
        return None
    if not value.isdecimal() or len(value) > 12:
        raise Http404
    return int(value)


def _chosen(request: HttpRequest, offered: list[MapFigure]) -> MapFigure:
    asked = request.GET.get("figure")
    return next((figure for figure in offered if figure.code == asked), offered[0])


def _rows(ground: MapGround, figure: MapFigure) -> tuple[list[AreaRow], list[LegendStep]]:
    values = figure.values(ground.area, timezone.localdate())
    listed = _listed(ground)
    scale = heat_scale(values.of(row.pk) for row in listed)
    make = _branch_row if ground.by_branch else _commune_row
    rows = []
    for row in listed:
        value = values.of(row.pk)
        rows.append(make(row, figure, value, scale.step(value)))
    return rows, scale.legend


def _listed(ground: MapGround) -> list[Any]:
    """The rows of the table: communes in force, or the jurisdictions next below."""
    if ground.by_branch:
        return list(Jurisdiction.objects.filter(parent=ground.jurisdiction).order_by("path"))
    communes = Commune.objects.visible_to(ground.area.scope).filter(
        validity__contains=timezone.localdate()
    )
    if ground.area.path:
        communes = communes.filter(jurisdiction__path__startswith=ground.area.path)
    return list(communes.only("id", "name", "kind", "boundary_is_schematic"))


def _commune_row(
    commune: Commune, figure: MapFigure, value: int | None, step: int | None
) -> AreaRow:
    page = reverse("commune_detail", args=[commune.pk])
    rows_url = _rows_url(figure, f"commune={commune.pk}") if figure.rows_query else page
    return AreaRow(commune.pk, commune.full_name, value, step, page, rows_url)


def _branch_row(
    branch: Jurisdiction, figure: MapFigure, value: int | None, step: int | None
) -> AreaRow:
    opened = f"{reverse('map')}?figure={figure.code}&jurisdiction={branch.pk}"
    return AreaRow(branch.pk, branch.name, value, step, opened, opened)


def _rows_url(figure: MapFigure, place: str) -> str:
    year_ago = year_before(timezone.localdate()).isoformat()
    return f"{reverse(figure.rows_url)}?{figure.rows_query.format(place=place, year_ago=year_ago)}"


def _above(request: HttpRequest, jurisdiction: Jurisdiction | None) -> list[Jurisdiction]:
    """The jurisdictions above, as far up as the person sees, for the way back."""
    if jurisdiction is None:
        return []
    scope = request.scope  # type: ignore[attr-defined]
    keys = [int(key) for key in jurisdiction.path.strip("/").split("/")[:-1]]
    found = Jurisdiction.objects.in_bulk([key for key in keys if scope.sees_jurisdiction(key)])
    return [found[key] for key in keys if key in found]


def _is_schematic(ground: MapGround, rows: list[AreaRow]) -> bool:
    """Whether any outline shown is a drawing of ours; points for jurisdictions always are."""
    if ground.by_branch:
        return True
    keys = [row.key for row in rows]
    return Commune.objects.filter(pk__in=keys, boundary_is_schematic=True).exists()
