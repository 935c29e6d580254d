"""Counts in calendar months."""

from __future__ import annotations

import calendar
import datetime


def months_later(day: datetime.date, months: int) -> datetime.date:
    """Return the same day so many months on (back, if negative); the month's last day where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def month_of(day: datetime.date, shift: int = 0) -> datetime.date:
    """Return the first day of the month that lies ``shift`` months after a day's."""
    return months_later(day.replace(day=1), shift)
