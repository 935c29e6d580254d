"""The figures that stand on the overview's cards and in no column of its table: each with the rows behind it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboards.queries.area_figures import AreaFigures
from dashboards.queries.incident_months import Months
from dashboards.tables.overview_columns import (
    FigureColumn,
    Filters,
    communes_then,
    last_month_rows,
    month_filters,
    station_filters,
)
from incidents.models import HotspotState
from incidents.queries import mediations, tip_rows

Value = Callable[[AreaFigures], int]


def _incidents(which: Callable[[Months], datetime.date]) -> Filters:
    """Filters of the incidents of one whole month about a day."""

    def filters(day: datetime.date, is_today: bool) -> dict[str, Any]:
        return {**month_filters(which(Months.of(day))), **communes_then(day, is_today)}

    return filters


def _of_incidents(
    code: str, label: Promise, value: Value, which: Callable[[Months], datetime.date]
) -> FigureColumn:
    return FigureColumn(
        f"incidents_{code}",
        label,
        value,
        "incident_list",
        _incidents(which),
        permission="incidents.view_incident",
    )


def _of_tips(count: str, label: Promise, right: str = "incidents.view_crimetip") -> FigureColumn:
    return FigureColumn(
        f"tips_{count}",
        label,
        lambda row: int(getattr(row.tips, count)),
        "tip_list",
        last_month_rows(tip_rows.rows_behind, count),
        permission=right,
    )


def _of_mediations(count: str, label: Promise) -> FigureColumn:
    return FigureColumn(
        f"mediations_{count}",
        label,
        lambda row: int(getattr(row.mediations, count)),
        "mediation_list",
        last_month_rows(mediations.rows_behind, count),
        permission="incidents.view_mediation",
    )


DECIDE = "incidents.decide_tip"

ON_CARDS: tuple[FigureColumn, ...] = (
    FigureColumn(
        "stations_shared",
        _("Stations shared with the People's Committee"),
        lambda row: row.stations.shared,
        "station_list",
        station_filters("shared"),
    ),
    FigureColumn(
        "stations_rented",
        _("Stations rented or lent"),
        lambda row: row.stations.rented,
        "station_list",
        station_filters("rented"),
    ),
    FigureColumn(
        "stations_unknown",
        _("Communes of whose station nothing is recorded"),
        lambda row: row.stations.unknown,
        "commune_list",
        lambda day, is_today: {"no_station_on": day.isoformat()},
    ),
    FigureColumn(
        "places_reported",
        _("Complicated places to be confirmed"),
        lambda row: row.places.by_state.get(HotspotState.REPORTED, 0),
        "hotspot_list",
        lambda day, is_today: {
            "state": HotspotState.REPORTED.value,
            **communes_then(day, is_today),
        },
        permission="incidents.view_hotspot",
    ),
    _of_incidents(
        "before",
        _("Incidents of the month before"),
        lambda row: row.incidents.before,
        lambda months: months.before,
    ),
    _of_incidents(
        "year_ago",
        _("Incidents of the same month last year"),
        lambda row: row.incidents.year_ago,
        lambda months: months.year_ago,
    ),
    _of_incidents(
        "running",
        _("Incidents of this month"),
        lambda row: row.incidents.running,
        lambda months: months.running,
    ),
    _of_tips("taken_up", _("Crime tips received and classified")),
    _of_tips("in_time", _("Crime tips resolved in time")),
    _of_tips("resolved", _("Crime tips resolved")),
    _of_tips("late", _("Crime tips open and overdue at the end of the month")),
    # A district has few of these at a time.
    _of_tips("to_accept", _("Crime tips to be accepted"), DECIDE),
    _of_tips("solving", _("Crime tips being solved"), DECIDE),
    _of_tips("suspended", _("Crime tips suspended"), DECIDE),
    _of_mediations("settled", _("Mediations settled")),
    _of_mediations("not_settled", _("Mediations not settled")),
    _of_mediations("referred", _("Mediations referred to court")),
    _of_mediations("ended", _("Mediations that ended")),
    _of_mediations("overdue", _("Follow-ups of mediations overdue")),
)
