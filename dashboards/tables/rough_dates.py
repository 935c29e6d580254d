"""Dates that may be known only to the month or year, as words and for spreadsheets."""

from __future__ import annotations

import datetime

from lists.tables import short_date
from units.models import DatePrecision


def rough_date(day: datetime.date | None, precision: str) -> str:
    """Write a date as exactly as it is known: 28/02/2020, 02/2020 or 2020; "" when unknown."""
    if day is None:
        return ""
    if precision == DatePrecision.YEAR:
        return str(day.year)
    if precision == DatePrecision.MONTH:
        return day.strftime("%m/%Y")
    return short_date(day)


def exact_or_words(day: datetime.date | None, precision: str) -> datetime.date | str | None:
    """A true date where it is exact, else the words: a spreadsheet must not invent a day."""
    if day is None or precision == DatePrecision.DAY:
        return day
    return rough_date(day, precision)
