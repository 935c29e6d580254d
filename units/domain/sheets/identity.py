"""Citizen IDs and telephone numbers, with the zeros that Excel takes from them.

Structure of the citizen ID: NĐ 137/2015 art. 13 and TT 07/2016/TT-BCA (recall): 3 digits of the place of birth registration, 1 of
century and sex, 2 of the year of birth, 6 random.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from units.domain.sheets.grid import CellValue
from units.domain.sheets.problems import ValueRefused
from units.domain.sheets.values import text_of

# The 63 codes of TT 07/2016 annex 1 (recall); numbers given out before 2025 keep them.
PROVINCE_CODES = frozenset(
    [
        "001",
        "002",
        "004",
        "006",
        "008",
        "010",
        "011",
        "012",
        "014",
        "015",
        "017",
        "019",
        "020",
        "022",
        "024",
        "025",
        "026",
        "027",
        "030",
        "031",
        "033",
        "034",
        "035",
        "036",
        "037",
        "038",
        "040",
        "042",
        "044",
        "045",
        "046",
        "048",
        "049",
        "051",
        "052",
        "054",
        "056",
        "058",
        "060",
        "062",
        "064",
        "066",
        "067",
        "068",
        "070",
        "072",
        "074",
        "075",
        "077",
        "079",
        "080",
        "082",
        "083",
        "084",
        "086",
        "087",
        "089",
        "091",
        "092",
        "093",
        "094",
        "095",
        "096",
    ]
)
MOBILE = re.compile(r"0[35789]\d{8}")
LANDLINE = re.compile(r"02\d{9}")
# Carriers' 11-digit prefixes until September 2018, and what they became.
OLD_MOBILE = {
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037", "0168": "038", "0169": "039",
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078", "0123": "083", "0124": "084", "0125": "085",
    "0127": "081", "0129": "082", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip

# Years; nobody older keeps a post (and an export must come back unchanged).
OLDEST = 100


def _digits(value: CellValue) -> str:
    text = re.sub(r"[\s.\-()'’,]", "", text_of(value))
    if re.fullmatch(r"\d[.,]?\d*E\+?\d+", text, re.I):
        raise ValueRefused(
            _("Excel has shortened this number to %(value)s; its last digits are lost.")
            % {"value": text_of(value)},
            _("Format the column as text and type the number again."),
        )
    return text


def parse_citizen_id(value: CellValue) -> str:
    """Twelve digits. Leading zeros that Excel dropped are put back where the number proves it."""
    text = _digits(value)
    if not text.isascii() or not text.isdigit():
        raise ValueRefused(
            _("“%(value)s” is not a citizen ID.") % {"value": text_of(value)},
            _("Write its 12 digits."),
        )
    if len(text) == 9:
        raise ValueRefused(
            _("%(value)s is an old 9-digit identity card number.") % {"value": text},
            _("Write the 12 digits of the citizen ID, or leave the cell empty."),
        )
    if len(text) in (10, 11) and text[0] != "0" and text.zfill(12)[:3] in PROVINCE_CODES:
        return text.zfill(12)
    if len(text) != 12:
        raise ValueRefused(
            _("A citizen ID has 12 digits, not %(count)s.") % {"count": len(text)},
            _("Compare it with the card."),
        )
    if text[:3] not in PROVINCE_CODES:
        raise ValueRefused(
            _("No province has the code %(code)s with which this citizen ID begins.")
            % {"code": text[:3]},
            _("Compare it with the card."),
        )
    return text


def sex_in(citizen_id: str) -> str:
    """“m” or “f”, from the digit of century and sex."""
    return "f" if int(citizen_id[3]) % 2 else "m"


def birth_year_in(citizen_id: str) -> int:
    return 1900 + int(citizen_id[3]) // 2 * 100 + int(citizen_id[4:6])


def parse_phone(value: CellValue) -> str:
    """Ten digits of a mobile, eleven of a landline, from 0. A leading zero that Excel dropped is put back."""
    text = _digits(value)
    text = re.sub(r"^(\+?84)(?=\d{9,10}$)", "0", text)
    if re.fullmatch(r"[35789]\d{8}|2\d{9}", text):
        text = "0" + text
    if MOBILE.fullmatch(text) or LANDLINE.fullmatch(text):
        return text
    if re.fullmatch(r"0?1\d{9}", text) and (new := OLD_MOBILE.get(text.zfill(11)[:4])):
        raise ValueRefused(
            _("%(value)s is an 11-digit number from before September 2018.")
            % {"value": text.zfill(11)},
            _("It is probably %(new)s now; ask the person, and write that.")
            % {"new": new + text.zfill(11)[4:]},
        )
    if re.search(r"[/;&]|hoặc", text):
        raise ValueRefused(
            _("There is more than one number in this cell."),
            _("Write one here and the others in the note."),
        )
    raise ValueRefused(
        _("“%(value)s” is not a telephone number.") % {"value": text_of(value)},
        _("Write 10 digits that begin with 0 (11 for a landline)."),
    )
