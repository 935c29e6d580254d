"""The figures a map can be coloured by: each from the function that the overview shows it from."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.queries import HotspotFigures, hotspot_figures
from units.queries.area import Area, fetch
from units.queries.headcount import strength_on

Values = Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class MapFigure:
    """One choice of colouring: its code in the address, its words, the values by the area's keys."""

    code: str
    label: str | Promise
    values: Callable[[Area, datetime.date], Values]
    rows_url: str  # name of the list behind the number
    rows_query: str  # its filters, with {key} for the commune
    permission: str = "units.view_commune"


def _short(area: Area, day: datetime.date) -> Values:
    return {key: force.together.short for key, force in strength_on(day, area).items()}


def _regular(area: Area, day: datetime.date) -> Values:
    return {key: force.regular.present for key, force in strength_on(day, area).items()}


def _present(area: Area, day: datetime.date) -> Values:
    return {key: force.together.present for key, force in strength_on(day, area).items()}


def _open_places(area: Area, day: datetime.date) -> Values:
    return _by_key(area, {k: f.open for k, f in _places(area, day).items()})


def _late_reviews(area: Area, day: datetime.date) -> Values:
    return _by_key(area, {k: f.overdue for k, f in _places(area, day).items()})


def _places(area: Area, day: datetime.date) -> Mapping[int, HotspotFigures]:
    return hotspot_figures(area.scope, day).by_commune


def _by_key(area: Area, by_commune: Mapping[int, int]) -> Values:
    """Add the communes' numbers up under the area's keys; an area without a row has none, which is 0."""
    found: dict[int, int | None] = {}
    sql = f"SELECT commune_id, key FROM ({area.chosen}) chosen"
    for commune, key in fetch(sql, area.parameters):
        found[key] = (found.get(key) or 0) + by_commune.get(commune, 0)
    return found


MAP_FIGURES: tuple[MapFigure, ...] = (
    MapFigure("short", _("Force short"), _short, "commune_detail", ""),
    MapFigure("present", _("Force present"), _present, "officer_list", "status=serving&commune={key}"),
    MapFigure("regular", _("Regular police"), _regular, "officer_list", "regular=1&commune={key}"),
    MapFigure(
        "hotspots", _("Complicated places"), _open_places, "hotspot_list", "commune={key}",
        "incidents.view_hotspot",
    ),
    MapFigure(
        "reviews", _("Reviews overdue"), _late_reviews, "hotspot_list", "overdue=1&commune={key}",
        "incidents.view_hotspot",
    ),
)  # fmt: skip
