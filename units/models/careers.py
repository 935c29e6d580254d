"""What else an officer's file holds: departures, training and certificates, rewards and discipline."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.communes import Commune
from units.models.fields import NameField, PrecisionField, ProseField
from units.models.officers import Officer
from units.models.posts import Position
from units.models.scoped import CommuneOwnedQuerySet, Record


class DepartureKind(models.TextChoices):
    """How somebody left the force."""

    RETIRED = "retired", _("retired")
    TRANSFERRED = "transferred", _("transferred out")
    RESIGNED = "resigned", _("resigned")
    WALKED_OFF = "walked-off", _("walked off")
    DISMISSED = "dismissed", _("dismissed")
    DIED = "died", _("died")


class DepartureReason(models.TextChoices):
    """Why, as stated."""

    ALLOWANCE = "allowance", _("allowance too low")
    WORKLOAD = "workload", _("workload")
    FAMILY = "family", _("family")
    HEALTH = "health", _("health")
    OTHER_WORK = "other-work", _("other work")
    AGE = "age", _("age")
    DISCIPLINE = "discipline", _("discipline")
    OTHER = "other", _("other")
    UNSTATED = "unstated", _("not stated")


@pghistory.track()
class Departure(Record):
    """An officer's leaving the force, counted for the commune and position last held."""

    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="departures", verbose_name=_("officer")
    )
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="departures", verbose_name=_("commune")
    )
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="+", verbose_name=_("position last held")
    )
    on = models.DateField(_("last day of service"))
    on_precision = PrecisionField(_("last day known"))
    kind = models.CharField(_("way of leaving"), max_length=12, choices=DepartureKind.choices)
    reason = models.CharField(
        _("stated reason"),
        max_length=12,
        choices=DepartureReason.choices,
        default=DepartureReason.UNSTATED,
    )
    decision_number = NameField(_("decision number"), max_length=60, blank=True)
    note = ProseField(_("note"), blank=True)

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "on"],
                name="departure_once_a_day",
                violation_error_message=_("This departure is already recorded."),
            )
        ]
        indexes = [
            models.Index(fields=["commune", "on"], name="departure_by_commune"),
            models.Index(
                fields=["on"], include=["commune", "position", "reason"], name="departure_by_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}: {self.get_kind_display()}"


class OfficerFileQuerySet(CommuneOwnedQuerySet):
    """Rows of officers' files, by the commune that keeps the file."""

    commune_path = "officer__commune"


@pghistory.track()
class Training(Record):
    """A course or certificate, with the day it expires where it does."""

    officer = models.ForeignKey(
        Officer, on_delete=models.CASCADE, related_name="trainings", verbose_name=_("officer")
    )
    course = NameField(_("course"), max_length=160)
    place = NameField(_("given by"), max_length=160, blank=True)
    completed_on = models.DateField(_("completed on"), null=True, blank=True)
    completed_precision = PrecisionField(_("completion known"))
    certificate_number = NameField(_("certificate number"), max_length=60, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)

    objects = OfficerFileQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("training or certificate")
        verbose_name_plural = _("training and certificates")
        ordering = ["-completed_on", "-id"]
        indexes = [models.Index(fields=["expires_on"], name="training_expiry")]

    def __str__(self) -> str:
        return self.course


class RecognitionKind(models.TextChoices):
    """Reward or discipline."""

    REWARD = "reward", _("reward")
    DISCIPLINE = "discipline", _("discipline")


@pghistory.track()
class Recognition(Record):
    """A reward given to an officer, or a disciplinary measure taken."""

    officer = models.ForeignKey(
        Officer, on_delete=models.CASCADE, related_name="recognitions", verbose_name=_("officer")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=RecognitionKind.choices)
    form = NameField(_("form"), max_length=120, help_text=_("Certificate of merit, reprimand…"))
    on = models.DateField(_("on"))
    decided_by = NameField(_("decided by"), max_length=120, blank=True)
    decision_number = NameField(_("decision number"), max_length=60, blank=True)
    reason = ProseField(_("for"), blank=True)

    objects = OfficerFileQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("reward or discipline")
        verbose_name_plural = _("rewards and discipline")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.form
