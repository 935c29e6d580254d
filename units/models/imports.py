"""Roster imports: the uploaded file between preview and confirmation, and whom an import made or changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.officers import Officer


class ImportState(models.TextChoices):
    """Where an import stands. Nothing is written before it is done."""

    PREVIEW = "preview", _("waiting for confirmation")
    DONE = "done", _("imported")


class ImportBatch(models.Model):
    """One uploaded roster. Only who sent it sees it; the file is dropped when the import is done."""

    # units knows no user: the account's primary key and name as they were.
    uploaded_by = models.BigIntegerField(_("account number"), editable=False)
    uploaded_by_name = models.CharField(_("sent by"), max_length=150, editable=False)
    created_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(null=True, editable=False)
    as_of = models.DateField(
        _("roster of"),
        help_text=_(
            "Whoever is new and has no first day in the file is in position since this day."
        ),
    )
    state = models.CharField(
        _("state"), max_length=8, choices=ImportState.choices, default=ImportState.PREVIEW
    )
    # Answers to doubtful matches: {"sheet!row": officer's primary key, or 0 for a new person}.
    answers = models.JSONField(default=dict, editable=False)
    created_count = models.PositiveIntegerField(_("created"), default=0)
    changed_count = models.PositiveIntegerField(_("changed"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    done_at = models.DateTimeField(_("imported at"), null=True, blank=True)

    class Meta:
        verbose_name = _("roster import")
        verbose_name_plural = _("roster imports")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["uploaded_by", "-created_at"], name="import_by_sender")]

    def __str__(self) -> str:
        return self.file_name


class ImportedOfficer(models.Model):
    """An officer whom an import made or changed."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="officers")
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="imports")
    was_created = models.BooleanField(_("created"))

    class Meta:
        verbose_name = _("imported officer")
        verbose_name_plural = _("imported officers")
        constraints = [
            models.UniqueConstraint(fields=["batch", "officer"], name="imported_officer_once")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.officer_id}"
