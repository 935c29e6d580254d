"""Mediations: quarrels that a commune settles among neighbours before they become offences."""

from __future__ import annotations

import datetime
import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from incidents.models.mediation_states import (
    MEDIATION_OUTCOMES,
    MediationState,
    MediationWorkflow,
)
from incidents.models.withdrawal import Withdrawable, WithdrawableQuerySet, withdrawn_whole
from units.models import Commune, Hamlet, Officer
from units.models.fields import NameField, ProseField
from units.models.scoped import CommuneOwnedQuerySet, Record


def hamlet_in_commune(table: str) -> pgtrigger.Trigger:
    """Return the trigger that refuses a hamlet of another commune, for rows with both columns."""
    return pgtrigger.Trigger(
        name=f"{table}_in_commune",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=pgtrigger.Condition("NEW.hamlet_id IS NOT NULL"),
        func="""
            IF (SELECT commune_id FROM units_hamlet WHERE id = NEW.hamlet_id) <> NEW.commune_id THEN
                RAISE EXCEPTION 'The hamlet lies in another commune.' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


@pghistory.track()
class MediationSubject(Record):
    """What a quarrel is about: land, debt, family, neighbours; kept by administrators."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = NameField(_("name"), max_length=120, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("offered in forms"), default=True)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("subject of mediations")
        verbose_name_plural = _("subjects of mediations")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class MediationQuerySet(WithdrawableQuerySet):
    """Mediations by words and by what is due."""

    def follow_up_due(self, until: datetime.date) -> MediationQuerySet:
        """Keep settled ones whose next follow-up comes by ``until``."""
        return self.standing().filter(state=MediationState.SETTLED, follow_up_on__lte=until)

    def matching(self, text: str) -> MediationQuerySet:
        """Keep those whose number or summary contain every word, case and diacritics ignored."""
        found = self
        for word in text.split():
            found = found.filter(search_text__contains=Func(Value(word), function="vi_plain"))
        return found


class MediationPartQuerySet(CommuneOwnedQuerySet):
    """Rows of mediations' files, by the commune the mediation belongs to."""

    commune_path = "mediation__commune"


@pghistory.track(exclude=["search_text", "submission_key"])
class Mediation(MediationWorkflow, Withdrawable, Record):
    """One quarrel that is mediated. The parties are rows of their own (``MediationParty``); the summary
    names nobody. ``follow_up_on`` is the next day on which somebody asks whether the agreement is kept."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="mediations", verbose_name=_("commune")
    )
    number = models.CharField(
        _("number in the book"), max_length=40, help_text=_("Given by the book.")
    )
    hamlet = models.ForeignKey(
        Hamlet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mediations",
        verbose_name=_("hamlet"),
    )
    subject = models.ForeignKey(
        MediationSubject,
        on_delete=models.PROTECT,
        related_name="mediations",
        verbose_name=_("what the quarrel is about"),
    )
    summary = ProseField(_("summary"), max_length=4000)
    opened_on = models.DateField(_("opened on"))
    handler = models.ForeignKey(
        Officer,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mediations",
        verbose_name=_("officer who deals with it"),
    )
    agreement = ProseField(_("agreement"), max_length=4000, blank=True)
    outcome_on = models.DateField(_("outcome on"), null=True, blank=True)
    outcome_note = ProseField(_("outcome"), max_length=4000, blank=True)
    reopened_reason = ProseField(_("why it was taken up again"), blank=True)
    follow_up_on = models.DateField(_("next follow-up"), null=True, blank=True)
    follow_up_reason = ProseField(
        _("why the day of follow-up was corrected"), max_length=1000, blank=True
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_by_name = NameField(_("name of who recorded it"), max_length=160, blank=True)
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    search_text = models.GeneratedField(
        expression=Func(F("summary"), F("number"), function="vi_plain2"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = MediationQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("mediation")
        verbose_name_plural = _("mediations")
        ordering = ["-opened_on", "-id"]
        permissions = [
            ("record_mediation", _("Can record mediations, their sessions and follow-ups")),
            ("decide_mediation", _("Can decide how mediations end")),
            ("export_mediations", _("Can export mediations")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "number"],
                name="mediation_number_once",
                violation_error_message=_("The commune's book has this number already."),
            ),
            models.CheckConstraint(
                name="mediation_state_known",
                condition=Q(state__in=MediationState.values),
                violation_error_message=_("There is no such state."),
            ),
            models.CheckConstraint(
                name="mediation_outcome_whole",
                condition=Q(
                    state__in=MEDIATION_OUTCOMES,
                    outcome_on__isnull=False,
                    outcome_on__gte=F("opened_on"),
                )
                | Q(state=MediationState.OPEN, outcome_on__isnull=True),
                violation_error_message=_(
                    "An outcome has its day, not before the mediation began."
                ),
            ),
            models.CheckConstraint(
                name="mediation_agreement_of_settled",
                condition=Q(state=MediationState.SETTLED)
                | Q(follow_up_on__isnull=True, follow_up_reason="", agreement=""),
                violation_error_message=_("Only a settled quarrel has an agreement to follow up."),
            ),
            withdrawn_whole("mediation"),
        ]
        indexes = [
            models.Index(fields=["commune", "-opened_on", "-id"], name="mediation_of_commune"),
            models.Index(
                fields=["commune", "follow_up_on"],
                name="mediation_follow_up",
                condition=Q(follow_up_on__isnull=False),
            ),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="mediation_search"),
        ]
        triggers = [*Record.Meta.triggers, hamlet_in_commune("mediation")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """True until the mediation has an outcome."""
        return self.state == MediationState.OPEN
