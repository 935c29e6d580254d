"""The overview's table: its columns, the address of the rows behind each number, heat, order."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dashboards.domain.heat import HeatScale, heat_scale
from dashboards.queries.area_figures import AreaFigures
from dashboards.queries.incident_months import Months
from units.queries.departures import year_before

DASH = "—"
TENURE_SIGNS = {
    "own": ("ok", "check-circle-fill", pgettext_lazy("station", "own")),
    "shared": ("warn", "circle-half", pgettext_lazy("station", "shared")),
    "rented": ("warn", "circle-half", pgettext_lazy("station", "rented")),
    "none": ("bad", "x-circle-fill", pgettext_lazy("station", "none")),
    "": ("quiet", "question-circle", pgettext_lazy("station", "not recorded")),
}


@dataclass(frozen=True, slots=True)
class Place:
    """What a row stands for: a commune, a jurisdiction, or (``name`` for neither) everything."""

    name: str
    commune: int | None = None
    jurisdiction: int | None = None
    address: str = ""

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


Filters = Callable[[datetime.date, bool], dict[str, Any]]


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


def departed_filters(day: datetime.date, is_today: bool) -> dict[str, Any]:
    """Filters of the officers who left in the 12 months that end on ``day``."""
    first = year_before(day) + datetime.timedelta(days=1)
    return {"left_after": first.isoformat(), "left_before": day.isoformat()}


def last_month_filters(day: datetime.date, is_today: bool) -> dict[str, Any]:
    """Filters of the incidents of the last whole month before ``day``."""
    months = Months.of(day)
    return {
        "happened_after": months.last.isoformat(),
        "happened_before": months.last_day.isoformat(),
    }


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
        lambda day, is_today: {"tenure": "none"},
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
        lambda day, is_today: {"state": "open"},
        is_heated=True,
        permission="incidents.view_hotspot",
    ),
    FigureColumn(
        "reviews",
        _("Reviews overdue"),
        lambda row: row.reviews_overdue,
        "hotspot_list",
        lambda day, is_today: {"overdue": 1},
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
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the table: as text, with its step of heat, address and any sign beside it."""

    label: str
    text: str
    value: int | None
    url: str = ""
    step: int | None = None
    tone: str = ""
    icon: str = ""
    is_marked: bool = False
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One place with its cells; ``step`` colours it on the map."""

    key: int
    place: Place
    cells: list[Cell]
    step: int | None = None


@dataclass(frozen=True, slots=True)
class OverviewTable:
    """The table as it is shown and exported."""

    columns: Sequence[FigureColumn]
    figure: FigureColumn
    scale: HeatScale
    rows: list[Row]
    total: list[Cell]


def number(value: int | None) -> str:
    """Write a count the reader's way; a dash where it is unknown, which is not zero."""
    return DASH if value is None else str(number_format(value, use_l10n=True, force_grouping=True))


def build_table(
    columns: Sequence[FigureColumn],
    places: Iterable[tuple[int, Place]],
    figures: Mapping[int, AreaFigures],
    total: tuple[Place, AreaFigures],
    *,
    day: datetime.date,
    is_today: bool,
    figure: str,
    sort: str,
) -> OverviewTable:
    """Return the table of ``places`` in the order asked for; unknown values come last in any order."""
    chosen = next((c for c in columns if c.code == figure and c.is_heated), None) or next(
        c for c in columns if c.is_heated
    )
    scales = {
        column.code: heat_scale(column.value(row) for row in figures.values())
        for column in columns
        if column.is_heated
    }

    def cells(place: Place, row: AreaFigures, *, heated: bool = True) -> list[Cell]:
        made = []
        for column in columns:
            value = column.value(row)
            step = scales[column.code].step(value) if heated and column.is_heated else None
            made.append(_cell(column, value, row, place, step, column is chosen, day, is_today))
        return made

    rows = [
        Row(
            key,
            place,
            cells(place, figures[key]),
            scales[chosen.code].step(chosen.value(figures[key])),
        )
        for key, place in _ordered(columns, list(places), figures, sort)
    ]
    return OverviewTable(columns, chosen, scales[chosen.code], rows, cells(*total, heated=False))


def _cell(
    column: FigureColumn,
    value: int | None,
    row: AreaFigures,
    place: Place,
    step: int | None,
    is_figure: bool,
    day: datetime.date,
    is_today: bool,
) -> Cell:
    url = "" if value is None else column.address(place, day, is_today)
    label = str(column.label)
    if column.code == "stations" and place.commune is not None:
        tone, icon, text = TENURE_SIGNS[row.stations.tenure]
        url = f"{list_address('station_list')}?commune={place.commune}"
        return Cell(label, str(text), value, url, None, tone, icon, is_figure=is_figure)
    marked = column.code == "departures" and row.departures.is_marked
    return Cell(label, number(value), value, url, step, is_marked=marked, is_figure=is_figure)


def _ordered(
    columns: Sequence[FigureColumn],
    places: list[tuple[int, Place]],
    figures: Mapping[int, AreaFigures],
    sort: str,
) -> list[tuple[int, Place]]:
    column = next((c for c in columns if c.code == sort.removeprefix("-")), None)
    if column is None:
        return places
    known = [pair for pair in places if column.value(figures[pair[0]]) is not None]
    unknown = [pair for pair in places if column.value(figures[pair[0]]) is None]
    known.sort(key=lambda pair: column.value(figures[pair[0]]) or 0, reverse=sort.startswith("-"))
    return known + unknown
