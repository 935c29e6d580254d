"""Figures and rows of reports as templates write them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template

from lists.tables.parts import short_date
from reports.domain.calendar import said, short_code
from reports.domain.expressions import ExpressionError, parse, write
from reports.domain.sources import SOURCES
from reports.models import ReportingPeriod

register = template.Library()


@register.filter
def figure(number: Decimal | None) -> str:
    """Write a figure the reader's way; a dash for an empty cell, never a zero."""
    return write(number)


@register.filter
def in_column(row: Mapping[str, Any], column: Mapping[str, str]) -> str:
    """Write what a row of a table holds in a column."""
    value = row.get(column["code"])
    if value in (None, ""):
        return "—"
    if column.get("kind") in ("count", "amount"):
        return write(Decimal(str(value)))
    if column.get("kind") == "date":
        return short_date(datetime.date.fromisoformat(str(value)))
    return str(value)


@register.filter
def is_figure(value: Any) -> bool:
    """Tell whether a value of a meeting's table stands to the right."""
    return isinstance(value, int | Decimal) or value is None


@register.filter
def book_value(value: Any) -> str:
    """Write a value of a meeting's table; a dash where nothing is known."""
    if value is None:
        return "—"
    return write(Decimal(value)) if isinstance(value, int | Decimal) else str(value)


@register.filter
def period_words(period: ReportingPeriod) -> str:
    """Name a period as people do: the form's name and month 11/2026; a special report by its title."""
    return period.title or f"{period.form.name}, {said(period.code)}"


@register.filter
def short_period(period: ReportingPeriod) -> str:
    """Write a period in a few letters: 11/2026, IV/2026."""
    return short_code(period)


@register.filter
def printed(expression: str) -> str:
    """Write a rule or formula as it stands on paper; one that cannot be read, as it was typed."""
    try:
        return parse(expression).printed()
    except ExpressionError:
        return expression


@register.filter
def source_label(code: str) -> str:
    """Name the query that fills a cell."""
    source = SOURCES.get(code)
    return str(source.label) if source else code
