"""The parties of a quarrel: who they are is kept apart, and for a time only."""

from __future__ import annotations

from typing import Any

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.mediations import Mediation, MediationPartQuerySet
from units.models.fields import NameField, person_phone_validator
from units.models.scoped import Record

# What says who a party is, as it stands where nothing is said.
PARTY_IDENTITY: dict[str, Any] = {"full_name": "", "birth_year": None, "phone": "", "address": ""}


def this_year() -> int:
    """Return the latest year in which a party can have been born."""
    return timezone.localdate().year


@pghistory.track(exclude=["submission_key"])
class MediationParty(Record):
    """One party of a quarrel. Who it is (``PARTY_IDENTITY``), is shown to those who handle it, each look
    recorded, and emptied after the retention period (``anonymised_on``); everybody else sees the initials. One form
    writes one party, by its ``submission_key``: two of one name may stand there."""

    mediation = models.ForeignKey(
        Mediation, on_delete=models.CASCADE, related_name="parties", verbose_name=_("mediation")
    )
    full_name = NameField(_("full name"), max_length=120, blank=True)
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(this_year)],
    )
    phone = models.CharField(
        _("phone"),
        max_length=12,
        blank=True,
        validators=[person_phone_validator],
    )
    address = NameField(_("address"), max_length=200, blank=True)
    anonymised_on = models.DateField(_("made anonymous on"), null=True, blank=True, editable=False)
    submission_key = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)

    objects = MediationPartQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("party of a mediation")
        verbose_name_plural = _("parties of mediations")
        ordering = ["mediation_id", "id"]
        constraints = [
            models.CheckConstraint(
                name="mediationparty_named_or_anonymous",
                condition=(Q(anonymised_on__isnull=True) & ~Q(full_name=""))
                | Q(
                    anonymised_on__isnull=False,
                    full_name="",
                    birth_year__isnull=True,
                    phone="",
                    address="",
                ),
                violation_error_message=_(
                    "A party has a name; nothing is written of one made anonymous."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.initials or f"#{self.pk}"

    @property
    def initials(self) -> str:
        """The first letters of the name: N.V.A.; empty once made anonymous."""
        return "".join(f"{word[0].upper()}." for word in self.full_name.split())
