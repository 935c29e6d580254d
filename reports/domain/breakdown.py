"""Beside a consolidated report: each unit's figures, and what the same communes had in earlier periods."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal

from reports.domain.consolidation import added_up, sums_of, way_of, with_formulas
from reports.domain.counted import CountedUnit
from reports.domain.parts import FormParts
from reports.models import ACCEPTED, FILED, Report, ReportingPeriod, ReportValue
from reports.queries.below import commune_rows
from units.domain.scope import Scope
from units.queries.successors import communes_going_on, read_successors

Figures = Mapping[str, Decimal | None]


def figures_of_units(parts: FormParts, units: Sequence[CountedUnit], scope: Scope) -> list[Figures]:
    """Return every unit's numbers by the indicator's code, in the order of ``units``; one query.

    Those of several reports are added, with their rates reckoned anew.
    """
    keys = [report.pk for unit in units for report in unit.reports]
    rows = (
        ReportValue.objects.visible_to(scope)
        .filter(report__in=keys, number__isnull=False)
        .values_list("report_id", "indicator__code", "indicator__formula", "number")
    )
    stored: dict[int, dict[str, Decimal | None]] = {}
    typed: dict[int, dict[str, Decimal]] = {}
    for key, code, formula, number in rows:
        stored.setdefault(key, {})[code] = number
        if not formula:
            typed.setdefault(key, {})[code] = number
    return [
        stored.get(unit.reports[0].pk, {})
        if len(unit.reports) == 1
        else with_formulas(parts, added_up(typed.get(report.pk, {}) for report in unit.reports))
        for unit in units
    ]


def earlier_sums(
    report: Report,
    period: ReportingPeriod,
    parts: FormParts,
    scope: Scope,
    *,
    today: datetime.date,
) -> Figures:
    """Return what the communes inside a report that was added up filed in an earlier period; like is compared
    with like, so nothing where one of them has no report there that counts. Four queries at most."""
    assert report.jurisdiction is not None
    assert report.basis is not None
    held, way = set(report.basis["communes"]), way_of(report)
    after = communes_going_on(read_successors(today)) if way.with_successors else {}
    arriving = [key for key, one in after.items() if one.pk in held]
    states = FILED if way.with_unapproved else ACCEPTED
    keys, covered = [], set()
    for row in commune_rows(period, report.jurisdiction, scope, arriving):
        successor = after.get(row.commune_id)
        counts_for = (
            row.commune_id if row.commune_id in held else successor.pk if successor else None
        )
        if row.state in states and counts_for in held:
            keys.append(row.pk)
            covered.add(counts_for)
    if not held or covered != held:
        return {}
    return with_formulas(parts, sums_of(keys))
