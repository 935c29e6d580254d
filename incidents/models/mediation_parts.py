"""Sessions of a mediation, with their minutes and papers."""

from __future__ import annotations

import uuid
from pathlib import PurePath

import pghistory
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.incident_parts import FileType
from incidents.models.mediations import Mediation, MediationPartQuerySet
from incidents.models.withdrawal import Withdrawable, WithdrawableQuerySet, withdrawn_whole
from units.models.fields import NameField, ProseField
from units.models.scoped import Record


class MediationSessionQuerySet(WithdrawableQuerySet):
    """Sessions, some of which were withdrawn, by the commune the mediation belongs to."""

    commune_path = MediationPartQuerySet.commune_path


@pghistory.track(exclude=["submission_key"])
class MediationSession(Withdrawable, Record):
    """One meeting of the parties: when, where, who mediated, what was said, who signed. Its form is received once, by
    its ``submission_key``."""

    mediation = models.ForeignKey(
        Mediation, on_delete=models.CASCADE, related_name="sessions", verbose_name=_("mediation")
    )
    on = models.DateField(_("day"))
    place = NameField(_("place"), max_length=160, blank=True)
    mediated_by = NameField(_("who mediated"), max_length=240)
    minutes = ProseField(_("minutes"), max_length=8000)
    signed_by = NameField(
        _("signed by"),
        max_length=240,
        blank=True,
        help_text=_("By office, without the parties' names."),
    )
    submission_key = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)

    objects = MediationSessionQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("session of a mediation")
        verbose_name_plural = _("sessions of mediations")
        ordering = ["on", "id"]
        constraints = [withdrawn_whole("mediationsession")]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}"


def random_name(attached: models.Model, filename: str) -> str:
    """Return where a file is kept; nothing of the sender's file name remains but its ending."""
    name = uuid.uuid4().hex
    return f"mediations/{name[:2]}/{name}{PurePath(filename).suffix.lower()[:5]}"


@pghistory.track()
class MediationFile(Record):
    """Signed minutes or a photo of a session: a PDF as it came, or a photo without metadata."""

    mediation = models.ForeignKey(
        Mediation, on_delete=models.CASCADE, related_name="files", verbose_name=_("mediation")
    )
    session = models.ForeignKey(
        MediationSession, on_delete=models.CASCADE, related_name="files", verbose_name=_("session")
    )
    file = models.FileField(_("file"), upload_to=random_name, max_length=120, editable=False)
    content_type = models.CharField(
        _("kind of file"), max_length=5, choices=FileType.choices, editable=False
    )
    name = NameField(_("name of the file"), max_length=160)
    size = models.PositiveIntegerField(_("size (bytes)"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("added by"),
    )
    added_by_name = NameField(_("name of who added it"), max_length=160, blank=True)

    objects = MediationPartQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("paper of a mediation")
        verbose_name_plural = _("papers of mediations")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mediation", "sha256"],
                name="mediationfile_once",
                violation_error_message=_("This file is attached already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
