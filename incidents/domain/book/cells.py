"""Cells of a book as offices write them: numbers of people, degrees; times, outcomes, persons and sums of money have own files."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from incidents.domain.book.amounts import NONE_WORDS
from units.domain.sheets.grid import CellValue
from units.domain.sheets.headers import simplify
from units.domain.sheets.problems import ValueRefused
from units.domain.sheets.values import text_of

# ``simplify`` drops the sign.
BELOW_NONE = re.compile(r"[-‐‑‒–—−]\s*\d")


def parse_people(value: CellValue) -> int:
    """A number of people: 2, “02 người”, “không”. Raises ``ValueRefused``."""
    text = text_of(value)
    plain = simplify(text)
    if plain in NONE_WORDS:
        return 0
    found = re.fullmatch(r"(\d{1,4})(?: nguoi)?", plain)
    if found is None or BELOW_NONE.search(text):
        raise ValueRefused(
            _("“%(value)s” is no number of people.") % {"value": text},
            _("Write a whole number; 0 where there was nobody."),
        )
    return int(found.group(1))


def parse_degrees(value: CellValue) -> float:
    """A coordinate: 10.5920, “10,5920”. Raises ``ValueRefused``."""
    text = text_of(value).replace(",", ".")
    try:
        return float(text)
    except ValueError:
        raise ValueRefused(
            _("“%(value)s” is no degrees.") % {"value": text[:40]}, _("Write it like 10.5920.")
        ) from None
