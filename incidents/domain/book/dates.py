"""Days as books of incidents write them: of a year in two digits, the last such year that has been is meant."""

from __future__ import annotations

import datetime
import re
import unicodedata

from django.utils.translation import gettext as _

from incidents.domain.days import FIRST_YEAR
from units.domain.sheets.dates import KnownDate, parse_date
from units.domain.sheets.grid import CellValue
from units.domain.sheets.problems import ValueRefused
from units.domain.sheets.values import text_of

_D = r"\d{1,2}"
# 05/03/2025, 6/3/25, 2025-03-05 within other words; signs may differ only before four digits (“22h30-05/03/2025”).
DAY_IN_TEXT = re.compile(
    rf"(?<!\d)(?:{_D}\s*(?P<sign>[/.-])\s*{_D}\s*(?P=sign)\s*(?:\d{{4}}|\d\d)(?!\d)(?!(?P=sign)\d)"
    rf"|{_D}\s*[/.-]\s*{_D}\s*[/.-]\s*\d{{4}}(?!\d)|\d{{4}}-{_D}-{_D}(?!\d))"
)
SHORT_YEAR = re.compile(rf"(?:ngày\s+)?({_D})\s*([/.-])\s*({_D})\s*\2\s*(\d\d)", re.I)
# “15/8/2026 âm lịch”, “15/8 ÂL”; “âm” with its sign is no AM.
LUNAR = re.compile(r"\bâm\b|\bam\s*l(?:ịch|ich)?\b|\b[âa]\.?\s?l\b", re.I)
WORDED = re.compile(rf"({_D})\s*tháng\s*({_D})(?:\s*(?:năm|[/.,-])\s*(\d{{4}}|\d\d)\b)?", re.I)


def read_day(
    value: CellValue, today: datetime.date, advice: str = "", *, counts_from_1904: bool = False
) -> KnownDate:
    """A date as in ``parse_date``, and “6/3/25”. Raises ``ValueRefused``, with ``advice`` where it is no date."""
    if isinstance(value, str):
        refuse_lunar(text_of(value))
    if isinstance(value, str) and (short := SHORT_YEAR.fullmatch(text_of(value))):
        day, month, digits = (int(short[index]) for index in (1, 3, 4))
        year = 2000 + digits
        if (year, month, day) > (today.year, today.month, today.day):
            year -= 100
        if year < FIRST_YEAR:
            raise ValueRefused(
                _("“%(value)s” does not say in which century the year is.")
                % {"value": text_of(value)},
                advice or day_advice(),
            )
        value = f"{day}/{month}/{year}"
    return parse_date(value, counts_from_1904=counts_from_1904, advice=advice or day_advice())


def refuse_lunar(said: str) -> None:
    """Raise ``ValueRefused`` for a day of the lunar calendar, which lies about a month later than it reads."""
    if LUNAR.search(unicodedata.normalize("NFC", said)):
        raise ValueRefused(
            _("“%(value)s” is a day of the lunar calendar.") % {"value": said[:60]},
            _("Write the day of the solar calendar, like 05/03/2025."),
        )


def day_advice() -> str:
    """How a day on which something happened is written."""
    return _("Write it like 05/03/2025, or 03/2025 when only the month is known.")


def in_digits(text: str) -> str:
    """The text with “ngày 06 tháng 3 năm 2025” in digits: “ngày 06/3/2025”."""
    return WORDED.sub(lambda found: "/".join(part for part in found.groups() if part), text)
