"""When something happened, as books write it: a day and a time in one cell or two, exact, about, or a part of the day."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from incidents.domain.book.dates import DAY_IN_TEXT, in_digits, read_day, refuse_lunar
from units.domain.months import month_of
from units.domain.sheets.dates import KnownDate, Precision
from units.domain.sheets.grid import CellValue
from units.domain.sheets.problems import ValueRefused
from units.domain.sheets.values import text_of

HOUR, MINUTE = datetime.timedelta(hours=1), datetime.timedelta(minutes=1)
# “Khoảng 22h” is taken as half an hour before and after.
ABOUT = 30 * MINUTE
ABOUT_WORDS = re.compile(r"\b(khoang|tam|chung|gan|hon)\b")
# From–until in hours, the longer words first; beyond 24 is the next morning.
PARTS_OF_DAY = {
    "chieu toi": (17, 20),
    "rang sang": (3, 6),
    "sang som": (4, 7),
    "gan sang": (3, 6),
    "dem khuya": (22, 28),
    "nua dem": (23, 26),
    "khuya": (22, 28),
    "chieu": (13, 18),
    "sang": (6, 11),
    "trua": (11, 13),
    "toi": (18, 22),
    "dem": (22, 29),
}
# “8h tối” is 20:00: which hours of a clock a part of the day may follow, and the hour of the day each means.
CLOCK_HOURS: dict[str, dict[int, int]] = {
    "sang": {hour: hour for hour in range(12)},
    "trua": {10: 10, 11: 11, 12: 12, 1: 13, 2: 14},
    "chieu": {12: 12} | {hour: hour + 12 for hour in range(1, 8)},
    "toi": {12: 24} | {hour: hour + 12 for hour in range(5, 12)},
    "dem": {12: 24, 0: 0} | {hour: hour + 12 for hour in range(7, 12)} | {h: h for h in range(1, 7)},
}  # fmt: skip
CLOCK_HOURS["khuya"] = CLOCK_HOURS["dem"]
# The halves of a clock of twelve hours, as computers write them: “2:30 PM”, “8:15 CH” (chiều), “8:15 SA” (sáng).
CLOCK_HOURS["am"] = CLOCK_HOURS["sa"] = {12: 0} | {hour: hour for hour in range(12)}
CLOCK_HOURS["pm"] = CLOCK_HOURS["ch"] = {12: 12} | {hour: hour + 12 for hour in range(1, 12)}
HALVES = frozenset(["am", "pm", "sa", "ch"])
# After noon on a clock of 24 hours, a part of the day may only follow these.
LATE_HOURS = {"trua": range(13, 15), "chieu": range(13, 20), "toi": range(17, 24), "dem": range(18, 24), "khuya": range(20, 24)}  # fmt: skip
LATE_HOURS["pm"] = LATE_HOURS["ch"] = range(13, 24)
# The longer words first.
PARTS = re.compile(
    r"\b(?:" + "|".join(sorted({*PARTS_OF_DAY, *CLOCK_HOURS}, key=len, reverse=True)) + r")\b"
)
DOTTED = re.compile(r"\b(?:([ap])\. ?(m)|(s)\. ?(a)|(c)\. ?(h))\b\.?")
UNTIL = re.compile(r"\bden\b")
SIGN = re.compile(r"[-–—]")
OPEN_END = re.compile(r"\bden (?:nay|gio|bay gio|hien nay|hien tai)\b")
# “trước 22h”, “quá 22h”, “chậm nhất 22h”, “từ 22h trở đi”; not “hôm sau 2h”, “thứ sáu 22h” and “tối qua 22h”.
ONE_END = re.compile(
    r"(?<!hom )(?<!thu )\b(?:truoc|sau|(?<!dem )(?<!toi )(?<!chieu )(?<!sang )qua)\s+(?:(?:luc|khi|khoang|hon)\s+)?(?=\d)"
    r"|\b(?:cham|muon|tre|som)\s+(?:nhat|hon)\b|\btro\s+(?:di|lai|len|xuong|ve)\b"
)
DAY_AFTER = re.compile(r"\bhom sau\b")
OTHER_DAY = re.compile(r"\bhom (?:sau|truoc|qua|kia)\b")
EVENING, NOON = 17, 12
CLOCK = re.compile(
    r"(?P<hour>\d{1,2})\s*(?:(?:gio|h|g)(?![a-z])|:)\s*(?P<less>kem\s*)?(?P<minute>\d{1,2}(?!\d|\s*[/.]\s*\d)|ruoi)?\s*(?:phut|p\b|')?"
    r"\s*(?P<part>sang|trua|chieu|toi|dem|khuya|am|pm|sa|ch)?\b"
)
SECONDS = re.compile(r"(?<=\d:\d\d):\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Span:
    """When something happened: aware instants, and whether they only bound it."""

    start: datetime.datetime
    end: datetime.datetime
    is_rough: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """A time read off a clock: hours and minutes, and the part of the day written after it."""

    hour: int
    minute: int
    part: str

    def since_midnight(self, part: str) -> datetime.timedelta | None:
        """How long after the day began; ``part`` is the part of the day said elsewhere. None: they contradict."""
        if self.hour > NOON and self.part and self.hour not in LATE_HOURS.get(self.part, ()):
            return None
        meant = CLOCK_HOURS.get(self.part or part)
        hour = self.hour if meant is None or self.hour > NOON else meant.get(self.hour)
        if hour is None:
            return None
        return hour * HOUR + self.minute * MINUTE


def day_and_time(
    value: CellValue, today: datetime.date, *, counts_from_1904: bool = False
) -> tuple[KnownDate, CellValue]:
    """Part a cell that may hold both a day and a time: 22h30 ngày 05/03/2026, or a date with hours."""
    if isinstance(value, datetime.datetime) and (value.hour or value.minute):
        return KnownDate(value.date()), value.time()
    if isinstance(value, float) and value > 1 and value != int(value):
        day = read_day(int(value), today, counts_from_1904=counts_from_1904)
        return day, value - int(value)
    if not isinstance(value, str):
        return read_day(value, today, counts_from_1904=counts_from_1904), None
    text = in_digits(text_of(value))
    refuse_lunar(text)
    found = DAY_IN_TEXT.search(text)
    if found is None:
        return read_day(text, today), None
    rest = (text[: found.start()] + " " + text[found.end() :]).strip(" ,;-–")
    rest = re.sub(r"^(lúc|vào|ngày)\s+|\s*(ngày|,)\s*$", "", rest, flags=re.I).strip()
    return read_day(found.group(), today), rest or None


def span_of(day: KnownDate, time: CellValue, zone: datetime.tzinfo) -> Span:
    """Join a day and a time of day. A day without a time is the whole day; a month without a day the whole month.

    Raises ``ValueRefused`` for a date known only to the year, and for a time that cannot be read.
    """
    if day.precision is Precision.YEAR:
        raise ValueRefused(
            _("“%(value)s” says only the year.") % {"value": day}, _("Write at least the month.")
        )
    start = datetime.datetime.combine(day.value, datetime.time(), tzinfo=zone)
    if day.precision is Precision.MONTH:
        last = month_of(day.value, 1) - datetime.timedelta(days=1)
        end = datetime.datetime.combine(last, datetime.time(23, 59), tzinfo=zone)
        return Span(start, end, is_rough=True)
    if isinstance(time, datetime.datetime):
        time = time.time()
    if isinstance(time, datetime.time):
        return _exactly(start + time.hour * HOUR + time.minute * MINUTE)
    if isinstance(time, float) and 0 <= time < 1:
        seconds = min(round(time * 86_400), 86_399)
        return _exactly(start + seconds // 60 * MINUTE)
    return _span_in_words(start, text_of(time))


def _exactly(moment: datetime.datetime) -> Span:
    return Span(moment, moment, is_rough=False)


def _span_in_words(start: datetime.datetime, said: str) -> Span:
    if not said:
        return Span(start, start + 24 * HOUR - MINUTE, is_rough=True)
    refuse_lunar(said)
    plain = SECONDS.sub("", plain_words(said))
    if re.search(r"\d", CLOCK.sub(" ", plain)):
        raise _no_time(said)
    refuse_one_end(plain, said)
    if OPEN_END.search(plain):
        raise ValueRefused(
            _("“%(value)s” does not say until when.") % {"value": said[:60]},
            _("Write until when it lasted, or only when it began."),
        )
    clocks = list(clocks_in(plain, said))
    if sides := _sides(plain, len(clocks)):
        return _from_until(start, sides, said)
    parts = PARTS.findall(plain)
    if len({words.rpartition(" ")[2] for words in parts}) > 1 or OTHER_DAY.search(plain):
        raise _no_time(said)
    part = max(parts, key=len, default="")
    if not clocks:
        if part not in PARTS_OF_DAY:
            raise _no_time(said)
        first, last = PARTS_OF_DAY[part]
        return Span(start + first * HOUR, start + last * HOUR, is_rough=True)
    last_word = part.rpartition(" ")[2]
    if len(clocks) == 1 and last_word:
        clocks = [Clock(clocks[0].hour, clocks[0].minute, last_word)]
    times = [clock.since_midnight(last_word) for clock in clocks]
    if None in times or len(times) > 2:
        raise _no_time(said)
    moments = [start + time for time in times if time is not None]
    if len(moments) == 2:
        return _between(moments, clocks, said)
    if ABOUT_WORDS.search(plain):
        return Span(max(moments[0] - ABOUT, start), moments[0] + ABOUT, is_rough=True)
    return _exactly(moments[0])


def _sides(plain: str, clocks: int) -> list[str]:
    """What stands before and after the word or sign that says until when, where a part of the day tells one of both;
    nothing where two clocks do, or one time is told."""
    parts = PARTS.findall(plain)
    if clocks == 2 and len(parts) < 2 and not OTHER_DAY.search(plain):
        return []
    if UNTIL.search(plain):
        return UNTIL.split(plain)
    sides = SIGN.split(plain)
    is_night = len(sides) == 2 and not CLOCK.search(sides[1]) and PARTS.search(sides[1])
    return sides if is_night or (len(parts) > 1 and len(sides) == 2) else []


def _from_until(start: datetime.datetime, sides: list[str], said: str) -> Span:
    """From what is told on one side to what is told on the other; over midnight only from an evening to a morning.
    Raises ``ValueRefused``."""
    if (
        len(sides) != 2
        or OTHER_DAY.search(DAY_AFTER.sub("", sides[1]))
        or OTHER_DAY.search(sides[0])
    ):
        raise _no_time(said)
    begins, ends = _told(sides[0], said)[0], _told(sides[1], said)[1]
    if DAY_AFTER.search(sides[1]):
        ends += 24 * HOUR
    elif ends <= begins:
        if begins < EVENING * HOUR or ends > NOON * HOUR:
            raise _no_time(said)
        ends += 24 * HOUR
    return Span(start + begins, start + ends, is_rough=True)


def _told(side: str, said: str) -> tuple[datetime.timedelta, datetime.timedelta]:
    """From when until when after midnight one side tells. Raises ``ValueRefused`` where it is not sure."""
    clocks, parts = list(clocks_in(side, said)), PARTS.findall(side)
    if len({words.rpartition(" ")[2] for words in parts}) > 1 or len(clocks) > 1:
        raise _no_time(said)
    part = max(parts, key=len, default="")
    if clocks:
        clock = Clock(clocks[0].hour, clocks[0].minute, part.rpartition(" ")[2])
        time = clock.since_midnight("")
        if time is None or (not part and clock.hour <= NOON):
            raise _no_time(said)
        return time, time
    if part not in PARTS_OF_DAY:
        raise _no_time(said)
    first, last = PARTS_OF_DAY[part]
    return first * HOUR, last * HOUR


def _between(moments: list[datetime.datetime], clocks: list[Clock], said: str) -> Span:
    """From one clock to the other, over midnight where the second is earlier; not where it is unclear whether
    the part of the day written after the second belongs to the first as well (“10h đến 2h sáng”), nor where the
    half of the first clock cannot be that of the second (“8:00 AM - 5:00”)."""
    start, end = moments
    if end < start:
        first, last = clocks
        if first.hour <= NOON and last.part and not first.part:
            raise _no_time(said)
        if last.hour <= NOON and first.part in HALVES and not last.part:
            raise _no_time(said)
        end += 24 * HOUR
    return Span(start, end, is_rough=True)


def clocks_in(plain: str, said: str) -> Iterator[Clock]:
    """The times of a clock in a text. Raises ``ValueRefused`` for one that no clock shows."""
    for found in CLOCK.finditer(plain):
        hour, minute = int(found["hour"]), found["minute"] or "0"
        minutes = 30 if minute == "ruoi" else int(minute)
        if hour > 23 or minutes > 59:
            raise _no_time(said)
        if found["less"] and minutes:
            hour, minutes = (hour - 1) % 24, 60 - minutes
        yield Clock(hour, minutes, found["part"] or "")


def plain_words(said: str) -> str:
    """Small letters without diacritics, and “p.m.” as “pm”; “tới” (until) would read like “tối” (evening) and becomes
    “đến”."""
    text = re.sub(r"\btới\b", "đến", said.lower()).replace("đ", "d")
    text = unicodedata.normalize("NFD", text)
    text = "".join(character for character in text if not unicodedata.combining(character))
    return DOTTED.sub(lambda found: "".join(letter for letter in found.groups() if letter), text)


def refuse_one_end(plain: str, said: str) -> None:
    """Raise ``ValueRefused`` for a time that is only the end or only the beginning of a span: “trước 22h”, “từ 22h trở đi”."""
    if ONE_END.search(plain):
        raise ValueRefused(
            _("“%(value)s” says only before or after what time it was.") % {"value": said[:60]},
            _("Write from when until when, or about when, like khoảng 22h."),
        )


def _no_time(said: str) -> ValueRefused:
    return ValueRefused(
        _("“%(value)s” is no time of day.") % {"value": said[:60]},
        _("Write it like 22h30, 20h–22h, or sáng, trưa, chiều, tối, đêm; or leave it empty."),
    )
