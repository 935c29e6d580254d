"""What came after a mediation: whether the agreement is kept, and incidents that came of the quarrel."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incidents import Incident
from incidents.models.mediations import Mediation, MediationPartQuerySet
from incidents.models.one_ground import on_one_ground
from units.models.fields import NameField, ProseField
from units.models.scoped import Record


class Verdict(models.TextChoices):
    """What a follow-up found."""

    KEPT = "kept", _("kept")
    NOT_KEPT = "not_kept", _("not kept")
    UNCLEAR = "unclear", _("unclear")


@pghistory.track()
class FollowUpCheck(Record):
    """Somebody asked whether the agreement is kept."""

    mediation = models.ForeignKey(
        Mediation, on_delete=models.CASCADE, related_name="checks", verbose_name=_("mediation")
    )
    on = models.DateField(_("day"))
    verdict = models.CharField(_("is it being kept"), max_length=8, choices=Verdict.choices)
    note = ProseField(_("note"), max_length=2000, blank=True)
    checked_by_name = NameField(_("checked by"), max_length=160, blank=True)
    corrected_at = models.DateTimeField(_("corrected at"), null=True, blank=True, editable=False)
    corrected_because = ProseField(_("why it was corrected"), max_length=1000, blank=True)

    objects = MediationPartQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("follow-up of a mediation")
        verbose_name_plural = _("follow-ups of mediations")
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                name="followupcheck_verdict_known",
                condition=Q(verdict__in=Verdict.values),
                violation_error_message=_("There is no such answer."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}: {self.get_verdict_display()}"


@pghistory.track()
class MediationIncident(Record):
    """An incident that came of a quarrel."""

    mediation = models.ForeignKey(
        Mediation,
        on_delete=models.CASCADE,
        related_name="incident_links",
        verbose_name=_("mediation"),
    )
    incident = models.ForeignKey(
        Incident,
        on_delete=models.CASCADE,
        related_name="mediation_links",
        verbose_name=_("incident"),
    )
    linked_by_name = NameField(_("linked by"), max_length=160, blank=True)

    objects = MediationPartQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("incident of a mediation")
        verbose_name_plural = _("incidents of mediations")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mediation", "incident"],
                name="mediationincident_once",
                violation_error_message=_("This incident is linked already."),
            )
        ]
        triggers = [
            *Record.Meta.triggers,
            on_one_ground(
                "same_commune",
                "SELECT commune_id FROM incidents_incident WHERE id = NEW.incident_id",
                "SELECT commune_id FROM incidents_mediation WHERE id = NEW.mediation_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mediation_id} – {self.incident_id}"
