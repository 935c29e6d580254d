"""Indicators over time as a table: units or indicators down, periods across, sums by the form's own rules."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.domain.consolidation import added_up, with_formulas
from reports.domain.expressions import ExpressionError, parse
from reports.domain.parts import FormParts
from reports.models import Indicator, OverTime, ReportForm, ReportingPeriod
from reports.queries.series import (
    Reporting,
    counts_by_period,
    figures_by_unit,
    standing_by_unit,
)
from units.models import Jurisdiction
from units.queries.successors import NOBODY, communes_going_on, read_successors

# Beyond this many communes there is a row for each jurisdiction next below.
MOST_ROWS = 200

Numbers = Mapping[str, Decimal]


@dataclass(frozen=True)
class PivotRow:
    """One line: its name, a figure for each period (``None``: nothing filed), and one for the whole time."""

    name: str
    cells: Sequence[Decimal | None]
    whole: Decimal | None = None
    commune_id: int | None = None
    jurisdiction_id: int | None = None


@dataclass(frozen=True)
class Pivot:
    """The table. ``total`` is of the whole place; ``counts`` says of each period how many reports count and
    how many were expected; ``divided`` names communes left out of a successor's sums."""

    periods: Sequence[ReportingPeriod]
    rows: Sequence[PivotRow]
    total: PivotRow | None
    counts: Sequence[tuple[int, int]]
    divided: Sequence[str] = ()


@dataclass(frozen=True)
class Question:
    """What is asked: which form's indicators, in which periods, of which communes.

    ``communes`` are those that had to report; ``chosen`` (empty: all) and ``jurisdiction`` narrow them.
    """

    form: ReportForm
    parts: FormParts
    indicators: Sequence[Indicator]
    periods: Sequence[ReportingPeriod]
    communes: Sequence[Reporting]
    jurisdiction: Jurisdiction | None = None
    chosen: Collection[int] = ()
    with_successors: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """A unit of its own row, and where its communes lie."""

    key: int
    name: str
    sort_key: str
    path: str
    is_commune: bool = True


def pivot_of(question: Question, *, today: datetime.date) -> Pivot:
    """Return units × periods for one indicator, or indicators × periods for several; seven queries at most."""
    units, divided = _units(question, today)
    rows = {row.key: row for row in units.values()}
    places = {commune: row.key for commune, row in units.items()}
    codes = needed_codes(question.parts, question.indicators)
    grouped: dict[int, dict[int, dict[str, Decimal]]] = {}
    together: dict[int, dict[str, Decimal]] = {}
    figures = figures_by_unit(question.form, places, question.periods, codes)
    for (key, period, code), number in figures.items():
        grouped.setdefault(key, {}).setdefault(period, {})[code] = number
        total = together.setdefault(period, {})
        total[code] = total.get(code, Decimal(0)) + number
    standing: dict[int, dict[str, Decimal]] = {}
    for rule in (OverTime.FIRST, OverTime.LAST):
        stood = standing_by_unit(question.form, places, question.periods, codes, rule)
        for key, found in stood.items():
            standing.setdefault(key, {}).update(found)
    stands = added_up(standing.values())
    counted = counts_by_period(places, question.periods)
    counts = [counted.get(period.pk, (0, 0)) for period in question.periods]
    if len(question.indicators) != 1:
        lines = [
            _line(f"{one.line} {one.name}", one, together, stands, question)
            for one in question.indicators
        ]
        return Pivot(question.periods, lines, None, counts, divided)
    [one] = question.indicators
    ordered = sorted(rows.values(), key=lambda row: (row.sort_key, row.key))
    lines = [
        _line(row.name, one, grouped.get(row.key, {}), standing.get(row.key, {}), question, row)
        for row in ordered
    ]
    whole_place = _line("", one, together, stands, question)
    return Pivot(question.periods, lines, whole_place, counts, divided)


def _units(question: Question, today: datetime.date) -> tuple[dict[int, _Row], list[str]]:
    """Return under which row each commune counts, and the names of those that were divided."""
    successors = read_successors(today) if question.with_successors else NOBODY
    going_on = communes_going_on(successors) if question.with_successors else {}
    top = question.jurisdiction.path if question.jurisdiction else ""
    units: dict[int, _Row] = {}
    divided = []
    for one in question.communes:
        after = going_on.get(one.pk)
        row = (
            _Row(after.pk, after.name, after.sort_key, after.path)
            if after
            else _Row(one.pk, one.name, one.sort_key, one.path)
        )
        if not row.path.startswith(top) or (question.chosen and row.key not in question.chosen):
            continue
        units[one.pk] = row
        if one.pk in successors.divided:
            divided.append(one.name)
    if len({row.key for row in units.values()}) > MOST_ROWS:
        return _branches(units, top), divided
    return units, divided


def _branches(units: Mapping[int, _Row], top: str) -> dict[int, _Row]:
    """Put communes under the jurisdiction next below ``top``; those directly in it under it; one query."""
    depth = max(top.strip("/").count("/") + 1, 1) if top else 1
    keys = {}
    for commune, row in units.items():
        path = row.path.strip("/").split("/")
        keys[commune] = int(path[min(depth, len(path) - 1)])
    found = Jurisdiction.objects.in_bulk(set(keys.values()))
    return {
        commune: _Row(key, found[key].name, found[key].name, found[key].path, is_commune=False)
        for commune, key in keys.items()
    }


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


def _line(
    name: str,
    one: Indicator,
    by_period: Mapping[int, Numbers],
    stands: Numbers,
    question: Question,
    row: _Row | None = None,
) -> PivotRow:
    """One line of the table; a formula is reckoned anew from its parts, never added or averaged. Over the whole
    time what happened is added up, and what stands is as ``stands`` says."""
    numbers = [by_period.get(period.pk, {}) for period in question.periods]
    is_commune = row is not None and row.is_commune
    return PivotRow(
        name=name,
        cells=[_figure(each, one, question.parts) for each in numbers],
        whole=_figure({**_happened(question.parts, numbers), **stands}, one, question.parts),
        commune_id=row.key if row and is_commune else None,
        jurisdiction_id=row.key if row and not is_commune else None,
    )


def _happened(parts: FormParts, numbers: Iterable[Numbers]) -> dict[str, Decimal]:
    """Add up over the periods what happens, and leave out what stands."""
    added = added_up(numbers)
    return {
        code: number
        for code, number in added.items()
        if (one := parts.by_code.get(code)) is None or one.over_time == OverTime.SUM
    }


def _figure(numbers: Numbers, one: Indicator, parts: FormParts) -> Decimal | None:
    return with_formulas(parts, numbers).get(one.code) if one.formula else numbers.get(one.code)
