"""Files that show what a difficulty says or what was done for a directive: photos and scanned papers."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.difficulties import Difficulty
from reports.models.directives import Directive
from units.models.fields import NameField
from units.models.scoped import Record

if TYPE_CHECKING:
    from units.domain.scope import Scope


class EvidenceType(models.TextChoices):
    """What is kept: a photo without its metadata, or a scanned paper."""

    PHOTO = "image/jpeg", _("photo")
    PAPER = "application/pdf", _("PDF")


EXTENSIONS = {EvidenceType.PHOTO: "jpg", EvidenceType.PAPER: "pdf"}


def evidence_path(evidence: EvidenceFile, _filename: str) -> str:
    """Return where a file is kept; nothing of the sender's file name remains."""
    name = uuid.uuid4().hex
    return f"evidence/{name[:2]}/{name}.{EXTENSIONS[EvidenceType(evidence.content_type)]}"


class EvidenceQuerySet(models.QuerySet["EvidenceFile"]):
    """Files by who may see what they show."""

    def visible_to(self, scope: Scope) -> EvidenceQuerySet:
        """Keep the files of difficulties and directives that ``scope`` may see."""
        return self.filter(
            Q(difficulty__in=Difficulty.objects.visible_to(scope).values("pk"))
            | Q(directive__in=Directive.objects.visible_to(scope).values("pk"))
        )


@pghistory.track(exclude=["file"])
class EvidenceFile(Record):
    """One file of a difficulty or a directive, outside the web root, with its SHA-256 (hexadecimal)."""

    difficulty = models.ForeignKey(
        Difficulty,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence_files",
        verbose_name=_("difficulty"),
    )
    directive = models.ForeignKey(
        Directive,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence_files",
        verbose_name=_("directive"),
    )
    file = models.FileField(_("file"), upload_to=evidence_path, max_length=120, editable=False)
    content_type = models.CharField(_("file type"), max_length=24, choices=EvidenceType.choices)
    name = NameField(_("file name"), max_length=160)
    size = models.PositiveIntegerField(_("size (bytes)"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("added by"),
    )
    added_by_name = NameField(_("name of who added it"), max_length=160, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="evidence_of_one_matter",
                condition=Q(difficulty__isnull=False, directive__isnull=True)
                | Q(difficulty__isnull=True, directive__isnull=False),
                violation_error_message=_("A file shows one difficulty or one directive."),
            ),
            models.UniqueConstraint(
                fields=["difficulty", "sha256"],
                condition=Q(difficulty__isnull=False),
                name="evidence_difficulty_once",
            ),
            models.UniqueConstraint(
                fields=["directive", "sha256"],
                condition=Q(directive__isnull=False),
                name="evidence_directive_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
