"""The overview's charts, as ``partials/chart_with_table.html`` takes them: the table is the source."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.domain.cards import written
from dashboards.tables.overview_columns import month_filters
from units.models import DepartureReason
from units.queries.departures import Departures
from units.queries.series import MonthPoint


@dataclass(frozen=True, slots=True)
class ChartCell:
    """A number and how it is written."""

    value: int | None
    text: str


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One point or bar."""

    label: str
    cells: list[ChartCell]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its table."""

    id: str
    title: str
    kind: str
    heads: list[str]
    rows: list[ChartRow]
    note: str = ""


def _cells(*values: int) -> list[ChartCell]:
    return [ChartCell(value, written(value)) for value in values]


def headcount_chart(points: list[MonthPoint]) -> Chart:
    """Headcount at the end of each whole month; each month links to the overview of its last day."""
    return Chart(
        "headcount-by-month",
        _("Headcount by month"),
        "line",
        [_("End of month"), _("Part-time force"), _("Regular police")],
        [
            ChartRow(
                f"{point.day:%m/%Y}",
                _cells(point.part_time, point.regular),
                f"{reverse('overview')}?day={point.day.isoformat()}",
            )
            for point in points
        ],
        _("Main posts on the last day of each month."),
    )


def incidents_chart(
    months: Sequence[tuple[datetime.date, int | None]], place: Mapping[str, Any]
) -> Chart:
    """Incidents of each whole month; each leads to its rows. ``place`` are the list filters that keep the area's rows."""
    address = reverse("incident_list")
    rows = []
    for first, count in months:
        url = f"{address}?{urlencode({**month_filters(first), **place})}" if count else ""
        rows.append(ChartRow(f"{first:%m/%Y}", [ChartCell(count, written(count))], url))
    return Chart(
        "incidents-by-month",
        _("Incidents by month"),
        "line",
        [_("Month"), _("Incidents")],
        rows,
        _("By the day on which they happened; — before the first entry of the books."),
    )


def reasons_chart(departures: Departures, place: Mapping[str, Any]) -> Chart:
    """Departures of 12 months by stated reason, most frequent first, beside the 12 months before; each reason links
    to its officers. ``place`` are the list filters that keep the area's rows."""
    labels = dict(DepartureReason.choices)
    span = {
        "left_after": departures.first_day.isoformat(),
        "left_before": departures.last_day.isoformat(),
        **place,
    }
    ordered = sorted(departures.by_reason.items(), key=lambda pair: (-pair[1][0], pair[0]))
    return Chart(
        "departures-by-reason",
        _("Departures by stated reason"),
        "bar-across",
        [_("Reason"), _("Last 12 months"), _("12 months before")],
        [
            ChartRow(
                str(labels.get(reason, reason)).capitalize(),
                _cells(*counts),
                f"{reverse('officer_list')}?{urlencode({**span, 'left_reason': reason})}",
            )
            for reason, counts in ordered
        ],
        _("%(first)s – %(last)s, by the last day of service.")
        % {
            "first": f"{departures.first_day:%d/%m/%Y}",
            "last": f"{departures.last_day:%d/%m/%Y}",
        },
    )
