"""Beside a consolidated report: each unit's figures, and what the same communes had in earlier periods."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from reports.domain.consolidation import sums_of, with_formulas
from reports.domain.counted import CountedUnit, Way, sources_of
from reports.domain.parts import FormParts
from reports.models import ReportingPeriod, ReportValue
from units.domain.scope import Scope
from units.models import Jurisdiction

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
        else with_formulas(parts, _added(typed.get(report.pk, {}) for report in unit.reports))
        for unit in units
    ]


def _added(figures: Iterable[Mapping[str, Decimal]]) -> dict[str, Decimal]:
    total: dict[str, Decimal] = {}
    for one in figures:
        for code, number in one.items():
            total[code] = total.get(code, Decimal(0)) + number
    return total


def earlier_sums(
    parts: FormParts,
    period: ReportingPeriod | None,
    jurisdiction: Jurisdiction,
    scope: Scope,
    way: Way,
    *,
    today: datetime.date,
) -> Figures:
    """Return what the reports of an earlier period add up to, where the jurisdiction made none itself.

    Five queries at most; nothing without a period.
    """
    if period is None:
        return {}
    sources = sources_of(period, jurisdiction, scope, way, today=today)
    return with_formulas(parts, sums_of([report.pk for report in sources.counted]))
