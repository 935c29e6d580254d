"""Remembered figures of a jurisdiction, valid exactly as long as no commune in it has changed.

Triggers count a commune's revision up whenever a row changes that any figure of the overview reads.
A snapshot keeps the fingerprint of the revisions it was reckoned from; it is used only while the
fingerprint read now is the same, so that it can never differ from reckoning anew.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Commune, Jurisdiction
from units.models.scoped import CommuneOwnedQuerySet, JurisdictionOwnedQuerySet


class CommuneRevision(models.Model):
    """How often the rows behind a commune's figures have changed; written by triggers only."""

    commune = models.OneToOneField(
        Commune,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name=_("commune"),
    )
    revision = models.BigIntegerField(_("revision"), default=0)

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision of a commune's figures")
        verbose_name_plural = _("revisions of communes' figures")

    def __str__(self) -> str:
        return f"{self.commune_id}: {self.revision}"


class FigureSnapshot(models.Model):
    """The figures of a jurisdiction on a day, and the fingerprint of what they were reckoned from."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, on_delete=models.CASCADE, related_name="+", verbose_name=_("jurisdiction")
    )
    path = models.CharField(_("seen from"), max_length=200)
    day = models.DateField(_("day"))
    today = models.DateField(_("reckoned on"))
    fingerprint = models.CharField(_("fingerprint"), max_length=32)
    figures = models.JSONField(_("figures"))

    objects = JurisdictionOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("snapshot of figures")
        verbose_name_plural = _("snapshots of figures")
        constraints = [
            models.UniqueConstraint(
                fields=["path", "day", "today", "jurisdiction"], name="figure_snapshot_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction_id} {self.day:%d/%m/%Y}"
