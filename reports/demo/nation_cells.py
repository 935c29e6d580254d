"""The cells of a commune's month for measuring: invented by the form's own rules, and what the records give."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from reports.demo import words
from reports.demo.figures import invent_month
from reports.domain.filling import as_fields, as_source
from reports.domain.parts import FormParts, parts_of
from reports.domain.rules import computed, is_large_change
from reports.domain.sources import read_sources
from reports.models import Indicator, IndicatorKind, Report, ReportingPeriod, ReportValue
from reports.queries.earlier import figures_of, previous_and_year_ago
from units.domain.scope import Scope
from units.models import Commune
from units.queries.area import Area

TEXTS = {
    "situation_security": words.SECURITY,
    "situation_order": words.ORDER,
    "plan": words.PLANS,
    "proposals": words.PROPOSALS,
}
DIFFICULT_SHARE = 0.4
Given = Mapping[str, Mapping[int, Any]]


@dataclass(slots=True)
class Filled:
    """One cell that holds something; ``is_sourced`` where the records gave it."""

    indicator: Indicator
    number: Decimal | None = None
    text: str = ""
    rows: list[dict[str, Any]] | None = None
    is_sourced: bool = False
    explanation: str = ""


@dataclass(slots=True)
class Writing:
    """What goes with one commune from month to month; ``last`` are the figures of the month before."""

    commune: Commune
    random: Random
    last: Mapping[int, Decimal | None]


def begin_writing(commune: Commune) -> Writing:
    """Return a commune at its first month; what it will report depends on its code alone."""
    random = Random(f"806:reports:{commune.code}")  # noqa: S311  (the same draw every time is the point)
    return Writing(commune, random, {})


def from_records(period: ReportingPeriod, parts: FormParts, area: Area) -> Given:
    """Return what the records gave at the end of the period, or today, of every commune at once."""
    codes = {one.source for one in parts.sourced}
    day = min(period.last_day, timezone.localdate())
    return read_sources(codes, area, period.first_day, period.last_day, day)


def month_cells(
    period: ReportingPeriod, parts: FormParts, writing: Writing, given: Given
) -> Iterator[Filled]:
    """Yield the cells in the order of the form; a figure far from last month's with its explanation."""
    size = (writing.commune.population or 10_000) / 10_000
    month = period.last_day.replace(day=1)
    invented = invent_month(writing.random, month, size)
    filled = {one.pk: _filled(one, writing, invented, given) for one in parts.keyed}
    numbers = {key: cell.number if cell else None for key, cell in filled.items()}
    numbers.update(computed(parts, numbers, {}))
    for one in parts.indicators:
        cell = Filled(one, numbers[one.pk]) if one.formula else filled[one.pk]
        if cell is not None:
            cell.explanation = _explanation(one, cell.number, writing.last.get(one.pk))
            yield cell
    writing.last = numbers


def _filled(
    one: Indicator, writing: Writing, invented: Mapping[str, int], given: Given
) -> Filled | None:
    """A keyed cell: what the records gave, else what was invented; nothing where it stays empty."""
    if one.source:
        found = given[one.source].get(writing.commune.pk)
        return Filled(one, **as_fields(one, found), is_sourced=True)
    if one.code in invented:
        return Filled(one, Decimal(invented[one.code]))
    if one.kind == IndicatorKind.TABLE:
        return _difficulty(one, writing.random)
    sentences = TEXTS.get(one.code)
    return Filled(one, text=writing.random.choice(sentences)) if sentences else None


def _difficulty(one: Indicator, random: Random) -> Filled | None:
    if random.random() > DIFFICULT_SHARE:
        return None
    kind, what, proposal = random.choice(words.DIFFICULTIES)
    return Filled(one, rows=[{"kind": kind, "what": what, "proposal": proposal}])


def _explanation(one: Indicator, number: Decimal | None, before: Decimal | None) -> str:
    if one.explain_beyond is None or number is None or before is None:
        return ""
    if not is_large_change(number, before, Decimal(one.explain_beyond)):
        return ""
    return words.EXPLAINED[number < before]


def fill_draft(report: Report, *, scope: Scope, now: datetime.datetime) -> None:
    """Fill an empty draft as its commune would, so that nothing stands against submitting it."""
    assert report.commune is not None
    parts = parts_of(report.period.form_version)
    previous, _year_ago = previous_and_year_ago(report.period)
    last = figures_of(report, (previous,), scope).get(previous.pk, {}) if previous else {}
    writing = begin_writing(report.commune)
    writing.last = {one.pk: last.get(one.code) for one in parts.indicators}
    area = Area(Scope.of([report.commune.pk]))
    cells = month_cells(report.period, parts, writing, from_records(report.period, parts, area))
    ReportValue.objects.bulk_create(
        _value(report, cell, now) for cell in cells if cell.indicator.is_keyed
    )
    Report.objects.filter(pk=report.pk).update(prefilled_at=now)


def _value(report: Report, cell: Filled, now: datetime.datetime) -> ReportValue:
    content = {"number": cell.number, "text": cell.text, "rows": cell.rows}
    return ReportValue(
        report=report,
        indicator=cell.indicator,
        explanation=cell.explanation,
        sourced_at=now if cell.is_sourced else None,
        **content,
        **(as_source(content) if cell.is_sourced else {}),
    )
