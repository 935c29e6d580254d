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
    INCIDENT_EDIT = "incident_edit", _("correction of an incident")
    MEDIATION = "mediation", _("mediation")
    MEDIATION_EDIT = "mediation_edit", _("correction of a mediation")
    SESSION = "session", _("session of a mediation")
    SESSION_EDIT = "session_edit", _("correction of a session")
    TIP_REPORT = "tip_report", _("verification report")


class ReportDraft(models.Model):
    """A long form that somebody has begun; when it arrives, the draft goes. That of a new record is known by
    ``submission_key``, the form's own; that about a ``record`` (its key) by its writer, its kind and the record."""

    form = models.CharField(
        _("form"), max_length=16, choices=DraftOf.choices, default=DraftOf.HOTSPOT
    )

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("written by"),
    )
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.BigIntegerField(_("record it is about"), null=True, blank=True)
    values = models.JSONField(_("what was typed"), default=dict)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("draft of a report")
        verbose_name_plural = _("drafts of reports")
        ordering = ["-updated_at"]
        indexes = [models.Index(fields=["owner", "-updated_at"], name="draft_by_owner")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "form", "record"],
                name="draft_once_for_a_record",
                violation_error_message=_("There is a draft of this form already."),
            )
        ]

    def __str__(self) -> str:
        return self.label or f"{self.updated_at:%d/%m/%Y}"

    @property
    def label(self) -> str:
        """How its writer knows it again; empty where nothing of that was typed yet."""
        return str(self.values.get("name") or self.values.get("summary") or "")


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
