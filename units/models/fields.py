"""Fields and choices that several models share: composed Unicode text, dates known roughly, digits."""

import unicodedata
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


def tidy_text(value: str) -> str:
    """Return ``value`` in composed Unicode (NFC), outer and doubled spaces removed."""
    return " ".join(unicodedata.normalize("NFC", value).split())


class NameField(models.CharField):
    """One line of text, always stored in NFC with single spaces."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return tidy_text(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return tidy_text(value) if isinstance(value, str) else value


class ProseField(models.TextField):
    """Several lines of text, always stored in NFC."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value


class DatePrecision(models.TextChoices):
    """How exactly a date is known; the stored day is the first of the month or year otherwise."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")


class PrecisionField(models.CharField):
    """The precision that belongs to a date beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 5)
        kwargs.setdefault("choices", DatePrecision.choices)
        kwargs.setdefault("default", DatePrecision.DAY)
        super().__init__(*args, **kwargs)


citizen_id_validator = RegexValidator(
    r"^0\d{11}$", _("A citizen ID (CCCD) is 12 digits and begins with 0.")
)
phone_validator = RegexValidator(
    r"^0\d{9,10}$", _("A phone number is 10 digits and begins with 0.")
)
person_phone_validator = RegexValidator(
    r"^0\d{9}$", _("A phone number has 10 digits and begins with 0.")
)
commune_code_validator = RegexValidator(r"^\d{5}$", _("A commune's code is 5 digits."))


def validity_order(name: str) -> models.CheckConstraint:
    """Return the constraint that ``valid_until`` does not come before ``valid_from``."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(valid_from__isnull=True)
        | models.Q(valid_until__isnull=True)
        | models.Q(valid_until__gte=models.F("valid_from")),
        violation_error_message=_("The last day comes before the first day."),
    )
