"""Cells of a book as offices write them: sums of money, numbers of people, outcomes, persons; times have a file of their own."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from incidents.models import OUTCOMES as ENDS
from incidents.models import IncidentState
from units.domain.sheets.grid import CellValue
from units.domain.sheets.headers import simplify
from units.domain.sheets.problems import ValueRefused
from units.domain.sheets.values import text_of

MOST_VND = 10**13
NONE_WORDS = {"khong", "ko", "k", "khong co", "khong dang ke"}
NOBODY = {
    "khong", "ko", "k", "khong co", "khong ro", "chua ro", "chua xac dinh", "khong xac dinh", "chua biet", "khong biet", "an danh", "nac danh",
    "chua co", "chua ro doi tuong",
}  # fmt: skip
AMOUNT = re.compile(
    r"(?:khoảng\s*)?(\d[\d.,\s]*?)\s*(tỷ|tỉ|triệu|tr|ngàn|nghìn|k)?\s*(?:đồng|đ|vnd|vnđ|₫)?\.?"
)
UNITS = {
    "tỷ": 10**9,
    "tỉ": 10**9,
    "triệu": 10**6,
    "tr": 10**6,
    "ngàn": 1_000,
    "nghìn": 1_000,
    "k": 1_000,
}
# A comma parts two persons where what follows begins like a whole name: two words or more with capitals.
NEXT_PERSON = re.compile(
    r"[;]|\s+và\s+(?=[^\W\d_a-zà-ỹ])|,(?![^(]*\))\s*(?=[^\W\d_]\w*(?:\s+[^\W\d_]\w*)+)"
)
BORN = re.compile(
    r"[\s,(-]*(?:sinh năm|sinh|sn|năm|ns)?[\s.:]*\b(?P<year>19\d\d|20[0-2]\d)\b\)?", re.I
)
OUTCOMES = {
    IncidentState.SETTLED: "giai quyet tai co so|giai quyet xong|hoa giai|hoa giai thanh|nhac nho|da giai quyet|xong|tu thoa thuan|cam ket|giai quyet",
    IncidentState.FINED: "xu phat|phat hanh chinh|xphc|xu phat hanh chinh|xu phat vphc|phat tien|xphc|xu ly hanh chinh|vphc",
    IncidentState.TRANSFERRED: "chuyen|chuyen cong an huyen|chuyen cap tren|chuyen cqdt|khoi to|chuyen ho so|ban giao",
    IncidentState.SUSPENDED: "tam dinh chi|dinh chi|chua ro doi tuong|chua xac dinh",
    IncidentState.HANDLING: "dang xu ly|dang giai quyet|dang xac minh|dang thu ly|xac minh|chua xong|hoa giai khong thanh",
    IncidentState.RECORDED: "moi|moi tiep nhan|tiep nhan|chua giai quyet|chua xu ly|ghi so",
}  # fmt: skip


def parse_people(value: CellValue) -> int:
    """A number of people: 2, “02 người”, “không”. Raises ``ValueRefused``."""
    plain = simplify(text_of(value))
    if plain in NONE_WORDS:
        return 0
    found = re.fullmatch(r"(\d{1,4})(?: nguoi)?", plain)
    if found is None:
        raise ValueRefused(
            _("“%(value)s” is no number of people.") % {"value": text_of(value)},
            _("Write a whole number; 0 where there was nobody."),
        )
    return int(found.group(1))


def parse_amount(value: CellValue) -> int:
    """Đồng: 15000000, “15.000.000 đ”, “1.500 triệu”, “1,5 tỷ”. Raises ``ValueRefused``, also for part of a đồng."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MOST_VND:
        return round(value)
    text = text_of(value).lower()
    if simplify(text) in NONE_WORDS:
        return 0
    found = AMOUNT.fullmatch(text)
    number = number_in(found.group(1)) if found else None
    if found is None or number is None:
        raise _no_amount(value)
    amount = number * UNITS.get(found.group(2) or "", 1)
    if amount != int(amount) or amount > MOST_VND:
        raise _no_amount(value)
    return int(amount)


def number_in(digits: str) -> Decimal | None:
    """A number with its separators: groups of three digits are thousands, another last group is decimals.
    None where it is neither, and for “1,500”, which is 1,5 to one office and 1500 to another, unless it ends in “000”."""
    text = re.sub(r"\s", "", digits).strip(".,")
    for thousands, decimal in ((".", ","), (",", ".")):
        grouped = rf"\d{{1,3}}(?:\{thousands}\d{{3}})+(?:\{decimal}\d{{1,2}})?"
        if re.fullmatch(grouped, text):
            return Decimal(text.replace(thousands, "").replace(decimal, "."))
    if re.fullmatch(r"\d+(?:[.,]\d{1,2})?", text):
        return Decimal(text.replace(",", "."))
    return None


def _no_amount(value: CellValue) -> ValueRefused:
    return ValueRefused(
        _("“%(value)s” is no amount of money.") % {"value": text_of(value)[:60]},
        _("Write whole đồng in digits, like 1.500.000."),
    )


def parse_outcome(value: CellValue) -> IncidentState:
    """How it ended, in an office's words; “chưa” before an end says that it is still handled. Raises ``ValueRefused``."""
    plain = simplify(text_of(value))
    for state in IncidentState:
        if plain in (simplify(str(state.label)), state.value):
            return state
    said = [
        (len(words), state, words)
        for state, variants in OUTCOMES.items()
        for words in variants.split("|")
        if re.search(rf"\b{words}\b", plain)
    ]
    if not said:
        raise ValueRefused(
            _("“%(value)s” is no outcome known here.") % {"value": text_of(value)[:60]},
            _("Write one of these: %(names)s.")
            % {"names": ", ".join(str(state.label) for state in IncidentState)},
        )
    _length, best, words = max(said, key=lambda one: one[0])
    denied = re.search(rf"\b(chua|khong)(?: \w+){{0,3}} {words}\b|\b{words} (khong|chua)\b", plain)
    return IncidentState.HANDLING if denied and best in ENDS else best


def parse_persons(value: CellValue) -> list[tuple[str, int | None]]:
    """Names with a year of birth where one is written: “Nguyễn Văn A (1980); Trần Thị B, sn 1975”, “Lê C và Đỗ D”.

    Nobody for “không rõ”. A comma parts two persons only where a whole name follows it, not an address.
    """
    found: list[tuple[str, int | None]] = []
    text = value if isinstance(value, str) else text_of(value)
    for part in NEXT_PERSON.split(text_of(text.replace("\n", ";"))):
        words = part.strip(" ,.-–")
        if not words or simplify(words) in NOBODY:
            continue
        year = BORN.search(words)
        name = BORN.sub("", words).strip(" ,-–()")
        if name:
            found.append((name[:120], int(year.group("year")) if year else None))
    return found
