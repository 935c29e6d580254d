"""Sums of money as books write them: in a cell, and in a heading that names the unit of its plain numbers."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from units.domain.sheets.grid import CellValue
from units.domain.sheets.headers import simplify
from units.domain.sheets.problems import ValueRefused
from units.domain.sheets.values import text_of

MOST_VND = 10**13
NONE_WORDS = {"khong", "ko", "k", "khong co", "khong dang ke"}
AMOUNT = re.compile(
    r"(?:khoảng\s*)?(?P<number>\d[\d.,\s]*?)\s*(?P<many>tỷ|tỉ|triệu|tr|ngàn|nghìn|k)?\s*(?P<dong>đồng|đ|vnd|vnđ|₫)?\.?"
)
# Words of a unit as `simplify` leaves them.
UNITS = {
    "ty": 10**9,
    "ti": 10**9,
    "trieu": 10**6,
    "tr": 10**6,
    "ngan": 1_000,
    "nghin": 1_000,
    "k": 1_000,
}
_MANY = "|".join((*UNITS, "1[0 ]*0"))
_DONG = "dong|vnd|d"
_COUNTED_IN = "don vi tinh|don vi tien|don vi|dv tinh|dvt|dv|tinh bang|tinh theo|tinh|bang|x"
# “triệu đồng”, “ĐVT: nghìn đồng”, “1.000 đ”, “tỷ”, and nothing else.
UNIT_ALONE = re.compile(
    rf"(?P<counted>(?:{_COUNTED_IN}) )?(?:(?P<many>{_MANY})(?: ?(?:{_DONG}))?|(?:{_DONG}))"
)
UNIT_WITHIN = re.compile(
    rf"\b(?:(?:{_COUNTED_IN}) (?P<counted>{_MANY})(?: ?(?:{_DONG}))?|(?P<many>{_MANY}) ?(?:{_DONG})"
    rf"|(?:(?:{_COUNTED_IN}) )?(?:dong|vnd))\b"
)


def parse_amount(value: CellValue, unit: int = 1) -> int:
    """Đồng: 15000000, “15.000.000 đ”, “1.500 triệu”, “1,5 tỷ”; a number that names no unit itself counts in ``unit``.

    Raises ``ValueRefused``, also for part of a đồng.
    """
    number, own = _stated(value)
    amount = number * (own or unit)
    if amount > MOST_VND:
        raise _no_amount(value)
    if amount != int(amount):
        raise ValueRefused(
            _("“%(value)s” is no whole number of đồng.") % {"value": text_of(value)[:60]},
            _("Write whole đồng, or the unit beside the number, like 1,5 triệu."),
        )
    return int(amount)


def _stated(value: CellValue) -> tuple[Decimal, int | None]:
    """The number in a cell, and the unit that stands there with it."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MOST_VND:
        return _as_shown(value), None
    text = text_of(value).lower()
    if simplify(text) in NONE_WORDS:
        return Decimal(0), None
    found = AMOUNT.fullmatch(text)
    number = number_in(found["number"]) if found else None
    if found is None or number is None:
        raise _no_amount(value)
    if found["many"]:
        return number, UNITS[simplify(found["many"])]
    return number, 1 if found["dong"] else None


def _as_shown(value: float) -> Decimal:
    """A cell's number to the fifteen digits that a spreadsheet program shows: 1.1, not the nearest binary fraction."""
    return Decimal(f"{value:.15g}")


def number_in(digits: str) -> Decimal | None:
    """A number with its separators: groups of three digits are thousands, another last group is decimals, and so is
    every group after a zero (“0,125”). None where it is neither, and for “1,500”, which is 1,5 to one office and 1500
    to another, unless it ends in “000”."""
    text = re.sub(r"\s", "", digits).strip(".,")
    if re.fullmatch(r"[1-9]\d{0,2},(?!000)\d{3}", text):
        return None
    for thousands, decimal in ((".", ","), (",", ".")):
        grouped = rf"[1-9]\d{{0,2}}(?:\{thousands}\d{{3}})+(?:\{decimal}\d{{1,2}})?"
        if re.fullmatch(grouped, text):
            return Decimal(text.replace(thousands, "").replace(decimal, "."))
    if re.fullmatch(r"\d+(?:[.,]\d{1,2})?|0[.,]\d+", text):
        return Decimal(text.replace(",", "."))
    return None


def _no_amount(value: CellValue) -> ValueRefused:
    return ValueRefused(
        _("“%(value)s” is no amount of money.") % {"value": text_of(value)[:60]},
        _("Write whole đồng in digits, like 1.500.000."),
    )


# --- headings ---


def unit_in(heading: str) -> int | None:
    """How many đồng one of the heading's unit is: “Thiệt hại (triệu đồng)” → 1000000, “Thiệt hại (đồng)” → 1.
    None where it names no unit."""
    for bracket in re.findall(r"[(\[]([^)\]]*)", heading):
        if found := UNIT_ALONE.fullmatch(simplify(bracket)):
            return _times(found["many"])
    found = UNIT_WITHIN.search(_all_words(heading))
    return _times(found["counted"] or found["many"]) if found else None


def unit_for_all(text: str) -> int | None:
    """The unit that a line above a table names for all its sums, as in “ĐVT: triệu đồng”; None for other words."""
    found = UNIT_ALONE.fullmatch(_all_words(text))
    return _times(found["many"]) if found and found["counted"] else None


def without_unit(heading: str) -> str:
    """A heading as ``simplify`` leaves it, less the unit it names outside brackets: “Thiệt hại, triệu đồng” → “thiet hai”."""
    return " ".join(UNIT_WITHIN.sub(" ", simplify(heading)).split())


def _all_words(text: str) -> str:
    return simplify(re.sub(r"[()\[\]]", " ", text))


def _times(many: str | None) -> int:
    return UNITS.get(many) or int(many.replace(" ", "")) if many else 1
