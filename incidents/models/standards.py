"""The yearly standard “An toàn về an ninh, trật tự” (TT 124/2021/TT-BCA): how many registered, how many met it."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.mediations import hamlet_in_commune
from incidents.models.movement import YEARS
from units.models import Commune, Hamlet
from units.models.scoped import CommuneOwnedQuerySet, Record


class StandardOf(models.TextChoices):
    """Who registers for the yearly standard of safety, security and order (TT 124/2021/TT-BCA)."""

    FAMILIES = "families", _("families")
    AGENCIES = "agencies", _("agencies")
    SCHOOLS = "schools", _("schools")
    ENTERPRISES = "enterprises", _("enterprises")
    HAMLETS = "hamlets", _("hamlets")


@pghistory.track()
class SafetyStandard(Record):
    """How many registered for a year's standard “An toàn về an ninh, trật tự” and how many met it.

    Families are counted by hamlet, all others for the commune. ``met`` is empty until the year is judged.
    Source: TT 124/2021/TT-BCA.
    """

    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        related_name="safety_standards",
        verbose_name=_("commune"),
    )
    hamlet = models.ForeignKey(
        Hamlet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="safety_standards",
        verbose_name=_("hamlet"),
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    kind = models.CharField(_("who registers"), max_length=11, choices=StandardOf.choices)
    registered = models.PositiveIntegerField(_("registered"))
    met = models.PositiveIntegerField(_("met the standard"), null=True, blank=True)

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("yearly safety standard")
        verbose_name_plural = _("yearly safety standards")
        ordering = ["-year", "commune_id", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "hamlet", "year", "kind"],
                name="safetystandard_once",
                nulls_distinct=False,
                violation_error_message=_("This year is written down already."),
            ),
            models.CheckConstraint(
                name="safetystandard_met_within",
                condition=Q(met__isnull=True) | Q(met__lte=F("registered")),
                violation_error_message=_("More met the standard than registered for it."),
            ),
            models.CheckConstraint(
                name="safetystandard_by_hamlet",
                condition=(Q(kind=StandardOf.FAMILIES) & Q(hamlet__isnull=False))
                | (~Q(kind=StandardOf.FAMILIES) & Q(hamlet__isnull=True)),
                violation_error_message=_("Families are counted by hamlet, all others by commune."),
            ),
        ]
        triggers = [*Record.Meta.triggers, hamlet_in_commune("standard")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"
