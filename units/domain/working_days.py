"""Working days: counted with the weekends and the table of public holidays."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from units.models import PublicHoliday

ONE_DAY = datetime.timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days off and the weekend days worked in exchange; plain values, no database."""

    days_off: frozenset[datetime.date] = frozenset()
    worked: frozenset[datetime.date] = frozenset()

    @classmethod
    def of(cls, holidays: Iterable[PublicHoliday]) -> WorkingCalendar:
        """Sort the rows of the table into days off and days worked."""
        rows = list(holidays)
        return cls(
            frozenset(row.day for row in rows if not row.is_worked),
            frozenset(row.day for row in rows if row.is_worked),
        )

    @classmethod
    def read(cls) -> WorkingCalendar:
        """Read the whole table (a few dozen rows); one query."""
        return cls.of(PublicHoliday.objects.only("day", "is_worked"))

    def is_working(self, day: datetime.date) -> bool:
        """Tell whether offices are open on ``day``."""
        if day in self.worked:
            return True
        return day.weekday() < SATURDAY and day not in self.days_off

    def next_working(self, day: datetime.date) -> datetime.date:
        """Return ``day`` itself where it is worked, else the next day that is."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def previous_working(self, day: datetime.date) -> datetime.date:
        """Return ``day`` itself where it is worked, else the last day before that is."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def after(self, day: datetime.date, working_days: int) -> datetime.date:
        """Return the day that many working days after ``day``, which itself is not counted.

        Civil Code 91/2015/QH13, art. 147: a period in days begins on the day after the event.
        """
        for _count in range(working_days):
            day = self.next_working(day + ONE_DAY)
        return day
