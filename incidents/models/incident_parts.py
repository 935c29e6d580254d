"""What belongs to an incident: persons by role, links to what may be the same, attached files."""

from __future__ import annotations

import uuid
from pathlib import PurePath
from typing import Any

import pghistory
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incidents import Incident
from incidents.models.one_ground import on_one_ground
from units.models.fields import NameField, ProseField, person_phone_validator
from units.models.scoped import CommuneOwnedQuerySet, Record

# What says who a person is, as it stands where nothing is said.
IDENTITY: dict[str, Any] = {
    "full_name": "",
    "birth_year": None,
    "citizen_id": "",
    "phone": "",
    "address": "",
    "note": "",
}


class IncidentPartQuerySet(CommuneOwnedQuerySet):
    """Rows of incidents' files, by the commune the incident belongs to."""

    commune_path = "incident__commune"


class PersonRole(models.TextChoices):
    """What a person has to do with an incident."""

    VICTIM = "victim", _("victim")
    SUSPECT = "suspect", _("suspect")
    WITNESS = "witness", _("witness")
    REPORTER = "reporter", _("who reported it")


@pghistory.track(exclude=["submission_key"])
class IncidentPerson(Record):
    """One person involved. Everything but the role is identity (``IDENTITY``): shown to those who handle
    the incident, each look recorded, and emptied after the retention period (``anonymised_on``)."""

    incident = models.ForeignKey(
        Incident, on_delete=models.CASCADE, related_name="persons", verbose_name=_("incident")
    )
    role = models.CharField(_("role"), max_length=8, choices=PersonRole.choices)
    full_name = NameField(_("full name"), max_length=120, blank=True)
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    citizen_id = models.CharField(
        _("citizen ID"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^\d{9}(\d{3})?$", _("A citizen ID has 12 digits."))],
    )
    phone = models.CharField(
        _("phone"),
        max_length=12,
        blank=True,
        validators=[person_phone_validator],
    )
    address = NameField(_("address"), max_length=200, blank=True)
    note = ProseField(_("note"), max_length=1000, blank=True)
    anonymised_on = models.DateField(_("made anonymous on"), null=True, blank=True, editable=False)
    submission_key = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)

    objects = IncidentPartQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("person involved")
        verbose_name_plural = _("persons involved")
        ordering = ["incident_id", "id"]
        permissions = [("see_identity", _("Can see who the persons of an incident are"))]
        constraints = [
            models.CheckConstraint(
                name="incidentperson_role_known",
                condition=Q(role__in=PersonRole.values),
                violation_error_message=_("There is no such role."),
            ),
            models.CheckConstraint(
                name="incidentperson_anonymous_is_empty",
                condition=Q(anonymised_on__isnull=True)
                | Q(
                    full_name="",
                    birth_year__isnull=True,
                    citizen_id="",
                    phone="",
                    address="",
                    note="",
                ),
                violation_error_message=_("Nothing is written of a person made anonymous."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} #{self.pk}"


class LinkKind(models.TextChoices):
    """What two incidents have to do with each other."""

    DUPLICATE = "duplicate", _("the same incident")
    RELATED = "related", _("belong together")


@pghistory.track()
class IncidentLink(Record):
    """Two incidents of one ground that are linked, each shown on the other's page; kept once, the
    earlier one first."""

    first = models.ForeignKey(
        Incident, on_delete=models.CASCADE, related_name="links_on", verbose_name=_("incident")
    )
    second = models.ForeignKey(
        Incident,
        on_delete=models.CASCADE,
        related_name="links_back",
        verbose_name=_("other incident"),
    )
    kind = models.CharField(_("kind of link"), max_length=9, choices=LinkKind.choices)
    linked_by_name = NameField(_("linked by"), max_length=160, blank=True)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("link between incidents")
        verbose_name_plural = _("links between incidents")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="incidentlink_once",
                violation_error_message=_("These incidents are linked already."),
            ),
            models.CheckConstraint(
                name="incidentlink_in_order",
                condition=Q(first__lt=F("second")),
                violation_error_message=_("An incident is not linked to itself."),
            ),
        ]
        triggers = [
            *Record.Meta.triggers,
            on_one_ground(
                "within_commune",
                "SELECT commune_id FROM incidents_incident WHERE id = NEW.first_id",
                "SELECT commune_id FROM incidents_incident WHERE id = NEW.second_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"


def random_name(attached: models.Model, filename: str) -> str:
    """Return where a file is kept; nothing of the sender's file name remains but its ending."""
    name = uuid.uuid4().hex
    return f"incidents/{name[:2]}/{name}{PurePath(filename).suffix.lower()[:5]}"


class FileType(models.TextChoices):
    """What an attached file holds."""

    PHOTO = "photo", _("photo")
    PAPER = "paper", _("paper")


@pghistory.track()
class IncidentFile(Record):
    """A photo (re-encoded, without metadata) or a scanned paper (PDF) of an incident."""

    incident = models.ForeignKey(
        Incident, on_delete=models.CASCADE, related_name="files", verbose_name=_("incident")
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

    objects = IncidentPartQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "sha256"],
                name="incidentfile_once",
                violation_error_message=_("This file is attached already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
