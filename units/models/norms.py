"""Norms: how many of a position or of a kind of equipment a commune is due, by dated, sourced rule."""

from __future__ import annotations

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.models.communes import Commune
from units.models.equipment import EquipmentType
from units.models.fields import NameField, ProseField, validity_order
from units.models.jurisdictions import Jurisdiction
from units.models.posts import ForceType, Position
from units.models.scoped import JurisdictionOwnedQuerySet, Record


class NormKind(models.TextChoices):
    """The shapes a norm takes in the texts."""

    FIXED = "fixed", _("a number")
    RANGE = "range", _("a range")
    BAND = "band", _("bands with steps")
    SHARE = "share", _("a share of headcount")


class Measure(models.TextChoices):
    """What the bands of a norm are read against."""

    POPULATION = "population", _("population")
    HAMLETS = "hamlets", _("number of hamlets")
    HEADCOUNT = "headcount", _("headcount")


class Rounding(models.TextChoices):
    """How a share becomes whole."""

    UP = "up", _("up")
    NEAREST = "nearest", _("to the nearest, half up")
    DOWN = "down", _("down")


class Norm(Record):
    """A rule of how many are due. The most particular rule wins: for one commune, then for key
    communes, then for a class, then for a jurisdiction (the nearest), then for all."""

    jurisdiction = models.ForeignKey(
        Jurisdiction,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("jurisdiction"),
        help_text=_("Empty: everywhere."),
    )
    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only for the commune"),
    )
    commune_class = models.PositiveSmallIntegerField(
        _("only for class"), choices=[(1, "1"), (2, "2"), (3, "3")], null=True, blank=True
    )
    key_only = models.BooleanField(_("only for key communes"), default=False)
    kind = models.CharField(_("kind"), max_length=5, choices=NormKind.choices)
    per_hamlet = models.BooleanField(
        _("for each hamlet"), default=False, help_text=_("Added up over the commune's hamlets.")
    )
    low = models.PositiveSmallIntegerField(_("number, or from"), null=True, blank=True)
    high = models.PositiveSmallIntegerField(_("up to"), null=True, blank=True)
    measure = models.CharField(_("measured by"), max_length=10, choices=Measure.choices, blank=True)
    share_percent = models.DecimalField(
        _("share (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1000)],
    )
    rounding = models.CharField(
        _("rounding"), max_length=7, choices=Rounding.choices, default=Rounding.UP
    )
    instrument = NameField(_("instrument"), max_length=160)
    article = NameField(_("article"), max_length=80, blank=True)
    is_verified = models.BooleanField(
        _("checked against the original text"),
        default=False,
        help_text=_("Until then the figure is shown as “to be checked with the original text”."),
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    note = ProseField(_("note"), blank=True)

    objects = JurisdictionOwnedQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = True
        constraints = [
            validity_order("%(class)s_valid_order"),
            models.CheckConstraint(
                name="%(class)s_whole",
                condition=(
                    Q(kind="fixed", low__isnull=False)
                    | Q(kind="range", low__isnull=False, high__gte=F("low"))
                    | (Q(kind="band") & ~Q(measure=""))
                    | Q(kind="share", share_percent__isnull=False)
                ),
                violation_error_message=_(
                    "Fill in what this kind of norm needs: the number, both ends of the range, "
                    "the measure of the bands, or the share."
                ),
            ),
        ]


class NormBand(models.Model):
    """One band: over ``above`` the number is ``number``, plus ``step_number`` for each full
    ``step_size`` beyond ``above``."""

    above = models.PositiveIntegerField(
        _("over"), help_text=_("The band begins just over this value; 0 for the first.")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    number_high = models.PositiveSmallIntegerField(_("up to"), null=True, blank=True)
    step_size = models.PositiveIntegerField(
        _("step"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    step_number = models.PositiveSmallIntegerField(_("added per full step"), default=0)

    class Meta:
        abstract = True
        ordering = ["above"]

    def __str__(self) -> str:
        return f"> {self.above}: {self.number}"


@pghistory.track()
class EstablishmentNorm(Norm):
    """How many of a position a commune is due (định biên)."""

    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="norms", verbose_name=_("position")
    )

    class Meta(Norm.Meta):
        abstract = False
        verbose_name = _("establishment norm")
        verbose_name_plural = _("establishment norms")
        ordering = ["position", "-valid_from", "id"]

    def __str__(self) -> str:
        return f"{self.position}: {self.instrument} {self.article}".strip()


@pghistory.track()
class EstablishmentBand(NormBand):
    """A band of an establishment norm."""

    norm = models.ForeignKey(EstablishmentNorm, on_delete=models.CASCADE, related_name="bands")

    class Meta(NormBand.Meta):
        abstract = False
        verbose_name = _("band")
        verbose_name_plural = _("bands")
        constraints = [
            models.UniqueConstraint(fields=["norm", "above"], name="establishment_band_once")
        ]


@pghistory.track()
class EquipmentNorm(Norm):
    """How many of a kind of equipment a commune is due; shares are of the named force's headcount."""

    type = models.ForeignKey(
        EquipmentType,
        on_delete=models.PROTECT,
        related_name="norms",
        verbose_name=_("equipment type"),
    )
    force_type = models.ForeignKey(
        ForceType,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("headcount of the force"),
        help_text=_("Empty: everybody serving."),
    )

    class Meta(Norm.Meta):
        abstract = False
        verbose_name = _("equipment norm")
        verbose_name_plural = _("equipment norms")
        ordering = ["type", "-valid_from", "id"]

    def __str__(self) -> str:
        return f"{self.type}: {self.instrument} {self.article}".strip()


@pghistory.track()
class EquipmentBand(NormBand):
    """A band of an equipment norm."""

    norm = models.ForeignKey(EquipmentNorm, on_delete=models.CASCADE, related_name="bands")

    class Meta(NormBand.Meta):
        abstract = False
        verbose_name = _("band")
        verbose_name_plural = _("bands")
        constraints = [
            models.UniqueConstraint(fields=["norm", "above"], name="equipment_band_once")
        ]
