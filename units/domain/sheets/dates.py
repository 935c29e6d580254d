"""Dates as offices write them, with the precision that they really have: no day is ever invented."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from units.domain.sheets.grid import CellValue
from units.domain.sheets.problems import ValueRefused
from units.domain.sheets.values import text_of

FIRST_YEAR, LAST_YEAR = 1900, 2100
# 1927-05-18 to 2100: numbers of five digits. Of four digits only a year is believed, the rest are slips of the finger.
FIRST_SERIAL, LAST_SERIAL = 10_000, 73_415
EXCEL_START = date(1899, 12, 30)
DAYS_TO_1904 = 1462


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class KnownDate:
    """A date as exactly as it is known; `value` is the first day of the month or year otherwise."""

    value: date
    precision: Precision = Precision.DAY

    def agrees_with(self, other: KnownDate) -> bool:
        """Whether both can be the same day, as far as both are known."""
        if self.value.year != other.value.year:
            return False
        if Precision.YEAR in (self.precision, other.precision):
            return True
        if self.value.month != other.value.month:
            return False
        return (
            Precision.MONTH in (self.precision, other.precision)
            or self.value.day == other.value.day
        )

    def __str__(self) -> str:
        patterns = {Precision.DAY: "%d/%m/%Y", Precision.MONTH: "%m/%Y", Precision.YEAR: "%Y"}
        return self.value.strftime(patterns[self.precision])


def year_only(year: int) -> KnownDate:
    return KnownDate(date(year, 1, 1), Precision.YEAR)


def parse_date(value: CellValue, *, counts_from_1904: bool = False, advice: str = "") -> KnownDate:
    """A real date, an Excel serial, dd/mm/yyyy text, mm/yyyy or only a year. Raises ValueRefused for all else.

    ``advice`` says how a date of this column is written, where that of a birth would mislead.
    """
    try:
        return _parse(value, counts_from_1904=counts_from_1904)
    except _NoDateError as refused:
        raise ValueRefused(refused.what, advice or refused.how_to_mend) from refused


class _NoDateError(ValueRefused):
    """The value is not written as a date."""


def _parse(value: CellValue, *, counts_from_1904: bool) -> KnownDate:
    if isinstance(value, datetime):
        return _from_date(value.date())
    if isinstance(value, date):
        return _from_date(value)
    if isinstance(value, bool):
        raise _not_a_date(value)
    if isinstance(value, int | float):
        return _from_number(value, counts_from_1904)
    return _from_text(text_of(value))


def _from_date(value: date) -> KnownDate:
    """A cell formatted as a date in which only a year was typed shows a day of 1905; the year is meant."""
    serial = (value - EXCEL_START).days
    if FIRST_YEAR <= serial <= LAST_YEAR:
        return year_only(serial)
    return KnownDate(value)


def _from_number(value: float, counts_from_1904: bool = False) -> KnownDate:
    if not FIRST_YEAR <= value <= LAST_SERIAL:
        raise _not_a_date(value)
    if value <= LAST_YEAR and float(value).is_integer():
        return year_only(int(value))
    if value < FIRST_SERIAL:
        raise _not_a_date(value)
    start = EXCEL_START + timedelta(days=DAYS_TO_1904 if counts_from_1904 else 0)
    return KnownDate(start + timedelta(days=int(value)))


def _from_text(text: str) -> KnownDate:
    cleaned = re.sub(r"^(ngày|sinh ngày|sn|sinh năm|năm)[\s.:]+", "", text.lower())
    cleaned = re.sub(r"\s*(tháng|năm)\s*", "/", cleaned).strip("/ ")
    cleaned = re.sub(
        r"\s*[-./\s]\s*", "/", re.sub(r"[t\s]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$", "", cleaned)
    )
    if re.fullmatch(r"\d{5}", cleaned):
        return _from_number(int(cleaned))
    if match := re.fullmatch(r"(\d{4})/(\d{1,2})/(\d{1,2})", cleaned):
        year, month, day = (int(piece) for piece in match.groups())
        return _build(text, year, month, day)
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", cleaned):
        day, month, year = (int(piece) for piece in match.groups())
        return _build(text, year, month, day)
    if match := re.fullmatch(r"(?:(\d{1,2})/)?(\d{4})", cleaned):
        return _build(text, int(match.group(2)), int(match.group(1) or 0), 0)
    if re.fullmatch(r"(\d{1,2}/){1,2}\d{2}", cleaned):
        raise _NoDateError(
            _("“%(value)s” does not say in which century the year is.") % {"value": text},
            _("Write the year with four digits, for example 05/03/1985."),
        )
    raise _not_a_date(text)


def _build(text: str, year: int, month: int, day: int) -> KnownDate:
    """0 stands for a part that is not known, as in 00/00/1985."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueRefused(
            _("“%(value)s” lies outside the years %(first)s to %(last)s.")
            % {"value": text, "first": FIRST_YEAR, "last": LAST_YEAR},
            _("Compare it with the paper."),
        )
    if month == 0 and day == 0:
        return year_only(year)
    if month == 0:
        raise _not_a_date(text)
    try:
        return KnownDate(date(year, month, day or 1), Precision.DAY if day else Precision.MONTH)
    except ValueError as error:
        raise _no_such_day(text, month, day) from error


def _no_such_day(text: str, month: int, day: int) -> ValueRefused:
    if month > 12 and 1 <= day <= 12:
        return ValueRefused(
            _("“%(value)s” has no month %(month)s; day and month may be exchanged.")
            % {"value": text, "month": month},
            _("Write day/month/year."),
        )
    return ValueRefused(
        _("There is no such day as %(value)s.") % {"value": text},
        _("Write a real date, only the month and year, or only the year."),
    )


def _not_a_date(value: object) -> _NoDateError:
    return _NoDateError(
        _("“%(value)s” is not a date.") % {"value": value},
        _("Write it like 05/03/1985, or 03/1985 or 1985 when no more is known."),
    )


def today_or_before(known: KnownDate, today: date) -> bool:
    return known.value <= today
