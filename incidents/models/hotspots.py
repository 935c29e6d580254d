"""Hotspots: complicated places as a commune reports them, and the catalogue of their kinds."""

from __future__ import annotations

import datetime
import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from incidents.models.rollups import COUNT_TRIGGERS
from incidents.models.states import CLOSED, OPEN, UNDER_REVIEW, HotspotState, HotspotWorkflow
from units.models import Commune, Hamlet, Officer
from units.models.fields import NameField, PrecisionField, ProseField
from units.models.scoped import CommuneOwnedQuerySet, Record


@pghistory.track()
class HotspotKind(Record):
    """A kind of complicated place: market, junction, accident black spot… kept by administrators."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = NameField(_("name"), max_length=80, unique=True)
    icon = models.SlugField(
        _("icon"), max_length=40, default="geo-alt", help_text=_("A name from Bootstrap Icons.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(
        _("offered in forms"),
        default=True,
        help_text=_("A kind that is no longer offered stays on the places that have it."),
    )

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("kind of hotspot")
        verbose_name_plural = _("kinds of hotspots")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class HotspotQuerySet(CommuneOwnedQuerySet):
    """Hotspots by commune, state and what is due."""

    def open(self) -> HotspotQuerySet:
        """Keep those not closed."""
        return self.filter(state__in=OPEN)

    def overdue(self, day: datetime.date) -> HotspotQuerySet:
        """Keep those whose review was due before ``day`` and has not been made."""
        return self.filter(self.is_overdue(day))

    @staticmethod
    def is_overdue(day: datetime.date) -> models.Q:
        """The condition of ``overdue``, for counting beside other counts in one query."""
        return models.Q(state__in=UNDER_REVIEW, next_review_on__lt=day)

    def matching(self, text: str) -> HotspotQuerySet:
        """Keep those whose name or whereabouts contain every word, case and diacritics ignored."""
        found = self
        for word in text.split():
            found = found.filter(search_text__contains=Func(Value(word), function="vi_plain"))
        return found


@pghistory.track(exclude=["search_text", "sort_key", "submission_key"])
class Hotspot(HotspotWorkflow, Record):
    """A complicated place as reported. Its place on the yearly official list is a separate fact
    (``OfficialListing``), and ``state`` says nothing about that list."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="hotspots", verbose_name=_("commune")
    )
    hamlet = models.ForeignKey(
        Hamlet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hotspots",
        verbose_name=_("hamlet"),
    )
    name = NameField(_("name of the place"), max_length=120)
    kind = models.ForeignKey(
        HotspotKind, on_delete=models.PROTECT, related_name="hotspots", verbose_name=_("kind")
    )
    whereabouts = NameField(
        _("how to find it"), max_length=200, blank=True, help_text=_("Road, house, landmark.")
    )
    latitude = models.FloatField(
        _("latitude"), validators=[MinValueValidator(8.0), MaxValueValidator(24.0)]
    )
    longitude = models.FloatField(
        _("longitude"), validators=[MinValueValidator(102.0), MaxValueValidator(118.0)]
    )
    reason = ProseField(_("why it is complicated"), max_length=4000)
    since = models.DateField(_("complicated since"), null=True, blank=True)
    since_precision = PrecisionField(_("since known"), default="month")
    responsible = models.ForeignKey(
        Officer,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="hotspots",
        verbose_name=_("officer who answers for it"),
    )
    responsible_note = NameField(
        _("others who answer for it"),
        max_length=160,
        blank=True,
        help_text=_("Market board, hamlet head, self-managed group…"),
    )
    state_since = models.DateField(_("in this state since"))
    reported_on = models.DateField(_("reported on"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reported by"),
    )
    reported_by_name = NameField(_("name of who reported it"), max_length=160, blank=True)
    review_interval_days = models.PositiveSmallIntegerField(
        _("review every (days)"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
    )
    next_review_on = models.DateField(_("next review"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_reason = ProseField(_("why it was closed"), blank=True)
    reopened_reason = ProseField(_("why it was reopened"), blank=True)
    submission_key = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text=_("One per form that was opened, so that sending it twice reports once."),
    )
    sort_key = models.GeneratedField(
        expression=Func(F("name"), function="vi_sort_key"),
        output_field=models.CharField(max_length=600, db_collation="C"),
        db_persist=True,
    )
    search_text = models.GeneratedField(
        expression=Func(F("name"), F("whereabouts"), function="vi_plain2"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = HotspotQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("hotspot")
        verbose_name_plural = _("hotspots")
        ordering = ["sort_key", "id"]
        permissions = [
            ("report_hotspot", _("Can report complicated places and correct the report")),
            ("confirm_hotspot", _("Can confirm or not take up reported places")),
            ("act_on_hotspot", _("Can record what is done about a complicated place")),
            ("review_hotspot", _("Can record visits to complicated places")),
            ("resolve_hotspot", _("Can close complicated places as resolved")),
            ("reopen_hotspot", _("Can reopen complicated places")),
            ("list_hotspot", _("Can keep the official list")),
            ("export_hotspots", _("Can export complicated places")),
        ]
        constraints = [
            models.CheckConstraint(
                name="hotspot_state_known",
                condition=Q(state__in=HotspotState.values),
                violation_error_message=_("There is no such state."),
            ),
            models.CheckConstraint(
                name="hotspot_closed_whole",
                condition=Q(state__in=CLOSED, closed_on__isnull=False)
                | (Q(closed_on__isnull=True) & ~Q(state__in=CLOSED)),
                violation_error_message=_("A place is closed on a day, with a reason."),
            ),
            models.CheckConstraint(
                name="hotspot_in_vietnam",
                condition=Q(latitude__range=(8.0, 24.0), longitude__range=(102.0, 118.0)),
                violation_error_message=_("This point does not lie in Vietnam."),
            ),
        ]
        indexes = [
            models.Index(fields=["commune", "state"], name="hotspot_by_commune"),
            models.Index(fields=["sort_key", "id"], name="hotspot_in_order"),
            models.Index(fields=["state", "-state_since"], name="hotspot_by_state"),
            models.Index(
                fields=["next_review_on", "commune"],
                condition=Q(state__in=UNDER_REVIEW),
                name="hotspot_review_due",
            ),
            models.Index(fields=["latitude", "longitude"], name="hotspot_near"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="hotspot_search"),
        ]
        triggers = [
            *Record.Meta.triggers,
            pgtrigger.Trigger(
                name="hamlet_in_commune",
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
            *COUNT_TRIGGERS,
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """True until the place is resolved or not taken up."""
        return self.state in OPEN

    def review_overdue_on(self, day: datetime.date) -> bool:
        """Tell whether a review was due before ``day``."""
        return (
            self.state in UNDER_REVIEW
            and self.next_review_on is not None
            and self.next_review_on < day
        )
