"""Police stations of communes: whose the building is, how large, in what state."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.communes import Commune, inclusive_range
from units.models.fields import NameField, ProseField, validity_order
from units.models.scoped import CommuneOwnedQuerySet, Record


class Tenure(models.TextChoices):
    """Whose the station's building is; ``none`` is a stated fact, unlike no row at all."""

    OWN = "own", _("own building")
    SHARED = "shared", _("shared with the People's Committee")
    RENTED = "rented", _("rented or lent")
    NONE = "none", _("no station")


class StationCondition(models.TextChoices):
    """The state a building is in."""

    GOOD = "good", _("good")
    WORN = "worn", _("worn, usable")
    POOR = "poor", _("poor, needs repair")
    UNSAFE = "unsafe", _("unsafe")


class LandTitle(models.TextChoices):
    """Where the land certificate stands."""

    HELD = "held", _("certificate held")
    PENDING = "pending", _("being issued")
    MISSING = "missing", _("no certificate")


@pghistory.track(exclude=["validity"])
class Station(Record):
    """The place a commune's police work from, during a period; a commune has one main station."""

    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        related_name="stations",
        verbose_name=_("commune"),
    )
    tenure = models.CharField(_("tenure"), max_length=6, choices=Tenure.choices)
    is_main = models.BooleanField(_("main station"), default=True)
    address = NameField(_("address"), max_length=200, blank=True)
    built_year = models.PositiveSmallIntegerField(
        _("year built"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    floor_area_m2 = models.DecimalField(
        _("floor area (m²)"),
        max_digits=7,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    condition = models.CharField(
        _("condition"), max_length=6, choices=StationCondition.choices, blank=True
    )
    land_title = models.CharField(
        _("land title"), max_length=7, choices=LandTitle.choices, blank=True
    )
    phone = models.CharField(_("phone"), max_length=11, blank=True)
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(8.0), MaxValueValidator(24.0)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(102.0), MaxValueValidator(118.0)],
    )
    note = ProseField(_("note"), blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    validity = models.GeneratedField(
        expression=inclusive_range("valid_from", "valid_until"),
        output_field=DateRangeField(),
        db_persist=True,
    )

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        ordering = ["commune", "-is_main"]
        constraints = [
            validity_order("station_valid_order"),
            ExclusionConstraint(
                name="station_one_main_a_day",
                expressions=[
                    ("commune", RangeOperators.EQUAL),
                    (inclusive_range("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(is_main=True),
                violation_error_message=_("The commune already has a main station in this period."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tenure_display()} ({self.commune})"
