"""The overview's table: rows of cells, heat, order."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import pgettext_lazy

from dashboards.domain.heat import HeatScale, heat_scale
from dashboards.queries.area_figures import AreaFigures
from dashboards.tables.overview_columns import FigureColumn, Place, list_address

DASH = "—"
TENURE_SIGNS = {
    "own": ("ok", "check-circle-fill", pgettext_lazy("station", "own")),
    "shared": ("warn", "circle-half", pgettext_lazy("station", "shared")),
    "rented": ("warn", "circle-half", pgettext_lazy("station", "rented")),
    "none": ("bad", "x-circle-fill", pgettext_lazy("station", "none")),
    "": ("quiet", "question-circle", pgettext_lazy("station", "not recorded")),
}


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
    if place.has_ended and column.is_of_ground:
        return Cell(str(column.label), DASH, None, is_figure=is_figure)
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
