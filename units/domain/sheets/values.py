"""Values of cells as a roster means them: text, names, sex, yes or no. Numbers of identity and dates have own files."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.utils.translation import gettext as _

from units.domain.sheets.grid import CellValue
from units.domain.sheets.headers import simplify
from units.domain.sheets.problems import ValueRefused
from units.domain.sheets.syllables import TONES

FORMULA_ERROR = re.compile(r"^#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!)$")
TITLES_BEFORE_NAMES = re.compile(
    r"^(đ/c|đ\.c|đc|đồng chí|ông|bà|anh|chị)[.:]?\s+(?=\S+\s+\S)", re.I
)
# A leading sign makes Excel read a cell as a formula; our exports put an apostrophe before it, taken off again here.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

MARKS = {
    "x",
    "v",
    "co",
    "yes",
    "y",
    "true",
    "dung",
    "1",
    "dang vien",
    "da",
    "✓",
    "✔",
    "☑",
    "●",
    "•",
}
NO_MARKS = {
    "",
    "0",
    "khong",
    "no",
    "n",
    "false",
    "sai",
    "chua",
    "-",
    "o",
    "quan chung",
    "☐",
    "k",
    "ko",
}
MALE = {"nam", "m", "male", "trai", "1 nam", "ong"}
FEMALE = {"nu", "f", "female", "gai", "0 nu", "ba"}


@dataclass(frozen=True, slots=True)
class PersonName:
    """Family, middle and given name, each in NFC; the middle name may be empty."""

    family: str
    middle: str
    given: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.family, self.middle, self.given) if part)


def neutralise(text: str) -> str:
    """The text as it may stand in an exported cell: never read as a formula. `restore` gives it back."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) or text.startswith("'") else text


def restore(text: str) -> str:
    """Undo `neutralise`."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*FORMULA_SIGNS, "'")) else text


def text_of(value: CellValue) -> str:
    """The cell as a person reads it, on one line; ValueRefused for a formula that failed."""
    if value is None:
        return ""
    if isinstance(value, str):
        if FORMULA_ERROR.match(value.strip()):
            raise ValueRefused(
                _("The formula in this cell failed (%(value)s).") % {"value": value.strip()},
                _("Type the value itself."),
            )
        return restore(" ".join(unicodedata.normalize("NFC", value).split()))
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return value.isoformat() if isinstance(value, time) else str(value)


def parse_full_name(value: CellValue) -> PersonName:
    """A whole name in one cell. Raises ValueRefused when it is no name or only half of one."""
    text = TITLES_BEFORE_NAMES.sub("", text_of(value))
    words = _name_words(text)
    if len(words) < 2:
        raise ValueRefused(
            _("“%(value)s” is only part of a name.") % {"value": text},
            _("Write family, middle and given name."),
        )
    return PersonName(words[0], " ".join(words[1:-1]), words[-1])


def parse_name_parts(family: CellValue, middle: CellValue, given: CellValue) -> PersonName:
    """A name over two or three cells; the first may hold family and middle names together."""
    before = TITLES_BEFORE_NAMES.sub("", f"{text_of(family)} {text_of(middle)}".strip())
    return parse_full_name(f"{before} {text_of(given)}".strip())


@lru_cache(maxsize=65536)
def spelling_key(text: str) -> str:
    """The text without regard to case, doubled spaces and where a tone is written (Hoà = Hòa)."""
    words: list[str] = []
    for word in unicodedata.normalize("NFD", text.replace("’", "'").casefold()).split():
        tones = "".join(character for character in word if character in TONES)
        words.append("".join(character for character in word if character not in TONES) + tones)
    return unicodedata.normalize("NFC", " ".join(words))


def _name_words(text: str) -> list[str]:
    if not text or re.search(r"[^\w\s'’.-]|[\d_]", text):
        raise ValueRefused(
            _("“%(value)s” is not a name of a person.") % {"value": text},
            _("Write the name in letters only; put everything else in the note."),
        )
    if text.isupper() or text.islower():
        text = text.lower()
    return [
        "-".join(part[:1].upper() + part[1:] for part in word.split("-")) for word in text.split()
    ]


def parse_sex(value: CellValue) -> str:
    """“m” or “f”."""
    text = simplify(text_of(value))
    if text in MALE:
        return "m"
    if text in FEMALE:
        return "f"
    raise ValueRefused(
        _("“%(value)s” is no sex.") % {"value": text_of(value)}, _("Write Nam or Nữ.")
    )


def parse_mark(value: CellValue) -> bool:
    """A cross, a tick, yes or no."""
    text = simplify(text_of(value))
    if text in MARKS:
        return True
    if text in NO_MARKS:
        return False
    raise ValueRefused(
        _("“%(value)s” is neither yes nor no.") % {"value": text_of(value)},
        _("Write x for yes and leave the cell empty for no."),
    )


def parse_decimal(value: CellValue) -> Decimal:
    """A number written 1,25 or 1.25 or kept as a number."""
    text = text_of(value).replace(" ", "")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", text):
        text = text.replace(".", "")
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise ValueRefused(
            _("“%(value)s” is not a number.") % {"value": text_of(value)}, _("Write it like 1,25.")
        ) from error
    return number
