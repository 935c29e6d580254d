"""Where periods begin and end, what they are called, and when a report is due: plain arithmetic on days.

Sources: NĐ 09/2019/NĐ-CP art. 12 (from the 15th of the month before to the 14th), TT 58/2009/TT-BCA art. 8
(traffic weeks from Thursday to Wednesday), as found in public copies; each calendar is a row that says so.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.models import DueRule, PeriodCalendar, PeriodUnit, ReportingPeriod, Shift
from units.domain.working_days import ONE_DAY, WorkingCalendar

MONTHS = {
    PeriodUnit.MONTH: 1,
    PeriodUnit.QUARTER: 3,
    PeriodUnit.HALF: 6,
    PeriodUnit.NINE: 9,
    PeriodUnit.YEAR: 12,
}

ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and the last day of a period, and its code: 2026-11, 2026-W48, 2026-Q4, 2026-H1, 2026-9M,
    2026, 2026-11-26."""

    first: datetime.date
    last: datetime.date
    code: str

    @property
    def next_first(self) -> datetime.date:
        """The first day after it."""
        return self.last + ONE_DAY


def bounds_on(calendar: PeriodCalendar, day: datetime.date) -> Bounds | None:
    """Return the period that holds ``day``; ``None`` in the three months that no nine-month period holds."""
    if calendar.unit == PeriodUnit.DAY:
        return Bounds(day, day, day.isoformat())
    if calendar.unit == PeriodUnit.WEEK:
        return _week(calendar, day)
    year, month = _month_of(calendar, day)
    length = MONTHS[PeriodUnit(calendar.unit)]
    number = (month - 1) // length
    if calendar.unit == PeriodUnit.NINE and number > 0:
        return None
    return _months(calendar, year, number)


def period_of_year(calendar: PeriodCalendar, year: int, number: int) -> Bounds:
    """Return the ``number``-th period (from 0) of a calendar year, for months and longer."""
    return _months(calendar, year, number)


def periods_between(
    calendar: PeriodCalendar, first: datetime.date, last: datetime.date
) -> Iterator[Bounds]:
    """Yield the periods that begin on or after ``first`` and on or before ``last``, in order."""
    day = first
    while day <= last:
        bounds = bounds_on(calendar, day)
        if bounds is None:
            # Between the nine months of one year and the next there is no period.
            day += ONE_DAY
            continue
        if bounds.first > last:
            return
        if bounds.first >= first:
            yield bounds
        day = bounds.next_first


def _week(calendar: PeriodCalendar, day: datetime.date) -> Bounds:
    first = day - datetime.timedelta(days=(day.weekday() - calendar.weekday) % 7)
    last = first + datetime.timedelta(days=6)
    # A week is numbered by the ISO week that holds its fourth day, so that four of its days lie there.
    year, week, _weekday = (first + datetime.timedelta(days=3)).isocalendar()
    return Bounds(first, last, f"{year}-W{week:02d}")


def _month_of(calendar: PeriodCalendar, day: datetime.date) -> tuple[int, int]:
    """Return year and month of the month-long stretch that holds ``day``."""
    year, month = day.year, day.month
    if day.day < calendar.start_day:
        year, month = _shifted(year, month, -1)
    return _shifted(year, month, calendar.months_before)


def _shifted(year: int, month: int, months: int) -> tuple[int, int]:
    index = year * 12 + month - 1 + months
    return index // 12, index % 12 + 1


def _months(calendar: PeriodCalendar, year: int, number: int) -> Bounds:
    length = MONTHS[PeriodUnit(calendar.unit)]
    first = _start(calendar, year, number * length + 1)
    after = _start(calendar, *_shifted(year, number * length + 1, length))
    return Bounds(first, after - ONE_DAY, _code(PeriodUnit(calendar.unit), year, number))


def _start(calendar: PeriodCalendar, year: int, month: int) -> datetime.date:
    return datetime.date(*_shifted(year, month, -calendar.months_before), calendar.start_day)


def _code(unit: PeriodUnit, year: int, number: int) -> str:
    return {
        PeriodUnit.MONTH: f"{year}-{number + 1:02d}",
        PeriodUnit.QUARTER: f"{year}-Q{number + 1}",
        PeriodUnit.HALF: f"{year}-H{number + 1}",
        PeriodUnit.NINE: f"{year}-9M",
        PeriodUnit.YEAR: f"{year}",
    }[unit]


def said(code: str) -> str:
    """Say a period's code in words: month 11/2026, quarter IV/2026, first six months of 2026."""
    year, _dash, rest = code.partition("-")
    if not rest:
        return _("year %s") % year
    if rest.startswith("Q"):
        roman = ROMAN.get(rest[1:], rest[1:])
        return _("quarter %(number)s/%(year)s") % {"number": roman, "year": year}
    if rest.startswith("W"):
        return _("week %(number)s/%(year)s") % {"number": int(rest[1:]), "year": year}
    if rest in ("H1", "H2"):
        text = _("first six months of %s") if rest == "H1" else _("last six months of %s")
        return text % year
    if rest == "9M":
        return _("nine months of %s") % year
    if "-" in rest:
        return str(date_format(datetime.date.fromisoformat(code), "d/m/Y"))
    return _("month %(number)s/%(year)s") % {"number": int(rest), "year": year}


def short_code(period: ReportingPeriod) -> str:
    """Write a period in a few letters, for the head of a column: 11/2026, IV/2026, W48/2026."""
    if period.is_special:
        return period.title or str(date_format(period.last_day, "d/m/Y"))
    year, _dash, rest = period.code.partition("-")
    if rest.isdecimal():
        return f"{int(rest)}/{year}"
    if rest.startswith("Q"):
        return f"{ROMAN.get(rest[1:], rest[1:])}/{year}"
    if "-" in rest:
        return str(date_format(period.last_day, "d/m/Y"))
    return f"{rest}/{year}" if rest else year


def due_at(rule: DueRule, last_day: datetime.date, working: WorkingCalendar) -> datetime.datetime:
    """Return the deadline that ``rule`` gives after a period's last day (aware, Vietnamese time)."""
    if rule.in_working_days:
        day = working.after(last_day, max(rule.days_after, 0))
    else:
        day = last_day + datetime.timedelta(days=rule.days_after)
        if rule.shift == Shift.NEXT:
            day = working.next_working(day)
        elif rule.shift == Shift.PREVIOUS:
            day = working.previous_working(day)
    return timezone.make_aware(datetime.datetime.combine(day, rule.at))
