"""Visits and periodic reviews of hotspots."""

from __future__ import annotations

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.actions import HotspotFileQuerySet
from incidents.models.hotspots import Hotspot
from units.models.fields import NameField, ProseField
from units.models.scoped import Record


@pghistory.track(exclude=["submission_key"])
class HotspotReview(Record):
    """What somebody found at a place on a day, and when it is to be looked at again."""

    hotspot = models.ForeignKey(
        Hotspot, on_delete=models.CASCADE, related_name="reviews", verbose_name=_("place")
    )
    on = models.DateField(_("reviewed on"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    by_name = NameField(_("name of the reviewer"), max_length=160, blank=True)
    finding = ProseField(_("what was found"), max_length=4000)
    still_complicated = models.BooleanField(_("still complicated"), default=True)
    next_review_on = models.DateField(_("next review"), null=True, blank=True)
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = HotspotFileQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.hotspot} {self.on:%d/%m/%Y}"
