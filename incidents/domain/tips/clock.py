"""Counts deadlines in the way the law does. Plain values only: no database, no “now”.

Hours run from the minute of receipt, nights and days off included. A period in days begins on the day after
the event and ends at 24:00 of its last day; one in months ends at 24:00 of the same day of the month, or of
that month's last day where it has no such day. Source: BLTTHS 2015, art. 134 (recall: to be checked with the
text), which also says that a last day on which offices are closed goes on to the next working day
(``rolls_forward``). Everything is counted in Vietnam's time, which has had no change of the clock since 1975.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from units.domain.months import months_later
from units.domain.working_days import WorkingCalendar

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY = datetime.timedelta(days=1)
# The shares of the time that are left when a clock turns amber and red; overdue is red too.
AMBER_SHARE, RED_SHARE = 0.5, 0.2


@dataclass(frozen=True, slots=True)
class Span:
    """An amount of ``unit`` (hours, days, working_days or months), and whether its end goes on to a working day."""

    amount: int
    unit: str
    rolls_forward: bool = False


def due_at(began: datetime.datetime, span: Span, working: WorkingCalendar) -> datetime.datetime:
    """Return the instant at which ``span`` from ``began`` (aware) ends: the first that is too late.

    Raises ``ValueError`` for a naive time or an unknown unit.
    """
    if began.tzinfo is None:
        raise ValueError("A clock starts at an aware time.")
    if span.unit == "hours":
        return began + datetime.timedelta(hours=span.amount)
    return _midnight(_last_day(began.astimezone(VIETNAM).date(), span, working) + ONE_DAY)


def due_before(end: datetime.datetime, span: Span, working: WorkingCalendar) -> datetime.datetime:
    """Return the instant by which something must be done ``span`` before ``end``, in days or hours.

    A day off there is no excuse: with ``rolls_forward`` the day moves back to the working day before.
    Raises ``ValueError`` for another unit.
    """
    if span.unit == "hours":
        return end - datetime.timedelta(hours=span.amount)
    if span.unit != "days":
        raise ValueError(f"{span.unit} are not counted back.")
    # The end is 24:00 of the last day; its local date a moment earlier is that day.
    last = (end.astimezone(VIETNAM) - datetime.timedelta(microseconds=1)).date()
    day = last - datetime.timedelta(days=span.amount)
    if span.rolls_forward:
        day = working.previous_working(day)
    return _midnight(day + ONE_DAY)


def _last_day(first: datetime.date, span: Span, working: WorkingCalendar) -> datetime.date:
    if span.unit == "working_days":
        return working.after(first, span.amount)
    if span.unit == "days":
        day = first + datetime.timedelta(days=span.amount)
    elif span.unit == "months":
        day = months_later(first, span.amount)
    else:
        raise ValueError(f"{span.unit} is no unit of a deadline.")
    return working.next_working(day) if span.rolls_forward else day


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), VIETNAM)


def last_day(due: datetime.datetime) -> datetime.date | None:
    """Return the day at whose end a deadline is due, as people say it; ``None`` for one that ends at an hour."""
    local = due.astimezone(VIETNAM)
    return local.date() - ONE_DAY if local.time() == datetime.time() else None


def ends_on(due: datetime.datetime) -> datetime.date:
    """Return the day on which a deadline ends: one that ends at 24:00 belongs to the day before."""
    return (due - datetime.timedelta.resolution).astimezone(VIETNAM).date()


def tone(began: datetime.datetime, due: datetime.datetime, now: datetime.datetime) -> str:
    """Return ``ok``, ``warn`` (at most half of the time is left) or ``bad`` (a fifth, or none)."""
    whole, left = due - began, due - now
    if left <= datetime.timedelta() or left <= whole * RED_SHARE:
        return "bad"
    return "warn" if left <= whole * AMBER_SHARE else "ok"


def whole_parts(left: datetime.timedelta) -> tuple[int, int, int]:
    """Return the size of ``left`` in whole days, hours and minutes, whatever its sign."""
    minutes = int(abs(left).total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    return days, *divmod(rest, 60)
