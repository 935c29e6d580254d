"""Forms begun and not yet sent: what was typed and photographed, kept for its writer alone."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.photos import PhotoFile


class DraftOf(models.TextChoices):
    """Which form a draft is of."""

    HOTSPOT = "hotspot", _("report of a complicated place")
    INCIDENT = "incident", _("incident")


class ReportDraft(models.Model):
    """A report of a place, or an incident, that somebody has begun. ``submission_key`` is the form's; when
    the report arrives under it, the draft goes."""

    form = models.CharField(
        _("form"), max_length=8, choices=DraftOf.choices, default=DraftOf.HOTSPOT
    )

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("written by"),
    )
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    values = models.JSONField(_("what was typed"), default=dict)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("draft of a report")
        verbose_name_plural = _("drafts of reports")
        ordering = ["-updated_at"]
        indexes = [models.Index(fields=["owner", "-updated_at"], name="draft_by_owner")]

    def __str__(self) -> str:
        return str(self.values.get("name") or "") or f"{self.updated_at:%d/%m/%Y}"


class DraftPhoto(PhotoFile):
    """A photo that came with a form which could not be saved yet; already checked and re-encoded."""

    draft = models.ForeignKey(
        ReportDraft, on_delete=models.CASCADE, related_name="photos", verbose_name=_("draft")
    )

    class Meta(PhotoFile.Meta):
        abstract = False
        verbose_name = _("photo of a draft")
        verbose_name_plural = _("photos of drafts")

    def __str__(self) -> str:
        return f"{self.draft} #{self.pk}"
