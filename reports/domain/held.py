"""What a cell holds against what the records gave it."""

from __future__ import annotations

from reports.models import Indicator, IndicatorKind, ReportValue

# In a row of a gathered table: the unit that it comes from.
UNIT = "unit"


def differs_from_source(value: ReportValue, indicator: Indicator) -> bool:
    """Tell whether a cell holds something else than the records gave; where they gave nothing, nothing differs."""
    held, given = _held_and_given(value, indicator)
    return value.has_source and given is not None and held != given


def is_written_by_hand(value: ReportValue, indicator: Indicator) -> bool:
    """Tell whether somebody put into a cell what it holds, so that the records must not replace it."""
    held, given = _held_and_given(value, indicator)
    return held != given if value.has_source else held is not None


def _held_and_given(value: ReportValue, indicator: Indicator) -> tuple[object, object]:
    if indicator.kind == IndicatorKind.TEXT:
        return value.text or None, value.source_text or None
    if indicator.kind == IndicatorKind.TABLE:
        return value.rows or None, value.source_rows or None
    return value.number, value.source_number
