"""What is being done about a hotspot."""

from __future__ import annotations

import datetime

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.models.hotspots import Hotspot
from units.models import Officer
from units.models.fields import NameField, ProseField
from units.models.scoped import CommuneOwnedQuerySet, Record


class HotspotFileQuerySet(CommuneOwnedQuerySet):
    """Rows of hotspots' files, by the commune the place lies in."""

    commune_path = "hotspot__commune"


class ActionKind(models.TextChoices):
    """What kind of measure."""

    PATROL = "patrol", _("patrol plan")
    CAMERA = "camera", _("camera")
    LIGHTS = "lights", _("lights")
    TRAFFIC = "traffic", _("traffic arrangement")
    SIGNS = "signs", _("signs and road marks")
    INSPECTION = "inspection", pgettext_lazy("measure at a place", "inspection")
    OUTREACH = "outreach", _("outreach and pledges")
    SELF_MANAGED = "self_managed", _("self-managed group")
    OTHER = "other", _("other measure")


# What was put up stays at work once that is done.
LASTING = (ActionKind.CAMERA, ActionKind.LIGHTS, ActionKind.SIGNS)


class ActionState(models.TextChoices):
    """How far a measure is."""

    PLANNED = "planned", _("planned")
    ONGOING = "ongoing", _("ongoing")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


@pghistory.track(exclude=["submission_key"])
class HotspotAction(Record):
    """One measure at one place: what, from when until when, by whom, how far. Its form is received once, by its
    ``submission_key``."""

    hotspot = models.ForeignKey(
        Hotspot, on_delete=models.CASCADE, related_name="actions", verbose_name=_("place")
    )
    kind = models.CharField(_("kind of measure"), max_length=12, choices=ActionKind.choices)
    description = NameField(_("what is done"), max_length=240)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    officer = models.ForeignKey(
        Officer,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer in charge"),
    )
    done_by = NameField(
        _("others who do it"), max_length=160, blank=True, help_text=_("Team, unit, people.")
    )
    state = models.CharField(
        _("progress"), max_length=8, choices=ActionState.choices, default=ActionState.ONGOING
    )
    note = ProseField(_("note"), blank=True)
    submission_key = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)

    objects = HotspotFileQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="action_order",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day comes before the first day."),
            )
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def works_until(self) -> datetime.date | None:
        """The last day on which it is at work, None without one: of what stays once it is put up (``LASTING``), ``ends_on``
        says only when that was done."""
        return None if self.kind in LASTING else self.ends_on
