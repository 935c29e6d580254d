"""Cells of a book as offices write them: times of day, sums of money, numbers of people, outcomes, persons."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from incidents.models import IncidentState
from units.domain.months import month_of
from units.domain.sheets.dates import KnownDate, Precision, parse_date
from units.domain.sheets.grid import CellValue
from units.domain.sheets.headers import simplify
from units.domain.sheets.problems import ValueRefused
from units.domain.sheets.values import text_of

MOST_VND = 10**13
# From–until in hours; beyond 24 is the next morning.
PARTS_OF_DAY = {
    "sang som": (4, 7),
    "rang sang": (3, 6),
    "sang": (6, 11),
    "trua": (11, 13),
    "chieu toi": (17, 20),
    "chieu": (13, 18),
    "toi": (18, 22),
    "dem": (22, 29),
    "khuya": (22, 28),
    "nua dem": (23, 26),
}
CLOCK = re.compile(r"(\d{1,2})\s*(?:giờ|gio|h|g|:)\s*(\d{1,2})?", re.I)
OUTCOMES = {
    IncidentState.SETTLED: "giai quyet tai co so|giai quyet xong|hoa giai|hoa giai thanh|nhac nho|da giai quyet|xong|tu thoa thuan|cam ket|giai quyet",
    IncidentState.FINED: "xu phat|phat hanh chinh|xphc|xu phat hanh chinh|xu phat vphc|phat tien|xphc|xu ly hanh chinh|vphc",
    IncidentState.TRANSFERRED: "chuyen|chuyen cong an huyen|chuyen cap tren|chuyen cqdt|khoi to|chuyen ho so|ban giao",
    IncidentState.SUSPENDED: "tam dinh chi|dinh chi|chua ro doi tuong|chua xac dinh",
    IncidentState.HANDLING: "dang xu ly|dang giai quyet|dang xac minh|dang thu ly|xac minh|chua xong",
    IncidentState.RECORDED: "moi|moi tiep nhan|tiep nhan|chua giai quyet|chua xu ly|ghi so",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """When something happened: aware instants, and whether they only bound it."""

    start: datetime.datetime
    end: datetime.datetime
    is_rough: bool


def span_of(day: KnownDate, time: CellValue, zone: datetime.tzinfo, *, text: str = "") -> Span:
    """Join a day and a time of day. A day without a time is the whole day; a month without a day the whole month.

    Raises ``ValueRefused`` for a date known only to the year, and for a time that cannot be read.
    """
    if day.precision is Precision.YEAR:
        raise ValueRefused(
            _("“%(value)s” says only the year.") % {"value": day}, _("Write at least the month.")
        )
    if day.precision is Precision.MONTH:
        last = month_of(day.value, 1) - datetime.timedelta(days=1)
        return Span(_at(day.value, 0, 0, zone), _at(last, 23, 59, zone), is_rough=True)
    if isinstance(time, datetime.datetime):
        time = time.time()
    if isinstance(time, datetime.time):
        moment = _at(day.value, time.hour, time.minute, zone)
        return Span(moment, moment, is_rough=False)
    if isinstance(time, float) and 0 <= time < 1:
        minutes = round(time * 1440)
        moment = _at(day.value, minutes // 60, minutes % 60, zone)
        return Span(moment, moment, is_rough=False)
    said = f"{text_of(time)} {text}".strip()
    return _span_in_words(day.value, said, zone)


def day_and_time(
    value: CellValue, *, counts_from_1904: bool = False
) -> tuple[KnownDate, CellValue]:
    """Part a cell that may hold both a day and a time: 22h30 ngày 05/03/2026, or a date with hours."""
    if isinstance(value, datetime.datetime) and (value.hour or value.minute):
        return KnownDate(value.date()), value.time()
    if isinstance(value, float) and value > 1 and value != int(value):
        return parse_date(int(value), counts_from_1904=counts_from_1904), value - int(value)
    if not isinstance(value, str):
        return parse_date(value, counts_from_1904=counts_from_1904), None
    text = text_of(value)
    found = re.search(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}|\d{4}-\d{1,2}-\d{1,2}", text)
    if found is None:
        return parse_date(text), None
    rest = (text[: found.start()] + " " + text[found.end() :]).strip(" ,;-–")
    rest = re.sub(r"^(lúc|vào|khoảng|ngày)\s+|\s*(ngày|,)\s*$", "", rest, flags=re.I).strip()
    return parse_date(found.group()), rest or None


def _span_in_words(day: datetime.date, said: str, zone: datetime.tzinfo) -> Span:
    if not said:
        return Span(_at(day, 0, 0, zone), _at(day, 23, 59, zone), is_rough=True)
    clocks = [(int(hour), int(minute or 0)) for hour, minute in CLOCK.findall(said)]
    if any(hour > 23 or minute > 59 for hour, minute in clocks):
        raise _no_time(said)
    if len(clocks) >= 2:
        start, end = _at(day, *clocks[0], zone), _at(day, *clocks[1], zone)
        if end < start:
            end += datetime.timedelta(days=1)
        return Span(start, end, is_rough=True)
    if clocks:
        moment = _at(day, *clocks[0], zone)
        return Span(moment, moment, is_rough=False)
    plain = simplify(said)
    for words, (first, last) in PARTS_OF_DAY.items():
        if re.search(rf"\b{words}\b", plain):
            start = _at(day, first, 0, zone)
            return Span(start, start + datetime.timedelta(hours=last - first), is_rough=True)
    raise _no_time(said)


def _at(day: datetime.date, hour: int, minute: int, zone: datetime.tzinfo) -> datetime.datetime:
    return datetime.datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


def _no_time(said: str) -> ValueRefused:
    return ValueRefused(
        _("“%(value)s” is no time of day.") % {"value": said[:60]},
        _("Write it like 22h30, 20h–22h, or sáng, trưa, chiều, tối, đêm; or leave it empty."),
    )


def parse_people(value: CellValue) -> int:
    """A number of people: 2, “02 người”, “không”. Raises ``ValueRefused``."""
    plain = simplify(text_of(value))
    if plain in ("khong", "ko", "k", "khong co"):
        return 0
    found = re.fullmatch(r"(\d{1,4})(?: nguoi)?", plain)
    if found is None:
        raise ValueRefused(
            _("“%(value)s” is no number of people.") % {"value": text_of(value)},
            _("Write a whole number; 0 where there was nobody."),
        )
    return int(found.group(1))


def parse_amount(value: CellValue) -> int:
    """Đồng: 15000000, “15.000.000 đ”, “15 triệu”, “1,5 tỷ”. Raises ``ValueRefused``."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return _bounded(round(value), value)
    text = text_of(value).lower()
    if simplify(text) in ("khong", "ko", "khong co"):
        return 0
    found = re.fullmatch(
        r"(?:khoảng\s*)?([\d.,\s]+)\s*(tỷ|tỉ|triệu|tr|ngàn|nghìn|k)?\s*(?:đồng|đ|vnd|vnđ|₫)?\.?",
        text,
    )
    if found is None:
        raise _no_amount(value)
    digits, unit = found.group(1).replace(" ", ""), found.group(2)
    if not unit:
        whole = digits.replace(".", "").replace(",", "")
        return _bounded(int(whole), value) if whole.isdigit() else _refuse(value)
    times = {"tỷ": 10**9, "tỉ": 10**9, "triệu": 10**6, "tr": 10**6}.get(unit, 10**3)
    try:
        return _bounded(round(float(digits.replace(",", ".")) * times), value)
    except ValueError:
        raise _no_amount(value) from None


def _bounded(amount: int, value: CellValue) -> int:
    if amount > MOST_VND:
        raise _no_amount(value)
    return amount


def _refuse(value: CellValue) -> int:
    raise _no_amount(value)


def _no_amount(value: CellValue) -> ValueRefused:
    return ValueRefused(
        _("“%(value)s” is no amount of money.") % {"value": text_of(value)[:60]},
        _("Write whole đồng in digits, like 1.500.000."),
    )


def parse_outcome(value: CellValue) -> IncidentState:
    """How it ended, in an office's words. Raises ``ValueRefused``."""
    plain = simplify(text_of(value))
    for state in IncidentState:
        if plain in (simplify(str(state.label)), state.value):
            return state
    best: tuple[int, IncidentState] | None = None
    for state, variants in OUTCOMES.items():
        for words in variants.split("|"):
            if re.search(rf"\b{words}\b", plain) and (best is None or len(words) > best[0]):
                best = (len(words), state)
    if best is None:
        raise ValueRefused(
            _("“%(value)s” is no outcome known here.") % {"value": text_of(value)[:60]},
            _("Write one of these: %(names)s.")
            % {"names": ", ".join(str(state.label) for state in IncidentState)},
        )
    return best[1]


def parse_persons(value: CellValue) -> list[tuple[str, int | None]]:
    """Names with a year of birth where one is written: “Nguyễn Văn A (1980); Trần B, sn 1975”."""
    found: list[tuple[str, int | None]] = []
    text = value if isinstance(value, str) else text_of(value)
    for part in re.split(r"[;\n]+", text):
        words = " ".join(part.split())
        if not words:
            continue
        year = re.search(r"\b(19\d\d|20[0-2]\d)\b", words)
        name = re.sub(
            r"[\s,(-]*(?:sinh năm|sinh|sn|năm|ns)?[\s.:]*\b(19\d\d|20[0-2]\d)\b\)?",
            "",
            words,
            flags=re.I,
        ).strip(" ,-–()")
        found.append((name[:120], int(year.group()) if year else None))
    return found
