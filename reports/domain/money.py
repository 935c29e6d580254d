"""Amounts in whole đồng as officials type and read them: 1.490.000, 600 triệu, 2,4 tỷ."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

MILLION, BILLION = 10**6, 10**9
MOST = 10**15
# Words of amounts with and without diacritics, and as the English interface writes them.
UNITS = {
    "": 1,
    "d": 1,
    "dong": 1,
    "vnd": 1,
    "nghin": 1_000,
    "ngan": 1_000,
    "tr": MILLION,
    "trieu": MILLION,
    "million": MILLION,
    "ty": BILLION,
    "ti": BILLION,
    "billion": BILLION,
}
AMOUNT = re.compile(r"^(?P<number>[\d.,]+)(?P<unit>[a-z]*?)(?:dong|vnd|d)?$")
GROUPED = re.compile(r"^\d{1,3}([.,]\d{3})+$")


def read_money(typed: str) -> int | None:
    """Return the amount in đồng; nothing typed is ``None``. Raises ``ValidationError`` with what to type."""
    text = _plain(typed)
    if not text:
        return None
    match = AMOUNT.match(text)
    unit = UNITS.get(match["unit"]) if match else None
    number = _number(match["number"], has_unit=unit != 1) if match and unit else None
    if number is None or unit is None:
        raise ValidationError(
            _("“%(typed)s” is not an amount. Type it as 2.400.000.000, or as 2,4 tỷ.")
            % {"typed": typed.strip()[:40]}
        )
    amount = number * unit
    if amount != int(amount):
        raise ValidationError(_("An amount in đồng has no decimals."))
    if amount > MOST:
        raise ValidationError(_("This amount is too large."))
    return int(amount)


def _plain(typed: str) -> str:
    text = unicodedata.normalize("NFD", typed.lower().replace("đ", "d").replace("₫", "d"))
    return "".join(sign for sign in text if not unicodedata.combining(sign) and not sign.isspace())


def _number(text: str, *, has_unit: bool) -> Decimal | None:
    """Read the digits: dots group thousands; a comma, or a dot that groups nothing, is decimal before a word."""
    if GROUPED.match(text) and not ("," in text and has_unit):
        text = text.replace(".", "").replace(",", "")
    elif has_unit:
        if "," in text and "." in text:
            text = text.replace(".", "")
        text = text.replace(",", ".")
    elif not text.isdigit():
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def full_money(amount: int) -> str:
    """Write every digit: 2.400.000.000 đồng."""
    return _("%(amount)s VND") % {"amount": number_format(amount, force_grouping=True)}


def short_money(amount: int) -> str:
    """Write an amount as it is spoken: 2,4 tỷ đồng, 600 triệu đồng; every digit where that would round it."""
    for unit, words in ((BILLION, _("%s billion VND")), (MILLION, _("%s million VND"))):
        if amount >= unit:
            share = Decimal(amount) / unit
            if share == round(share, 3):
                return words % number_format(share.normalize(), use_l10n=True, force_grouping=True)
    return full_money(amount)
