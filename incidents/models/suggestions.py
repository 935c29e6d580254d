"""Suggested places: what the figures pointed at, with the evidence as it stood, and what the chief made of it."""

from __future__ import annotations

import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.models.categories import IncidentCategory
from incidents.models.hotspots import Hotspot
from incidents.models.suggestion_states import SuggestionState, SuggestionWorkflow
from units.models import Commune
from units.models.fields import NameField, ProseField
from units.models.scoped import CommuneOwnedQuerySet, Record


class SearchMethod(models.TextChoices):
    """How crowded places are looked for."""

    CELLS = "cells", _("hexagonal cells")
    DENSITY = "density", _("kernel density")


@pghistory.track(exclude=["submission_key"])
class HotspotSuggestion(SuggestionWorkflow, Record):
    """One suggested place that somebody took up or dismissed. A search itself writes nothing; what is kept is the
    evidence that the decision was made on."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="suggestions", verbose_name=_("commune")
    )
    category = models.ForeignKey(
        IncidentCategory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("incident", "category"),
        help_text=_("Empty where all incidents were looked at."),
    )
    method = models.CharField(
        _("looked for by"), max_length=8, choices=SearchMethod.choices, default=SearchMethod.CELLS
    )
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    resolution = models.PositiveSmallIntegerField(
        _("resolution of the cells"), null=True, blank=True
    )
    bandwidth_m = models.PositiveSmallIntegerField(_("bandwidth (m)"), null=True, blank=True)
    minimum = models.PositiveSmallIntegerField(_("fewest incidents"))
    level = models.FloatField(_("level"))
    cells = ArrayField(
        models.CharField(max_length=15), verbose_name=_("cells"), default=list, blank=True
    )
    latitude = models.FloatField(
        _("latitude"), validators=[MinValueValidator(8.0), MaxValueValidator(24.0)]
    )
    longitude = models.FloatField(
        _("longitude"), validators=[MinValueValidator(102.0), MaxValueValidator(118.0)]
    )
    radius_m = models.PositiveIntegerField(_("radius (m)"))
    count = models.PositiveIntegerField(_("incidents"))
    expected = models.FloatField(_("expected by chance"))
    p = models.FloatField("p")
    q = models.FloatField("q", null=True, blank=True)
    looked_at = models.PositiveIntegerField(_("incidents looked at"))
    state_since = models.DateField(_("in this state since"))
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("judged by"),
    )
    judged_by_name = NameField(_("name of who judged it"), max_length=160, blank=True)
    reason = ProseField(_("reason"), max_length=2000, blank=True)
    hotspot = models.ForeignKey(
        Hotspot,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="suggestions",
        verbose_name=_("place that came of it"),
    )
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("suggested place")
        verbose_name_plural = _("suggested places")
        ordering = ["-state_since", "-id"]
        permissions = [
            ("see_analysis", _("Can see where and when incidents concentrate")),
            ("judge_suggestion", _("Can take up or dismiss suggested places")),
        ]
        constraints = [
            models.CheckConstraint(
                name="suggestion_state_known",
                condition=Q(state__in=SuggestionState.values),
                violation_error_message=_("There is no such state."),
            ),
            models.CheckConstraint(
                name="suggestion_dismissed_with_reason",
                condition=~Q(state=SuggestionState.DISMISSED) | ~Q(reason=""),
                violation_error_message=_("A suggestion is dismissed with a reason."),
            ),
            models.CheckConstraint(
                name="suggestion_days_in_order",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day comes before the first day."),
            ),
            models.CheckConstraint(
                name="suggestion_in_vietnam",
                condition=Q(latitude__range=(8.0, 24.0), longitude__range=(102.0, 118.0)),
                violation_error_message=_("This point does not lie in Vietnam."),
            ),
            models.CheckConstraint(
                name="suggestion_size_given",
                condition=Q(method=SearchMethod.CELLS, resolution__isnull=False)
                | Q(method=SearchMethod.DENSITY, bandwidth_m__isnull=False),
                violation_error_message=_("The size looked for belongs to the evidence."),
            ),
        ]
        indexes = [
            models.Index(fields=["commune", "state", "-state_since"], name="suggestion_of_commune")
        ]

    def __str__(self) -> str:
        return f"{self.latitude:.5f}, {self.longitude:.5f}"

    @property
    def days(self) -> int:
        """How many days the evidence covers."""
        return int((self.last_day - self.first_day).days) + 1
