"""The figures a map can be coloured by: the same that the overview shows, one query each."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboards.queries.area_figures import AreaFigures, places_by_key, successors_in
from units.queries.area import Area
from units.queries.departures import departures_until
from units.queries.equipment import equipment_on
from units.queries.headcount import strength_on
from units.queries.stations import stations_on

# Each part of the overview's figures by the area's keys; a map reads only the part it shows.
PARTS: dict[str, Callable[[Area, datetime.date], Mapping[int, Any]]] = {
    "strength": lambda area, day: strength_on(day, area),
    "departures": lambda area, day: departures_until(day, area).by_key,
    "stations": lambda area, day: stations_on(day, area),
    "equipment": lambda area, day: equipment_on(day, area),
    "places": lambda area, day: successors_in(area, day).folded(places_by_key(area, day)),
}


@dataclass(frozen=True, slots=True)
class MapFigure:
    """One choice of colouring: its code in the address, its words, and the overview's figure it shows."""

    code: str
    label: str | Promise
    part: str  # of PARTS
    attribute: str  # of AreaFigures
    rows_url: str  # name of the list behind the number
    rows_query: str  # its filters, with {place} for the commune and {year_ago}
    permission: str = "units.view_commune"

    def values(self, area: Area, day: datetime.date) -> MapValues:
        """The figure of each of the area's keys on ``day``."""
        return MapValues(self, PARTS[self.part](area, day))


@dataclass(frozen=True, slots=True)
class MapValues:
    """A figure's values by key; a key without a row has the figure of an empty row."""

    figure: MapFigure
    rows: Mapping[int, Any]

    def of(self, key: int) -> int | None:
        """The value of one key; None where it is unknown, which is not zero."""
        part = {self.figure.part: self.rows[key]} if key in self.rows else {}
        value: int | None = getattr(AreaFigures(**part), self.figure.attribute)
        return value


MAP_FIGURES: tuple[MapFigure, ...] = (
    MapFigure("short", _("Force short"), "strength", "short", "commune_detail", ""),
    MapFigure(
        "present", _("Force present"), "strength", "present", "officer_list", "regular=0&{place}"
    ),
    MapFigure(
        "regular", _("Regular police"), "strength", "regular", "officer_list", "regular=1&{place}"
    ),
    MapFigure(
        "departures",
        _("Departures in 12 months"),
        "departures",
        "departed",
        "officer_list",
        "status=left&left_after={year_ago}&{place}",
    ),
    MapFigure(
        "stations",
        _("Without a station"),
        "stations",
        "stations_missing",
        "station_list",
        "tenure=none&{place}",
    ),
    MapFigure(
        "equipment",
        _("Equipment short"),
        "equipment",
        "equipment_short",
        "equipment_list",
        "{place}",
    ),
    MapFigure(
        "hotspots",
        _("Complicated places"),
        "places",
        "places_open",
        "hotspot_list",
        "state=open&{place}",
        "incidents.view_hotspot",
    ),
    MapFigure(
        "reviews",
        _("Reviews overdue"),
        "places",
        "reviews_overdue",
        "hotspot_list",
        "overdue=1&{place}",
        "incidents.view_hotspot",
    ),
)
