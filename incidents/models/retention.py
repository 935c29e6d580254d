"""How long it is kept who the persons of a closed incident and the parties of a closed mediation were."""

from __future__ import annotations

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models.fields import NameField, ProseField
from units.models.scoped import Record


class RetentionOf(models.TextChoices):
    """Whose identity a period speaks of."""

    INCIDENT_PERSONS = "incident_persons", _("persons involved in incidents")
    MEDIATION_PARTIES = "mediation_parties", _("parties of mediations")


@pghistory.track()
class RetentionPeriod(Record):
    """After how many months from the outcome persons are made anonymous (``manage.py anonymise_persons``).

    Without a row nobody is: how long is for the administrator to decide, by the law on the protection of
    personal data (NĐ 13/2023; recall: the law in force since 2026) and of archives.
    """

    subject = models.CharField(_("whose"), max_length=20, choices=RetentionOf.choices, unique=True)
    months = models.PositiveSmallIntegerField(
        _("months after the outcome"), validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    instrument = NameField(_("instrument"), max_length=200, blank=True)
    note = ProseField(_("note"), blank=True)
    is_verified = models.BooleanField(_("checked with the original text"), default=False)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("period of retention")
        verbose_name_plural = _("periods of retention")
        ordering = ["subject"]
        constraints = [
            models.CheckConstraint(
                name="retention_months_positive",
                condition=Q(months__gte=1),
                violation_error_message=_("At least one month."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_subject_display())
