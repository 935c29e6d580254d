"""Who has filed: units × periods of one form, each cell a report's status, each row and column its share."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import QuerySet

from reports.models import Report, ReportForm, ReportingPeriod
from reports.queries.filing import (
    FilingFigures,
    FilingStatus,
    counts_of_filing,
    figures_of_filing,
    filing_status,
)
from units.domain.scope import Scope
from units.models import Commune, Jurisdiction

SHOWN = 12
# Beyond this many communes a matrix has a row for each jurisdiction next below.
MOST_COMMUNES = 200


class FiledRow(NamedTuple):
    """What the table needs of one report; a nation has tens of thousands of them in twelve months."""

    pk: int
    period_id: int
    commune_id: int
    state: str
    due_at: datetime.datetime
    first_submitted_at: datetime.datetime | None
    excused_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One report of one unit: how it stands and where it is; or, for a jurisdiction's row, its counts."""

    report_id: int | None = None
    status: FilingStatus | None = None
    figures: FilingFigures = field(default_factory=FilingFigures)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A unit's reports by period, and its share on time over all of them."""

    key: int
    name: str
    cells: tuple[MatrixCell, ...]
    total: FilingFigures


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole table. ``by_branch`` where the rows are jurisdictions."""

    form: ReportForm
    periods: tuple[ReportingPeriod, ...]
    rows: tuple[MatrixRow, ...]
    columns: tuple[FilingFigures, ...]
    total: FilingFigures
    by_branch: bool = False


def latest_periods(form: ReportForm, scope: Scope, count: int = SHOWN) -> list[ReportingPeriod]:
    """Return the form's latest periods, the earliest first; one query."""
    periods: QuerySet[ReportingPeriod] = ReportingPeriod.objects.visible_to(scope)
    found = list(periods.filter(form=form).order_by("-last_day", "-pk")[:count])
    return found[::-1]


def matrix_of(
    form: ReportForm,
    periods: Sequence[ReportingPeriod],
    scope: Scope,
    now: datetime.datetime,
    *,
    jurisdiction: Jurisdiction | None = None,
) -> Matrix:
    """Return who has filed what; three queries at most, whatever the number of units and periods."""
    reports = Report.objects.visible_to(scope).filter(
        period__in=[period.pk for period in periods], number=0, commune__isnull=False
    )
    if jurisdiction is not None:
        reports = reports.filter(commune__jurisdiction__path__startswith=jurisdiction.path)
    reports = reports.order_by()
    communes = list(
        Commune.objects.filter(pk__in=reports.values("commune")).only(
            "pk", "name", "kind", "sort_key"
        )[: MOST_COMMUNES + 1]
    )
    by_branch = len(communes) > MOST_COMMUNES
    if by_branch:
        rows, in_period = _branches(reports, periods, now, jurisdiction)
    else:
        rows, in_period = _units(reports, communes, periods, now)
    columns = tuple(in_period.get(period.pk, FilingFigures()) for period in periods)
    return Matrix(form, tuple(periods), rows, columns, sum(columns, FilingFigures()), by_branch)


Rows = tuple[tuple[MatrixRow, ...], Mapping[int, FilingFigures]]


def _units(
    reports: QuerySet[Report],
    communes: Iterable[Commune],
    periods: Sequence[ReportingPeriod],
    now: datetime.datetime,
) -> Rows:
    """One row for each commune, in the order of names, and the counts of each period."""
    of_unit: dict[int, dict[int, FiledRow]] = {}
    in_period: dict[int, list[FiledRow]] = {}
    for report in (FiledRow(*row) for row in reports.values_list(*FiledRow._fields)):
        of_unit.setdefault(report.commune_id, {})[report.period_id] = report
        in_period.setdefault(report.period_id, []).append(report)
    rows = tuple(
        MatrixRow(
            one.pk,
            one.full_name,
            tuple(_cell(of_unit[one.pk].get(period.pk), now) for period in periods),
            figures_of_filing(of_unit[one.pk].values(), now),
        )
        for one in sorted(communes, key=lambda one: one.sort_key)
        if one.pk in of_unit
    )
    return rows, {key: figures_of_filing(some, now) for key, some in in_period.items()}


def _cell(report: FiledRow | None, now: datetime.datetime) -> MatrixCell:
    if report is None:
        return MatrixCell()
    return MatrixCell(report.pk, filing_status(report, now))


def _branches(
    reports: QuerySet[Report],
    periods: Sequence[ReportingPeriod],
    now: datetime.datetime,
    above: Jurisdiction | None,
) -> Rows:
    """One row for each jurisdiction next below, with the counts of its communes, and those of each period.

    The database counts by jurisdiction and period: a nation has tens of thousands of reports in a year.
    """
    depth = above.path.count("/") if above else 2
    counted: dict[int, dict[int, FilingFigures]] = {}
    in_period: dict[int, FilingFigures] = {}
    places = reports.values_list("period_id", "commune__jurisdiction__path")
    for period_id, path, *numbers in places.annotate(**counts_of_filing(now)):
        figures = FilingFigures(*numbers)
        steps = path.strip("/").split("/")
        by_period = counted.setdefault(int(steps[min(depth - 1, len(steps) - 1)]), {})
        for total in (by_period, in_period):
            total[period_id] = total.get(period_id, FilingFigures()) + figures
    names = dict(Jurisdiction.objects.filter(pk__in=counted).values_list("pk", "name"))
    rows = [
        MatrixRow(
            key,
            names[key],
            tuple(
                MatrixCell(figures=by_period.get(period.pk, FilingFigures())) for period in periods
            ),
            sum(by_period.values(), FilingFigures()),
        )
        for key, by_period in counted.items()
    ]
    return tuple(sorted(rows, key=lambda row: row.name)), in_period
