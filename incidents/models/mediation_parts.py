"""What belongs to a mediation: parties, sessions with their papers, follow-up checks, incidents."""

from __future__ import annotations

import uuid
from pathlib import PurePath
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incident_parts import FileType
from incidents.models.incidents import Incident
from incidents.models.mediations import Mediation
from incidents.models.withdrawal import Withdrawable, withdrawn_whole
from units.models.fields import NameField, ProseField
from units.models.scoped import CommuneOwnedQuerySet, Record


class MediationPartQuerySet(CommuneOwnedQuerySet):
    """Rows of mediations' files, by the commune the mediation belongs to."""

    commune_path = "mediation__commune"


# What says who a party is, as it stands where nothing is said.
PARTY_IDENTITY: dict[str, Any] = {"full_name": "", "birth_year": None, "phone": "", "address": ""}


@pghistory.track()
class MediationParty(Record):
    """One party of a quarrel. Who it is (``PARTY_IDENTITY``), is shown to those who handle it, each look
    recorded, and emptied after the retention period (``anonymised_on``); everybody else sees the initials."""

    mediation = models.ForeignKey(
        Mediation, on_delete=models.CASCADE, related_name="parties", verbose_name=_("mediation")
    )
    full_name = NameField(_("full name"), max_length=120, blank=True)
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    phone = models.CharField(
        _("phone"),
        max_length=12,
        blank=True,
        validators=[
            RegexValidator(r"^0\d{9}$", _("A phone number has 10 digits and begins with 0."))
        ],
    )
    address = NameField(_("address"), max_length=200, blank=True)
    anonymised_on = models.DateField(_("made anonymous on"), null=True, blank=True, editable=False)

    objects = MediationPartQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("party of a mediation")
        verbose_name_plural = _("parties of mediations")
        ordering = ["mediation_id", "id"]
        constraints = [
            models.CheckConstraint(
                name="mediationparty_named_or_anonymous",
                condition=(Q(anonymised_on__isnull=True) & ~Q(full_name=""))
                | Q(
                    anonymised_on__isnull=False,
                    full_name="",
                    birth_year__isnull=True,
                    phone="",
                    address="",
                ),
                violation_error_message=_(
                    "A party has a name; nothing is written of one made anonymous."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.initials or f"#{self.pk}"

    @property
    def initials(self) -> str:
        """The first letters of the name: N.V.A.; empty once made anonymous."""
        return "".join(f"{word[0].upper()}." for word in self.full_name.split())


@pghistory.track()
class MediationSession(Withdrawable, Record):
    """One meeting of the parties: when, where, who mediated, what was said, who signed."""

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

    objects = MediationPartQuerySet.as_manager()

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
            pgtrigger.Trigger(
                name="same_commune",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF (SELECT commune_id FROM incidents_incident WHERE id = NEW.incident_id)
                       <> (SELECT commune_id FROM incidents_mediation WHERE id = NEW.mediation_id) THEN
                        RAISE EXCEPTION 'The incident lies in another commune.' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mediation_id} – {self.incident_id}"
