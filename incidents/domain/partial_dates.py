"""A date as far as it is known: day, month or only the year, typed in one field."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from units.domain.sheets.dates import parse_date
from units.domain.sheets.problems import ValueRefused

PATTERNS = {"day": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y"}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """The first day of what is known, and how exactly it is known (day, month, year)."""

    value: datetime.date
    precision: str

    def __str__(self) -> str:
        return self.value.strftime(PATTERNS[self.precision])


def read_partial_date(text: str, *, today: datetime.date) -> PartialDate:
    """Read 15/03/2024, 03/2024 or 2024. Raises ``ValidationError`` for anything else or a future day."""
    try:
        known = parse_date(text)
    except ValueRefused as problem:
        raise ValidationError(
            _("Write it like 15/03/2024, or 03/2024 or 2024 when no more is known.")
        ) from problem
    if known.value > today:
        raise ValidationError(_("This day has not come yet."))
    return PartialDate(known.value, str(known.precision))


def write_partial_date(value: datetime.date | None, precision: str) -> str:
    """Write a date as far as it is known; empty when nothing is."""
    return str(PartialDate(value, precision)) if value else ""
