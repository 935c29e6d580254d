"""Outreach of the movement of all people protecting national security: where people were spoken to, about what."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models.mediations import hamlet_in_commune
from incidents.models.withdrawal import Withdrawable, WithdrawableQuerySet, withdrawn_whole
from units.models import Commune, Hamlet
from units.models.fields import NameField, ProseField
from units.models.scoped import Record


class OutreachKind(models.TextChoices):
    """How people are spoken to."""

    MEETING = "meeting", _("meeting of residents")
    SCHOOL = "school", _("in a school")
    LOUDSPEAKER = "loudspeaker", _("by loudspeaker")
    HOUSEHOLD = "household", _("from house to house")
    ONLINE = "online", _("online")
    OTHER = "other", _("another way")


@pghistory.track(exclude=["submission_key"])
class OutreachSession(Withdrawable, Record):
    """One session of outreach; attendance in persons, empty where nobody can count (a loudspeaker)."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="outreach", verbose_name=_("commune")
    )
    hamlet = models.ForeignKey(
        Hamlet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outreach",
        verbose_name=_("hamlet"),
    )
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=11, choices=OutreachKind.choices)
    topic = NameField(_("topic"), max_length=200)
    attendance = models.PositiveIntegerField(_("attendance"), null=True, blank=True)
    place = NameField(_("place"), max_length=160, blank=True)
    held_by = NameField(_("who spoke"), max_length=200, blank=True)
    note = ProseField(_("note"), max_length=2000, blank=True)
    recorded_by_name = NameField(_("name of who recorded it"), max_length=160, blank=True)
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = WithdrawableQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("outreach session")
        verbose_name_plural = _("outreach sessions")
        ordering = ["-on", "-id"]
        permissions = [("record_outreach", _("Can record outreach sessions"))]
        constraints = [
            models.CheckConstraint(
                name="outreach_kind_known",
                condition=Q(kind__in=OutreachKind.values),
                violation_error_message=_("There is no such kind."),
            ),
            withdrawn_whole("outreach"),
        ]
        indexes = [models.Index(fields=["commune", "-on", "-id"], name="outreach_of_commune")]
        triggers = [*Record.Meta.triggers, hamlet_in_commune("outreach")]

    def __str__(self) -> str:
        return self.topic
