"""The results of a stretch of time compared with the one before and with the same days a year ago."""

from __future__ import annotations

from decimal import Decimal

from reports.domain.opening import version_for
from reports.domain.parts import FormParts, parts_of
from reports.domain.rules import computed
from reports.models import ReportForm
from reports.queries.results import ResultLine, Span, Sums, sums_over
from units.queries.area import Area


def results_of(form: ReportForm, area: Area, span: Span) -> list[ResultLine]:
    """Return every numeric line of the form's newest version compared; rates are reckoned anew from their
    parts, never added or averaged. Six queries."""
    version = version_for(form, span.last)
    if version is None:
        return []
    parts = parts_of(version)
    now, before, year_ago = (
        _with_formulas(parts, sums_over(form, area, one)[0])
        for one in (span, span.before, span.year_ago)
    )
    return [
        ResultLine(one, now.get(one.pk), before.get(one.pk), year_ago.get(one.pk))
        for one in parts.indicators
        if one.is_number
    ]


def _with_formulas(parts: FormParts, sums: Sums) -> dict[int, Decimal | None]:
    numbers: dict[int, Decimal | None] = {
        one.pk: sums.get(one.code) for one in parts.indicators if one.is_number and one.is_keyed
    }
    if not sums:
        return numbers
    return {**numbers, **computed(parts, numbers, {})}
