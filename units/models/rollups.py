"""Figures that triggers keep exact within each transaction; nobody edits them, ``recount`` proves them."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.communes import Commune
from units.models.equipment import EquipmentType
from units.models.jurisdictions import Jurisdiction
from units.models.norms import EquipmentNorm, EstablishmentNorm
from units.models.posts import Position
from units.models.scoped import CommuneOwnedQuerySet, JurisdictionOwnedQuerySet


class Due(models.Model):
    """How many a commune is due during a period, and the norm that says so.

    ``low`` and ``high`` are empty where the number is unknown (a population not recorded) and where
    it follows the headcount of the day (``by_headcount``), which is read with the day.
    """

    validity = DateRangeField(_("validity"))
    low = models.IntegerField(_("from"), null=True)
    high = models.IntegerField(_("up to"), null=True)
    by_headcount = models.BooleanField(_("follows headcount"), default=False)

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta:
        abstract = True


class EstablishmentDue(Due):
    """How many of a position a commune is due during a period."""

    commune = models.ForeignKey(
        Commune,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        verbose_name=_("commune"),
    )
    position = models.ForeignKey(
        Position, on_delete=models.CASCADE, related_name="+", verbose_name=_("position")
    )
    norm = models.ForeignKey(
        EstablishmentNorm, on_delete=models.CASCADE, related_name="+", verbose_name=_("norm")
    )

    class Meta:
        verbose_name = _("establishment due")
        verbose_name_plural = _("establishment dues")
        indexes = [models.Index(fields=["commune", "position"], name="establishment_due_lookup")]

    def __str__(self) -> str:
        return f"{self.position_id}@{self.commune_id}: {self.low}"


class EquipmentDue(Due):
    """How many of a kind of equipment a commune is due during a period."""

    commune = models.ForeignKey(
        Commune,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        verbose_name=_("commune"),
    )
    type = models.ForeignKey(
        EquipmentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("equipment type")
    )
    norm = models.ForeignKey(
        EquipmentNorm, on_delete=models.CASCADE, related_name="+", verbose_name=_("norm")
    )

    class Meta:
        verbose_name = _("equipment due")
        verbose_name_plural = _("equipment dues")
        indexes = [models.Index(fields=["commune", "type"], name="equipment_due_lookup")]

    def __str__(self) -> str:
        return f"{self.type_id}@{self.commune_id}: {self.low}"


class Month(models.Model):
    """Comings and goings of main posts in a month (its first day).

    ``joined`` counts first days in post, ``ended`` first days no longer in post, so that the sum of
    ``joined - ended`` up to a month is exactly the headcount on its last day.
    """

    month = models.DateField(_("month"))
    joined = models.IntegerField(_("joined"), default=0)
    ended = models.IntegerField(_("ended"), default=0)

    class Meta:
        abstract = True


class HeadcountMonth(Month):
    """Comings and goings of a commune's holders of a position."""

    commune = models.ForeignKey(
        Commune,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        verbose_name=_("commune"),
    )
    position = models.ForeignKey(
        Position, on_delete=models.CASCADE, related_name="+", verbose_name=_("position")
    )

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("headcount by month")
        verbose_name_plural = _("headcounts by month")
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "position", "month"],
                include=["joined", "ended"],
                name="headcount_month_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}: +{self.joined} −{self.ended}"


class JurisdictionHeadcountMonth(Month):
    """The same for the communes that lie directly in a jurisdiction, so that a nation's series reads few rows."""

    jurisdiction = models.ForeignKey(
        Jurisdiction,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        verbose_name=_("jurisdiction"),
    )
    position = models.ForeignKey(
        Position, on_delete=models.CASCADE, related_name="+", verbose_name=_("position")
    )

    objects = JurisdictionOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("headcount of a jurisdiction by month")
        verbose_name_plural = _("headcounts of jurisdictions by month")
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "position", "month"],
                include=["joined", "ended"],
                name="jurisdiction_headcount_month_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}: +{self.joined} −{self.ended}"
