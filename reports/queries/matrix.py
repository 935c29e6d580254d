"""Who has filed: units × periods of one form, each cell a report's status, each row and column its share."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import QuerySet

from reports.models import Report, ReportForm, ReportingPeriod
from reports.queries.filing import FilingFigures, FilingStatus, figures_of_filing, filing_status
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
    """Return who has filed what; two queries, whatever the number of units and periods."""
    reports = Report.objects.visible_to(scope).filter(
        period__in=[period.pk for period in periods], number=0, commune__isnull=False
    )
    if jurisdiction is not None:
        reports = reports.filter(commune__jurisdiction__path__startswith=jurisdiction.path)
    found = [FiledRow(*row) for row in reports.order_by().values_list(*FiledRow._fields)]
    communes = {
        one.pk: one
        for one in Commune.objects.filter(pk__in={report.commune_id for report in found})
        .select_related("jurisdiction")
        .only("pk", "name", "kind", "sort_key", "jurisdiction__path", "jurisdiction__name")
    }
    by_branch = len(communes) > MOST_COMMUNES
    rows = (
        _branches(found, communes, periods, now, jurisdiction)
        if by_branch
        else _units(found, communes, periods, now)
    )
    in_period: dict[int, list[FiledRow]] = {}
    for one in found:
        in_period.setdefault(one.period_id, []).append(one)
    columns = tuple(figures_of_filing(in_period.get(period.pk, ()), now) for period in periods)
    return Matrix(form, tuple(periods), rows, columns, sum(columns, FilingFigures()), by_branch)


def _units(
    reports: Iterable[FiledRow],
    communes: Mapping[int, Commune],
    periods: Sequence[ReportingPeriod],
    now: datetime.datetime,
) -> tuple[MatrixRow, ...]:
    of_unit: dict[int, dict[int, FiledRow]] = {}
    for report in reports:
        of_unit.setdefault(report.commune_id, {})[report.period_id] = report
    rows = [
        MatrixRow(
            key,
            communes[key].full_name,
            tuple(_cell(by_period.get(period.pk), now) for period in periods),
            figures_of_filing(by_period.values(), now),
        )
        for key, by_period in of_unit.items()
    ]
    return tuple(sorted(rows, key=lambda row: communes[row.key].sort_key))


def _cell(report: FiledRow | None, now: datetime.datetime) -> MatrixCell:
    if report is None:
        return MatrixCell()
    return MatrixCell(report.pk, filing_status(report, now))


def _branches(
    reports: Iterable[FiledRow],
    communes: Mapping[int, Commune],
    periods: Sequence[ReportingPeriod],
    now: datetime.datetime,
    above: Jurisdiction | None,
) -> tuple[MatrixRow, ...]:
    """One row for each jurisdiction next below, with the counts of its communes."""
    depth = above.path.count("/") if above else 2
    counted: dict[int, dict[int, list[FiledRow]]] = {}
    for report in reports:
        path = communes[report.commune_id].jurisdiction.path.strip("/").split("/")
        key = int(path[min(depth - 1, len(path) - 1)])
        counted.setdefault(key, {}).setdefault(report.period_id, []).append(report)
    names = dict(Jurisdiction.objects.filter(pk__in=counted).values_list("pk", "name"))
    rows = [
        MatrixRow(
            key,
            names[key],
            tuple(
                MatrixCell(figures=figures_of_filing(by_period.get(period.pk, ()), now))
                for period in periods
            ),
            figures_of_filing((one for some in by_period.values() for one in some), now),
        )
        for key, by_period in counted.items()
    ]
    return tuple(sorted(rows, key=lambda row: row.name))
