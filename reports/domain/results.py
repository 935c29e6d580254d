"""The results of a stretch of time compared with the one before and with the same days a year ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reports.domain.opening import version_for
from reports.domain.parts import FormParts, parts_of
from reports.domain.rules import computed
from reports.models import OverTime, ReportForm
from reports.queries.results import (
    Reported,
    ResultLine,
    Span,
    Sums,
    periods_before,
    periods_within,
    reported_over,
)
from units.queries.area import Area

# Of the reports that count in two stretches, the fewer must be so large a share of the more.
ALIKE = 0.9


@dataclass(frozen=True, slots=True)
class Results:
    """Every numeric line compared, with what was reported in each of the three stretches."""

    lines: Sequence[ResultLine]
    now: Reported
    before: Reported
    year_ago: Reported

    def is_comparable(self, other: Reported) -> bool:
        """Tell whether what was added up now and then covers as many periods and about as many reports: ten
        communes beside seventeen would read as a fall."""
        fewer, more = sorted((self.now.counted, other.counted))
        return other.periods == self.now.periods and fewer >= ALIKE * more


def results_of(form: ReportForm, area: Area, span: Span) -> Results | None:
    """Return every numeric line of the form's newest version compared; nothing before it has one.

    The stretch before has as many periods as this one. Rates are reckoned anew from their parts, never added
    or averaged. What was added up over other numbers of periods or reports than now is not compared: those
    lines have no figure. Twenty-four queries at most.
    """
    version = version_for(form, span.last)
    if version is None:
        return None
    parts = parts_of(version)
    rules = {one.code: one.over_time for one in parts.indicators if one.is_number and one.is_keyed}
    periods = periods_within(form, span)
    before = periods_before(form, periods)
    now, *earlier = (
        reported_over(form, area, one, rules)
        for one in (periods, before, periods_within(form, span.year_ago))
    )
    results = Results((), now, *earlier)
    told = [
        _with_formulas(
            parts, one.sums if results.is_comparable(one) else _standing(one.sums, rules)
        )
        for one in (now, *earlier)
    ]
    lines = [
        ResultLine(one, *(figures.get(one.pk) for figures in told))
        for one in parts.indicators
        if one.is_number
    ]
    return replace(results, lines=lines)


def _standing(sums: Sums, rules: dict[str, str]) -> Sums:
    """Keep what stands at the end, which no missing period changes; the beginning may not have been reported."""
    return {code: number for code, number in sums.items() if rules[code] == OverTime.LAST}


def _with_formulas(parts: FormParts, sums: Sums) -> dict[int, Decimal | None]:
    numbers: dict[int, Decimal | None] = {
        one.pk: sums.get(one.code) for one in parts.indicators if one.is_number and one.is_keyed
    }
    if not sums:
        return numbers
    return {**numbers, **computed(parts, numbers, {})}
