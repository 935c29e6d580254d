"""Incidents: what happened in a commune, where, when, with what harm, and how it ended."""

from __future__ import annotations

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.models.categories import IncidentCategory
from incidents.models.hotspots import Hotspot
from incidents.models.incident_counts import INCIDENT_COUNT_TRIGGERS
from incidents.models.incident_states import (
    OUTCOMES,
    UNSETTLED,
    IncidentState,
    IncidentWorkflow,
)
from incidents.models.withdrawal import Withdrawable, WithdrawableQuerySet, withdrawn_whole
from units.models import Commune, Hamlet, Officer
from units.models.fields import NameField, ProseField
from units.models.scoped import Record

LOCAL_DAY = Func(
    F("occurred_from"),
    function="timezone",
    template="(%(function)s('Asia/Ho_Chi_Minh', %(expressions)s))::date",
)


class TimeKnown(models.TextChoices):
    """How well the time is known. A rough time happened once, somewhere between from and until."""

    EXACT = "exact", _("exactly")
    ROUGH = "rough", _("roughly, between")


class PointSource(models.TextChoices):
    """Where the point on the map came from."""

    MAP = "map", _("marked on the map")
    PHONE = "phone", _("the phone's position")
    HOTSPOT = "hotspot", _("the complicated place")
    BOOK = "book", _("an imported book")


class IncidentQuerySet(WithdrawableQuerySet):
    """Incidents by words."""

    def matching(self, text: str) -> IncidentQuerySet:
        """Keep those whose number, summary or whereabouts contain every word, case and diacritics ignored."""
        found = self
        for word in text.split():
            found = found.filter(search_text__contains=Func(Value(word), function="vi_plain"))
        return found


@pghistory.track(exclude=["search_text", "occurred_on", "submission_key"])
class Incident(IncidentWorkflow, Withdrawable, Record):
    """One incident. Times are instants; ``occurred_on`` is the local day it began, which periods count by.

    Harm left empty is not known; 0 says that there was none. Persons are rows of their own
    (``IncidentPerson``); the summary names nobody.
    """

    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        related_name="incidents",
        verbose_name=_("commune"),
        db_index=False,  # indexes of its own begin with it
    )
    number = models.CharField(
        _("number in the book"), max_length=40, help_text=_("Given by the book.")
    )
    former_number = NameField(
        _("number in the old book"),
        max_length=60,
        blank=True,
        help_text=_("Of incidents that were imported from a book kept before."),
    )
    category = models.ForeignKey(
        IncidentCategory,
        on_delete=models.PROTECT,
        related_name="incidents",
        verbose_name=pgettext_lazy("incident", "category"),
        db_index=False,  # indexes of its own begin with it
    )
    hamlet = models.ForeignKey(
        Hamlet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
        verbose_name=_("hamlet"),
    )
    whereabouts = NameField(
        _("where exactly"), max_length=200, blank=True, help_text=_("Road, house, landmark.")
    )
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
    point_source = models.CharField(
        _("point from"), max_length=8, choices=PointSource.choices, blank=True
    )
    accuracy_m = models.PositiveIntegerField(_("accuracy (m)"), null=True, blank=True)
    hotspot = models.ForeignKey(
        Hotspot,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="incidents",
        verbose_name=_("complicated place"),
        db_index=False,  # indexes of its own begin with it
    )
    occurred_from = models.DateTimeField(_("happened from"))
    occurred_until = models.DateTimeField(_("happened until"))
    time_known = models.CharField(
        _("time known"), max_length=5, choices=TimeKnown.choices, default=TimeKnown.EXACT
    )
    occurred_on = models.GeneratedField(
        expression=LOCAL_DAY, output_field=models.DateField(_("happened on")), db_persist=True
    )
    summary = ProseField(_("what happened"), max_length=4000)
    deaths = models.PositiveSmallIntegerField(_("deaths"), null=True, blank=True)
    injured = models.PositiveSmallIntegerField(_("injured"), null=True, blank=True)
    damage_vnd = models.BigIntegerField(
        _("damage (VND)"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    handler = models.ForeignKey(
        Officer,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="incidents",
        verbose_name=_("officer who deals with it"),
    )
    handler_note = NameField(_("others who deal with it"), max_length=160, blank=True)
    outcome_on = models.DateField(_("outcome on"), null=True, blank=True)
    outcome_note = ProseField(_("outcome"), max_length=4000, blank=True)
    decision_number = NameField(_("number of the decision"), max_length=60, blank=True)
    fine_vnd = models.BigIntegerField(
        _("fine (VND)"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    reopened_reason = ProseField(_("why it was reopened"), blank=True)
    is_complete = models.BooleanField(
        _("complete"),
        default=True,
        help_text=_("Recorded in the quick entry, an incident waits for the rest."),
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_by_name = NameField(_("name of who recorded it"), max_length=160, blank=True)
    submission_key = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text=_("One per form that was opened, so that sending it twice records once."),
    )
    search_text = models.GeneratedField(
        expression=Func(
            F("summary"),
            Concat(F("number"), Value(" "), F("whereabouts"), output_field=models.TextField()),
            function="vi_plain2",
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = IncidentQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-occurred_from", "-id"]
        permissions = [
            ("record_incident", _("Can record incidents and complete what was recorded")),
            ("decide_incident", _("Can decide how incidents end, and reopen them")),
            ("import_incidents", _("Can import an existing book of incidents")),
            ("export_incidents", _("Can export incidents")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "number"],
                name="incident_number_once",
                violation_error_message=_("The commune's book has this number already."),
            ),
            models.CheckConstraint(
                name="incident_state_known",
                condition=Q(state__in=IncidentState.values),
                violation_error_message=_("There is no such state."),
            ),
            models.CheckConstraint(
                name="incident_outcome_whole",
                condition=Q(state__in=OUTCOMES, outcome_on__isnull=False)
                | (Q(outcome_on__isnull=True) & ~Q(state__in=OUTCOMES)),
                violation_error_message=_("An outcome has its day."),
            ),
            models.CheckConstraint(
                name="incident_outcome_after",
                condition=Q(outcome_on__isnull=True) | Q(outcome_on__gte=F("occurred_on")),
                violation_error_message=_("It did not end before it happened."),
            ),
            models.CheckConstraint(
                name="incident_time_order",
                condition=Q(occurred_until__gte=F("occurred_from")),
                violation_error_message=_("It ended before it began."),
            ),
            models.CheckConstraint(
                name="incident_point_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(8.0, 24.0), longitude__range=(102.0, 118.0)),
                violation_error_message=_("This point does not lie in Vietnam."),
            ),
            models.CheckConstraint(
                name="incident_harm_not_negative",
                condition=(Q(damage_vnd__isnull=True) | Q(damage_vnd__gte=0))
                & (Q(fine_vnd__isnull=True) | Q(fine_vnd__gte=0)),
                violation_error_message=_("An amount is not negative."),
            ),
            withdrawn_whole("incident"),
        ]
        indexes = [
            models.Index(
                fields=["commune", "-occurred_from", "-id"],
                include=["withdrawn_on"],
                name="incident_of_commune_latest",
            ),
            models.Index(
                fields=["-occurred_from", "-id"], include=["withdrawn_on"], name="incident_latest"
            ),
            models.Index(
                fields=["category", "-occurred_from", "-id"],
                include=["withdrawn_on"],
                name="incident_of_category_latest",
            ),
            models.Index(
                fields=["commune", "state"],
                condition=Q(state__in=UNSETTLED, withdrawn_on__isnull=True),
                name="incident_unsettled",
            ),
            models.Index(
                fields=["commune", "recorded_at"],
                condition=Q(is_complete=False, withdrawn_on__isnull=True),
                name="incident_incomplete",
            ),
            models.Index(
                fields=["commune", "-occurred_from"],
                condition=Q(withdrawn_on__isnull=False),
                name="incident_withdrawn",
            ),
            models.Index(fields=["hotspot", "-occurred_from"], name="incident_of_hotspot"),
            models.Index(fields=["latitude", "longitude"], name="incident_near"),
        ]
        triggers = [
            *Record.Meta.triggers,
            pgtrigger.Trigger(
                name="lies_in_commune",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.hamlet_id IS NOT NULL"),
                func="""
                    IF (SELECT commune_id FROM units_hamlet WHERE id = NEW.hamlet_id) <> NEW.commune_id THEN
                        RAISE EXCEPTION 'The hamlet lies in another commune.' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            *INCIDENT_COUNT_TRIGGERS,
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_unsettled(self) -> bool:
        """True until the incident has an outcome."""
        return self.state in UNSETTLED

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, where a point is known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude
