"""The overview's columns: the figure of each, and the address of the rows behind it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboards.queries.area_figures import AreaFigures
from dashboards.queries.incident_months import Months
from incidents.queries import mediations, tip_rows
from units.domain.months import month_of
from units.queries.departures import year_before


@dataclass(frozen=True, slots=True)
class Place:
    """What a row stands for: a commune, a jurisdiction, or (``name`` for neither) everything. What happened in a commune
    that ``has_ended`` whole stands in the row of the one that goes on; its own may tell of people who still serve there."""

    name: str
    commune: int | None = None
    jurisdiction: int | None = None
    address: str = ""
    has_ended: bool = False

    @property
    def filters(self) -> dict[str, Any]:
        """The list filters that keep this place's rows."""
        if self.commune is not None:
            return {"commune": self.commune}
        return {"jurisdiction": self.jurisdiction} if self.jurisdiction is not None else {}


@lru_cache(maxsize=64)
def list_address(name: str) -> str:
    """Return a list's address; asked for once per list, not once per cell."""
    return reverse(name)


GROUND_LISTS = {"hotspot_list", "incident_list", "tip_list", "mediation_list"}
Filters = Callable[[datetime.date, bool], dict[str, Any]]
RowsBehind = Callable[[str, datetime.date, datetime.date], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """One column: its code in addresses, its value, the list behind it with its filters."""

    code: str
    label: str | Promise
    value: Callable[[AreaFigures], int | None]
    list_name: str = ""
    filters: Filters | None = None
    is_heated: bool = False
    permission: str = ""
    is_optional: bool = False  # left out where nothing is known of it anywhere

    @property
    def is_of_ground(self) -> bool:
        """True for what is counted with the ground, so with the commune that goes on."""
        return self.list_name in GROUND_LISTS

    def address(self, place: Place, day: datetime.date, is_today: bool) -> str:
        """Where the rows behind this column's number are; the place's own page where no list has them."""
        if not self.list_name or self.filters is None:
            return place.address
        filters = {**self.filters(day, is_today), **place.filters}
        return f"{list_address(self.list_name)}?{urlencode(filters or {'all': 1})}"


def serving_filters(**more: int) -> Filters:
    """Filters of the officers in post: today's, or those of another day."""

    def filters(day: datetime.date, is_today: bool) -> dict[str, Any]:
        when = {"status": "serving"} if is_today else {"on": day.isoformat()}
        return {**when, **more}

    return filters


def station_filters(tenure: str) -> Filters:
    """Filters of the stations of one tenure on a day."""
    return lambda day, is_today: {"tenure": tenure, "on": day.isoformat()}


def departed_filters(day: datetime.date, is_today: bool) -> dict[str, Any]:
    """Filters of the officers who left in the 12 months that end on ``day``."""
    first = year_before(day) + datetime.timedelta(days=1)
    return {"left_after": first.isoformat(), "left_before": day.isoformat()}


def last_month_rows(rows_behind: RowsBehind, count: str) -> Filters:
    """Filters of the rows behind a count of the last whole month before a day."""

    def filters(day: datetime.date, is_today: bool) -> dict[str, Any]:
        months = Months.of(day)
        rows = dict(rows_behind(count, months.last, months.last_day))
        return {**rows, **communes_then(day, is_today)}

    return filters


def last_month_filters(day: datetime.date, is_today: bool) -> dict[str, Any]:
    """Filters of the incidents of the last whole month before ``day``."""
    return {**month_filters(Months.of(day).last), **communes_then(day, is_today)}


def month_filters(first: datetime.date) -> dict[str, str]:
    """Filters of the incidents of the month that begins on ``first``."""
    last = month_of(first, 1) - datetime.timedelta(days=1)
    return {"happened_after": first.isoformat(), "happened_before": last.isoformat()}


def communes_then(day: datetime.date, is_today: bool) -> dict[str, str]:
    """Filters that read the books as the communes were on an earlier day: what ended in another since stood alone."""
    return {} if is_today else {"line": day.isoformat()}


COLUMNS: tuple[FigureColumn, ...] = (
    FigureColumn("due", _("Due"), lambda row: row.due),
    FigureColumn(
        "present", _("Present"), lambda row: row.present, "officer_list", serving_filters(regular=0)
    ),
    FigureColumn("short", _("Short"), lambda row: row.short, is_heated=True),
    FigureColumn(
        "regular",
        _("Regular police"),
        lambda row: row.regular,
        "officer_list",
        serving_filters(regular=1),
    ),
    FigureColumn(
        "regular_short",
        _("Regular short"),
        lambda row: row.regular_short,
        is_heated=True,
        is_optional=True,
    ),
    FigureColumn(
        "departures",
        _("Departures, 12 months"),
        lambda row: row.departed,
        "officer_list",
        departed_filters,
        is_heated=True,
    ),
    FigureColumn(
        "stations",
        _("Station"),
        lambda row: row.stations_missing,
        "station_list",
        station_filters("none"),
        is_heated=True,
    ),
    FigureColumn(
        "equipment",
        _("Equipment short"),
        lambda row: row.equipment_short,
        "equipment_norms",
        lambda day, is_today: {} if is_today else {"day": day.isoformat()},
        is_heated=True,
    ),
    FigureColumn(
        "places",
        _("Complicated places"),
        lambda row: row.places_open,
        "hotspot_list",
        lambda day, is_today: {"state": "open", **communes_then(day, is_today)},
        is_heated=True,
        permission="incidents.view_hotspot",
    ),
    FigureColumn(
        "reviews",
        _("Reviews overdue"),
        lambda row: row.reviews_overdue,
        "hotspot_list",
        lambda day, is_today: {"overdue": 1, **communes_then(day, is_today)},
        is_heated=True,
        permission="incidents.view_hotspot",
    ),
    FigureColumn(
        "incidents",
        _("Incidents, last month"),
        lambda row: row.incidents_last_month,
        "incident_list",
        last_month_filters,
        is_heated=True,
        permission="incidents.view_incident",
    ),
    FigureColumn(
        "tips",
        _("Crime tips, last month"),
        lambda row: row.tips.received,
        "tip_list",
        last_month_rows(tip_rows.rows_behind, "received"),
        is_heated=True,
        permission="incidents.view_crimetip",
    ),
    FigureColumn(
        "tips_overdue",
        _("Crime tips overdue"),
        lambda row: row.tips.overdue,
        "tip_list",
        last_month_rows(tip_rows.rows_behind, "overdue"),
        is_heated=True,
        permission="incidents.view_crimetip",
    ),
    FigureColumn(
        "mediations",
        _("Mediations, last month"),
        lambda row: row.mediations.opened,
        "mediation_list",
        last_month_rows(mediations.rows_behind, "opened"),
        is_heated=True,
        permission="incidents.view_mediation",
    ),
)
