"""Cells that differ from what the unit usually reports, said in words: a mark never blocks.

Counts of a commune are small and full of zeros, so there is no score: only the range of the last twelve
periods (PEERS.md names the false alarms of automatic limits).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.models import Report, ReportingPeriod, ReportValue
from reports.queries.earlier import regular_periods
from units.domain.scope import Scope

PERIODS = 12
FEWEST = 4


@dataclass(frozen=True, slots=True)
class UsualRange:
    """The smallest and largest figure of the last periods, and how many there were."""

    low: Decimal
    high: Decimal
    periods: int

    def is_unusual(self, number: Decimal | None) -> bool:
        """Tell whether ``number`` lies outside what was reported; never with fewer than four periods."""
        return number is not None and self.periods >= FEWEST and not self.low <= number <= self.high


def earlier_periods(period: ReportingPeriod) -> list[int]:
    """Return the keys of the last twelve periods before this one; one query."""
    return list(
        regular_periods(period)
        .filter(last_day__lt=period.first_day)
        .order_by("-last_day")
        .values_list("pk", flat=True)[:PERIODS]
    )


def usual_ranges(
    reports: Sequence[Report], periods: Sequence[int], scope: Scope
) -> Mapping[int, Mapping[str, UsualRange]]:
    """Return each commune's usual range by indicator code, over ``periods``; one query."""
    communes = [report.commune_id for report in reports if report.commune_id]
    rows = ReportValue.objects.visible_to(scope).filter(
        report__period__in=periods,
        report__is_current=True,
        report__first_submitted_at__isnull=False,
        commune__in=communes,
        number__isnull=False,
    )
    figures: dict[int, dict[str, list[Decimal]]] = {}
    for commune, code, number in rows.values_list("commune_id", "indicator__code", "number"):
        figures.setdefault(commune, {}).setdefault(code, []).append(number)
    return {
        commune: {
            code: UsualRange(min(numbers), max(numbers), len(numbers))
            for code, numbers in by_code.items()
        }
        for commune, by_code in figures.items()
    }


def unusual_counts(reports: Sequence[Report], scope: Scope) -> dict[int, int]:
    """Return how many cells of each report are unusual, by the report's key; three queries a period."""
    found: dict[int, int] = {}
    by_period: dict[int, list[Report]] = {}
    for report in reports:
        by_period.setdefault(report.period_id, []).append(report)
    for some in by_period.values():
        ranges = usual_ranges(some, earlier_periods(some[0].period), scope)
        values = ReportValue.objects.visible_to(scope).filter(
            report__in=[one.pk for one in some], number__isnull=False
        )
        for key, commune, code, number in values.values_list(
            "report_id", "commune_id", "indicator__code", "number"
        ):
            usual = ranges.get(commune, {}).get(code)
            if usual is not None and usual.is_unusual(number):
                found[key] = found.get(key, 0) + 1
    return found
