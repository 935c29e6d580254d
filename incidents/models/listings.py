"""The official list: places that a decision names, year by year, as key and complicated areas."""

from __future__ import annotations

import datetime

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.hotspots import Hotspot
from units.models.fields import NameField, ProseField
from units.models.scoped import CommuneOwnedQuerySet, Record


class OfficialType(models.TextChoices):
    """The types of key and complicated areas (Decision 1960/2017 of the Ministry of Public Security,
    as the press reports it); one area may have several."""

    SOCIAL_ORDER = "social_order", _("social order and vices")
    ECONOMIC = "economic", _("economic offences")
    ENVIRONMENT = "environment", _("environment, resources, food safety")
    DRUGS = "drugs", _("drugs")


class ListingResult(models.TextChoices):
    """How the year on the list ended."""

    PENDING = "pending", _("not yet judged")
    CONVERTED = "converted", _("converted")
    NOT_CONVERTED = "not_converted", _("not converted")


class OfficialListingQuerySet(CommuneOwnedQuerySet):
    """Entries of the official list by the place's commune."""

    commune_path = "hotspot__commune"

    def in_force(self, day: datetime.date) -> OfficialListingQuerySet:
        """Keep the entries of ``day``'s year and those still followed after conversion."""
        return self.filter(Q(year=day.year) | Q(year__lt=day.year, followed_until__gte=day))


@pghistory.track(exclude=["followed_until"])
class OfficialListing(Record):
    """One place's entry on one year's official list."""

    hotspot = models.ForeignKey(
        Hotspot, on_delete=models.PROTECT, related_name="listings", verbose_name=_("place")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    decision_number = NameField(_("decision number"), max_length=60)
    decision_date = models.DateField(_("decision date"), null=True, blank=True)
    types = ArrayField(
        models.CharField(max_length=12, choices=OfficialType.choices), verbose_name=_("types")
    )
    result = models.CharField(
        _("result"),
        max_length=13,
        choices=ListingResult.choices,
        default=ListingResult.PENDING,
    )
    converted_on = models.DateField(_("converted on"), null=True, blank=True)
    follow_months = models.PositiveSmallIntegerField(
        _("followed for (months)"),
        default=6,
        help_text=_("How long a converted area is still followed; check it with the decision."),
    )
    followed_until = models.GeneratedField(
        expression=Func(
            F("converted_on"),
            F("follow_months"),
            template="((%(expressions)s)::date)",
            arg_joiner=" + interval '1 month' * ",
        ),
        output_field=models.DateField(null=True),
        db_persist=True,
    )
    note = ProseField(_("note"), blank=True)

    objects = OfficialListingQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("entry of the official list")
        verbose_name_plural = _("official list")
        ordering = ["-year", "hotspot"]
        constraints = [
            models.UniqueConstraint(
                fields=["hotspot", "year"],
                name="listing_once_a_year",
                violation_error_message=_("The place is already on this year's official list."),
            ),
            models.CheckConstraint(
                name="listing_types_known",
                condition=Q(types__contained_by=OfficialType.values) & Q(types__len__gt=0),
                violation_error_message=_("Choose at least one of the four official types."),
            ),
            models.CheckConstraint(
                name="listing_converted_whole",
                condition=Q(result=ListingResult.CONVERTED, converted_on__isnull=False)
                | (~Q(result=ListingResult.CONVERTED) & Q(converted_on__isnull=True)),
                violation_error_message=_("Give the day of conversion exactly when converted."),
            ),
        ]
        indexes = [
            models.Index(fields=["year", "hotspot"], name="listing_by_year"),
            GinIndex(fields=["types"], name="listing_types"),
        ]

    def __str__(self) -> str:
        return f"{self.hotspot} ({self.year})"

    @property
    def type_labels(self) -> list[str]:
        """The types in words."""
        return [str(OfficialType(value).label) for value in self.types]
