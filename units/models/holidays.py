"""Days that are no working days although they are weekdays, and the Saturdays worked in exchange."""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from units.models.fields import NameField
from units.models.scoped import Record


@pghistory.track()
class PublicHoliday(Record):
    """One day of a public holiday, or (``is_worked``) a weekend day on which offices are open in exchange.

    Source: Labour Code 45/2019/QH14, art. 112, and the government's yearly announcement (recall: the
    lunar days and the exchanged days of each year are to be checked with that announcement).
    """

    day = models.DateField(_("day"), unique=True)
    name = NameField(_("name"), max_length=120)
    is_worked = models.BooleanField(
        _("worked in exchange"),
        default=False,
        help_text=_("A Saturday or Sunday on which offices are open instead of another day."),
    )
    is_verified = models.BooleanField(_("checked with the announcement"), default=False)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")
        ordering = ["day"]

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the day together with what is counted anew because of it."""
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"
