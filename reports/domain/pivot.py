"""Indicators over time as a table: units or indicators down, periods across, sums by the form's own rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from reports.domain.expressions import ExpressionError, parse
from reports.domain.parts import FormParts
from reports.domain.rules import computed
from reports.models import Indicator, ReportForm, ReportingPeriod
from reports.queries.series import Figures, figures_over_time
from units.domain.scope import Scope
from units.models import Commune
from units.queries.successors import Successors, read_successors


@dataclass(frozen=True)
class PivotRow:
    """One line: its name, the commune where it is one, a figure for each period (``None``: nothing filed)."""

    name: str
    cells: Sequence[Decimal | None]
    commune_id: int | None = None


@dataclass(frozen=True)
class Pivot:
    """The table. ``total`` is of the whole place; ``divided`` names communes left out of a successor's sums."""

    periods: Sequence[ReportingPeriod]
    rows: Sequence[PivotRow]
    total: PivotRow | None
    divided: Sequence[str] = ()


@dataclass(frozen=True)
class Question:
    """What is asked: which form's indicators, of which communes, in which periods."""

    form: ReportForm
    parts: FormParts
    indicators: Sequence[Indicator]
    periods: Sequence[ReportingPeriod]
    communes: Mapping[int, Commune]
    with_successors: bool = False


def needed_codes(parts: FormParts, indicators: Iterable[Indicator]) -> set[str]:
    """Return the codes of the indicators and of every line that their formulas need."""
    waiting, found = list(indicators), set()
    while waiting:
        one = waiting.pop()
        if one.code in found:
            continue
        found.add(one.code)
        if one.formula:
            try:
                lines = parse(one.formula).lines
            except ExpressionError:
                continue
            waiting += [parts.by_line[line] for line in lines if line in parts.by_line]
    return found


def pivot_of(question: Question, scope: Scope) -> Pivot:
    """Return communes × periods for one indicator, or indicators × periods for several; two queries."""
    codes = needed_codes(question.parts, question.indicators)
    figures = figures_over_time(question.form, scope, question.periods, codes)
    successors = (
        read_successors(timezone.localdate())
        if question.with_successors
        else Successors({}, frozenset())
    )
    grouped = _by_unit(figures, question, successors)
    totals = _added(figures, question)
    if len(question.indicators) == 1:
        [one] = question.indicators
        rows = [
            PivotRow(
                commune.full_name,
                [
                    _figure(grouped.get((key, period.pk), {}), one, question.parts)
                    for period in question.periods
                ],
                key,
            )
            for key, commune in question.communes.items()
        ]
        rows = [row for row in rows if any(cell is not None for cell in row.cells)] or rows
        total = PivotRow(
            "",
            [
                _figure(totals.get(period.pk, {}), one, question.parts)
                for period in question.periods
            ],
        )
    else:
        rows = [
            PivotRow(
                f"{one.line} {one.name}",
                [
                    _figure(totals.get(period.pk, {}), one, question.parts)
                    for period in question.periods
                ],
            )
            for one in question.indicators
        ]
        total = None
    divided = [
        question.communes[key].full_name
        for key in sorted(successors.divided)
        if key in question.communes
    ]
    return Pivot(question.periods, rows, total, divided)


def _by_unit(
    figures: Figures, question: Question, successors: Successors
) -> dict[tuple[int, int], dict[str, Decimal]]:
    """Put figures under the commune that goes on; several are added."""
    found: dict[tuple[int, int], dict[str, Decimal]] = {}
    for (commune, period, code), number in figures.items():
        if commune not in question.communes and successors.last(commune) not in question.communes:
            continue
        unit = successors.last(commune)
        cell = found.setdefault((unit, period), {})
        cell[code] = cell.get(code, Decimal(0)) + number
    return found


def _added(figures: Figures, question: Question) -> dict[int, dict[str, Decimal]]:
    """Add the communes' figures by period."""
    found: dict[int, dict[str, Decimal]] = {}
    for (commune, period, code), number in figures.items():
        if commune in question.communes:
            cell = found.setdefault(period, {})
            cell[code] = cell.get(code, Decimal(0)) + number
    return found


def _figure(numbers: Mapping[str, Decimal], one: Indicator, parts: FormParts) -> Decimal | None:
    """Return one figure; a formula is reckoned anew from its parts, never added."""
    if not one.formula:
        return numbers.get(one.code)
    if not numbers:
        return None
    known = {each.pk: numbers.get(each.code) for each in parts.indicators if not each.formula}
    return computed(parts, known, {}).get(one.pk)
