"""The figures a map can be coloured by: each from the function that the overview shows it from."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.queries import HotspotFigures, hotspot_figures
from units.queries.area import Area, fetch
from units.queries.departures import departures_until
from units.queries.equipment import equipment_on
from units.queries.headcount import strength_on
from units.queries.stations import stations_on

Values = Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class MapFigure:
    """One choice of colouring: its code in the address, its words, the values by the area's keys."""

    code: str
    label: str | Promise
    values: Callable[[Area, datetime.date], Values]
    rows_url: str  # name of the list behind the number
    rows_query: str  # its filters, with {place} for the commune or jurisdiction and {year_ago}
    permission: str = "units.view_commune"
    absent: int | None = None  # what a key without a row means: 0 for counts, else unknown


def _short(area: Area, day: datetime.date) -> Values:
    return {key: force.part_time.short for key, force in strength_on(day, area).items()}


def _regular(area: Area, day: datetime.date) -> Values:
    return {key: force.regular.present for key, force in strength_on(day, area).items()}


def _present(area: Area, day: datetime.date) -> Values:
    return {key: force.part_time.present for key, force in strength_on(day, area).items()}


def _departures(area: Area, day: datetime.date) -> Values:
    return {key: figure.count for key, figure in departures_until(day, area).by_key.items()}


def _without_station(area: Area, day: datetime.date) -> Values:
    return {key: figure.none for key, figure in stations_on(day, area).items()}


def _equipment_short(area: Area, day: datetime.date) -> Values:
    return {key: figure.short for key, figure in equipment_on(day, area).items()}


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
    MapFigure("short", _("Part-time force short"), _short, "commune_detail", ""),
    MapFigure(
        "present",
        _("Part-time force present"),
        _present,
        "officer_list",
        "status=serving&regular=0&{place}",
    ),
    MapFigure(
        "regular", _("Regular police"), _regular, "officer_list", "status=serving&regular=1&{place}"
    ),
    MapFigure(
        "departures",
        _("Departures in 12 months"),
        _departures,
        "officer_list",
        "status=left&left_after={year_ago}&{place}",
        absent=0,
    ),
    MapFigure(
        "stations", _("Without a station"), _without_station, "station_list", "tenure=none&{place}"
    ),
    MapFigure("equipment", _("Equipment short"), _equipment_short, "equipment_list", "{place}"),
    MapFigure(
        "hotspots",
        _("Complicated places"),
        _open_places,
        "hotspot_list",
        "{place}",
        permission="incidents.view_hotspot",
    ),
    MapFigure(
        "reviews",
        _("Reviews overdue"),
        _late_reviews,
        "hotspot_list",
        "overdue=1&{place}",
        permission="incidents.view_hotspot",
    ),
)
