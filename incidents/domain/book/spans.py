"""The days that a cell names, with what is said of hours: one day, from one to another, or the night between two."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.book.dates import DAY_IN_TEXT, in_digits, read_day, refuse_lunar
from incidents.domain.book.times import (
    ABOUT,
    ABOUT_WORDS,
    CLOCK,
    EVENING,
    HOUR,
    NOON,
    PARTS,
    PARTS_OF_DAY,
    SIGN,
    UNTIL,
    Clock,
    Span,
    clocks_in,
    day_and_time,
    plain_words,
    refuse_one_end,
    span_of,
)
from incidents.domain.days import unlikely_year
from units.domain.sheets.dates import KnownDate, Precision
from units.domain.sheets.grid import CellValue
from units.domain.sheets.problems import ValueRefused
from units.domain.sheets.values import text_of

DAY = datetime.timedelta(days=1)
# A day without a year lies less than half a year from the one with a year.
MOST_DAYS = 183
DAWN = re.compile(r"\brang\b")
DAY_AND_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s*[/.]\s*(\d{1,2})(?!\d)")
DAY_ALONE = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
# “22h 05”: minutes that stand apart and may be a day.
APART = re.compile(r"\d\s*(?:gio|h|g)\s+(\d{1,2})(?!\s*(?:phut|p\b|['\d/.]))")
# “05, 06/3/2025”, “ngày 5 và 6/3/2025”.
DAY_BESIDE = re.compile(r"(?<![\d/.])\d{1,2}\s*(?:[,+&]|va)\s*(?:ngay\s*)?$")
MIDNIGHT = re.compile(r"0?0:00(?::00)?")
FILLERS = re.compile(r"\b(?:tu|luc|vao|hoi|ngay)\b|[\s,;:.–-]+")


@dataclass(frozen=True, slots=True)
class When:
    """What the cell for the day says; ``over`` where it names two days."""

    day: KnownDate
    rest: CellValue
    over: Span | None
    zone: datetime.tzinfo

    @property
    def is_month(self) -> bool:
        """Whether only the month is known."""
        return self.over is None and self.day.precision is Precision.MONTH

    def span(self, time: CellValue) -> Span:
        """The span with the time of day from the cell beside, if there is one. Raises ``ValueRefused``, also where
        the cell for the day says another time."""
        if self.over is None:
            if time is None or not self.says_a_time:
                return span_of(self.day, self.rest if time is None else time, self.zone)
            return self._agreed(time)
        if time is not None:
            raise ValueRefused(
                _("The cell for the day names two days, and a time stands beside it."),
                _("Write the hours beside each day, and leave the time empty."),
            )
        return self.over

    @property
    def says_a_time(self) -> bool:
        """Whether a time stands with the day; “00:00” beside a time of its own says none."""
        if isinstance(self.rest, str):
            plain = plain_words(self.rest)
            return not MIDNIGHT.fullmatch(plain) and bool(
                CLOCK.search(plain) or PARTS.search(plain)
            )
        return self.rest is not None

    def _agreed(self, time: CellValue) -> Span:
        """What both cells say, the narrower of the two. Raises ``ValueRefused`` where they contradict each other."""
        beside = span_of(self.day, time, self.zone)
        try:
            own = span_of(self.day, self.rest, self.zone)
        except ValueRefused as refused:
            raise _contradicting() from refused
        for one, other, words in ((own, beside, time), (beside, own, self.rest)):
            if (other.start <= one.start and one.end <= other.end) or self._goes_with(one, words):
                return one
        raise _contradicting()

    def _goes_with(self, clock: Span, words: CellValue) -> bool:
        """Whether a clock time and a part of the day are one: “2h” and “đêm”."""
        if clock.is_rough or not isinstance(words, str) or CLOCK.search(plain_words(words)):
            return False
        try:
            return span_of(self.day, f"{clock.start:%Hh%M} {words}", self.zone) == clock
        except ValueRefused:
            return False

    def check(self, span: Span, today: datetime.date) -> None:
        """Raise ``ValueRefused`` for a day to come, and for a year that no book reaches back to."""
        last = span.start if self.over is None else span.end
        if timezone.localdate(last) > today:
            named = self.day if self.over is None else KnownDate(timezone.localdate(last))
            what = _("%(date)s lies in the future.") % {"date": named}
            raise ValueRefused(what, _("Compare it with the paper."))
        if slip := unlikely_year(self.day.value.year):
            raise ValueRefused(slip, _("Compare it with the paper."))


def read_when(
    value: CellValue, today: datetime.date, zone: datetime.tzinfo, *, counts_from_1904: bool = False
) -> When:
    """Understand the cell for the day. Raises ``ValueRefused``."""
    if over := span_over_days(value, today, zone):
        return When(KnownDate(timezone.localdate(over.start)), None, over, zone)
    day, rest = day_and_time(value, today, counts_from_1904=counts_from_1904)
    return When(day, rest, None, zone)


def span_over_days(value: CellValue, today: datetime.date, zone: datetime.tzinfo) -> Span | None:
    """The span of a cell that names two days, or the night between two; None where it names one day.

    Raises ``ValueRefused`` where it names more, or where it is unclear which.
    """
    if not isinstance(value, str):
        return None
    said = text_of(value)
    refuse_lunar(said)
    plain = plain_words(in_digits(said))
    dates = list(DAY_IN_TEXT.finditer(plain))
    if not dates:
        return None
    found = [parts for parts in _partings(plain) if parts.names_two_days]
    if not found:
        breaks_off = DAWN.search(plain) and not UNTIL.search(plain) and _breaks_off(plain)
        if len(dates) > 1 or breaks_off or DAY_BESIDE.search(plain[: dates[0].start()]):
            raise _two_days(said)
        _refuse_a_day_read_as_minutes(plain, read_day(dates[0].group(), today).value, said)
        _refuse_a_night_told_by_its_end(plain, dates[0], today, zone, said)
        return None
    if len(found) > 1 or len(dates) > 2:
        raise _two_days(said)
    return found[0].span(said, today, zone)


def _breaks_off(plain: str) -> bool:
    """Whether a night is named by its first day alone: “đêm 05/3/2025 rạng sáng”."""
    return not re.search(r"\d", DAWN.split(plain, maxsplit=1)[1])


@dataclass(frozen=True, slots=True)
class _Side:
    """What stands before or after the word that parts two days: a day as far as it is written, and the rest."""

    numbers: tuple[int, ...]
    full: str
    rest: str
    said: str

    @property
    def names_a_day(self) -> bool:
        return bool(self.full or self.numbers)

    @property
    def clocks(self) -> int:
        return len(CLOCK.findall(self.rest))

    @property
    def is_number_alone(self) -> bool:
        """A lone number that no word calls a day; beside hours it may be an hour."""
        return len(self.numbers) == 1 and not re.search(r"\b(ngay|dem|toi)\s+\d", self.said)


def _side(said: str) -> _Side:
    if found := DAY_IN_TEXT.search(said):
        return _Side((), found.group(), _without(said, found), said)
    if found := DAY_AND_MONTH.search(CLOCK.sub(_blank, said)):
        return _Side((int(found[1]), int(found[2])), "", _without(said, found), said)
    alone = list(DAY_ALONE.finditer(CLOCK.sub(_blank, said)))
    if len(alone) == 1:
        return _Side((int(alone[0].group()),), "", _without(said, alone[0]), said)
    return _Side((), "", said, said)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _without(said: str, found: re.Match[str]) -> str:
    return f"{said[: found.start()]} {said[found.end() :]}".strip()


@dataclass(frozen=True, slots=True)
class _Parting:
    """A cell parted in two by a word or a sign."""

    left: _Side
    right: _Side
    by: re.Pattern[str]

    @property
    def names_two_days(self) -> bool:
        return (
            self.left.names_a_day
            and self.right.names_a_day
            and bool(self.left.full or self.right.full)
        )

    @property
    def is_night(self) -> bool:
        said = self.left.said
        return self.by is DAWN or (self.by is SIGN and bool(re.search(r"\bdem\b", said)))

    def span(self, said: str, today: datetime.date, zone: datetime.tzinfo) -> Span:
        """The span from the one day to the other. Raises ``ValueRefused``."""
        first, last = self._days(said, today)
        if self.is_night:
            if last - first != DAY:
                raise _two_days(said)
            return self._night(datetime.datetime.combine(first, datetime.time(), zone), said)
        sides = (self.left, self.right)
        if any(side.is_number_alone for side in sides) and (self.left.clocks != self.right.clocks):
            raise _two_days(said)
        if self.by is SIGN and not (self.left.clocks and self.right.clocks):
            raise _two_days(said)
        try:
            start = _within(first, self.left.rest, zone).start
            end = _within(last, self.right.rest, zone).end
        except ValueRefused as refused:
            raise _two_days(said) from refused
        if end < start:
            raise _two_days(said)
        return Span(start, end, is_rough=True)

    def _days(self, said: str, today: datetime.date) -> tuple[datetime.date, datetime.date]:
        left, right = (
            _full(side.full, today, said) if side.full else None for side in (self.left, self.right)
        )
        if right is not None:
            first = left or _nearest(self.left.numbers, right, -1)
            last: datetime.date | None = right
        else:
            assert left is not None
            first, last = left, _nearest(self.right.numbers, left, 1)
        if first is None or last is None or last < first:
            raise _two_days(said)
        return first, last

    def _night(self, start: datetime.datetime, said: str) -> Span:
        """The night that begins on the evening of ``start``, or the hours within it."""
        words = f"{self.left.rest} rang {self.right.rest}"
        if re.search(r"\d", CLOCK.sub(" ", words)):
            raise _two_days(said)
        refuse_one_end(words, said)
        times = [_in_the_night(clock) for clock in clocks_in(words, said)]
        if None in times or len(times) > 2:
            raise _two_days(said)
        moments = [start + time for time in times if time is not None]
        if not moments:
            part = next((one for one in PARTS_OF_DAY if one in self.left.rest), "dem")
            until = 6 if re.match(r"(?:ngay )?sang\b", self.right.rest) else 5
            return Span(start + PARTS_OF_DAY[part][0] * HOUR, start + DAY + until * HOUR, True)
        if len(moments) == 2 and moments[0] > moments[1]:
            raise _two_days(said)
        if len(moments) == 1 and ABOUT_WORDS.search(words):
            return Span(moments[0] - ABOUT, moments[0] + ABOUT, is_rough=True)
        return Span(moments[0], moments[-1], is_rough=len(moments) == 2)


def _partings(plain: str) -> list[_Parting]:
    """The ways in which a word or a sign outside the dates parts the cell, a word before any sign."""
    dates = [found.span() for found in DAY_IN_TEXT.finditer(plain)]
    for by in (DAWN, UNTIL, SIGN):
        found = [
            _Parting(_side(plain[: match.start()]), _side(plain[match.end() :].strip()), by)
            for match in by.finditer(plain)
            if not any(start <= match.start() < end for start, end in dates)
        ]
        if any(parting.names_two_days for parting in found):
            return found
    return []


def _full(text: str, today: datetime.date, said: str) -> datetime.date:
    known = read_day(text, today)
    if known.precision is not Precision.DAY:
        raise _two_days(said)
    return known.value


def _nearest(
    numbers: tuple[int, ...], known: datetime.date, direction: int
) -> datetime.date | None:
    """The day of these numbers (day, or day and month) nearest before or after a known one; None where there is none."""
    for distance in range(1, MOST_DAYS + 1 if len(numbers) == 2 else 32):
        day = known + direction * distance * DAY
        if (day.day, day.month)[: len(numbers)] == numbers:
            return day
    return None


def _within(day: datetime.date, rest: str, zone: datetime.tzinfo) -> Span:
    return span_of(KnownDate(day), rest if FILLERS.sub("", rest) else None, zone)


def _in_the_night(clock: Clock) -> datetime.timedelta | None:
    """How long after the first day began a clock in the night shows this time; None where it is afternoon."""
    time = clock.since_midnight("dem")
    if time is not None and NOON * HOUR <= time < EVENING * HOUR:
        return None
    return time + DAY if time is not None and time < 12 * HOUR else time


def _refuse_a_day_read_as_minutes(plain: str, day: datetime.date, said: str) -> None:
    """“22h 05 đến 5h 06/3/2025”: whether 05 is a day or minutes is not said."""
    if CLOCK.search(plain) is None or not (UNTIL.search(plain) or SIGN.search(plain)):
        return
    apart = APART.findall(plain)
    near = {(day + distance * DAY).day for distance in range(-3, 4)}
    if len(apart) == 1 and len(CLOCK.findall(plain)) > 1 and int(apart[0]) in near:
        raise _two_days(said)


def _refuse_a_night_told_by_its_end(
    plain: str, date: re.Match[str], today: datetime.date, zone: datetime.tzinfo, said: str
) -> None:
    """“22h đến rạng sáng 06/3/2025”: whether the day is that of the evening or of the morning is not said."""
    before = plain[: date.start()]
    parted = next((by for by in (UNTIL, SIGN) if by.search(plain)), None)
    if (
        parted is None
        or not parted.search(before)
        or not (CLOCK.search(before) or PARTS.search(before))
    ):
        return
    day, rest = day_and_time(said, today)
    if day.precision is Precision.DAY and rest is not None:
        span = span_of(day, rest, zone)
        if timezone.localdate(span.end, zone) > day.value and parted.split(before)[1].strip():
            raise _two_days(said)


def _contradicting() -> ValueRefused:
    return ValueRefused(
        _("The cell for the day and the one for the time say two different times."),
        _("Write the time in one of both, and leave it out of the other."),
    )


def _two_days(said: str) -> ValueRefused:
    return ValueRefused(
        _("“%(value)s” may mean more than one day or time.") % {"value": said[:60]},
        _("Write it like 22h 05/03/2025 đến 5h 08/03/2025, or đêm 05/03/2025 rạng 06/03/2025."),
    )
