"""Which days stand for before and after a measure, and which months for now, before and last year."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from units.domain.months import month_of

DAY = datetime.timedelta(days=1)
LONGEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Window:
    """Days from ``first`` to ``last``, both included."""

    first: datetime.date
    last: datetime.date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def months(self) -> list[datetime.date]:
        """The first day of each month that begins within."""
        first = self.first if self.first.day == 1 else month_of(self.first, 1)
        found = []
        while first <= self.last:
            found.append(first)
            first = month_of(first, 1)
        return found

    def has(self, day: datetime.date) -> bool:
        """Tell whether a day lies within."""
        return self.first <= day <= self.last


def around_measure(
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    *,
    today: datetime.date,
    known: tuple[datetime.date, datetime.date | None],
) -> tuple[Window, Window] | None:
    """Return equally many days before and after a measure began; None before its first whole day is over.

    After ends with the measure, yesterday, or a year on; both are cut to the days that the book covers (``known``: the
    first, and the last where it has ended), so that no day without a book counts as a day without incidents.
    """
    since, until = known
    last = min(
        today - DAY,
        starts_on + DAY * (LONGEST_DAYS - 1),
        ends_on or datetime.date.max,
        until or datetime.date.max,
    )
    days = min((last - starts_on).days + 1, (starts_on - since).days)
    if days < 1:
        return None
    return (
        Window(starts_on - DAY * days, starts_on - DAY),
        Window(starts_on, starts_on + DAY * (days - 1)),
    )


def months_ending(last_month: datetime.date, length: int) -> Window:
    """Return the days of the ``length`` months that end with the given one."""
    return Window(month_of(last_month, 1 - length), month_of(last_month, 1) - DAY)
