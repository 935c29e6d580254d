"""Models of the movement of all people protecting national security, and their yearly ratings."""

from __future__ import annotations

import uuid

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.mediations import hamlet_in_commune
from incidents.models.withdrawal import Withdrawable, WithdrawableQuerySet, withdrawn_whole
from units.models import Commune, Hamlet
from units.models.fields import NameField, ProseField
from units.models.scoped import CommuneOwnedQuerySet, Record

YEARS = [MinValueValidator(2000), MaxValueValidator(2100)]


@pghistory.track()
class MovementKind(Record):
    """A kind of model: security cameras, self-managed group; kept by administrators."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = NameField(_("name"), max_length=120, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("offered in forms"), default=True)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("kind of movement model")
        verbose_name_plural = _("kinds of movement models")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class ModelState(models.TextChoices):
    """How a model fares."""

    ACTIVE = "active", _("works well")
    WEAK = "weak", _("works poorly")
    STOPPED = "stopped", _("stopped")


class ModelScale(models.TextChoices):
    """Where a model works."""

    HAMLET = "hamlet", _("in a hamlet")
    COMMUNE = "commune", _("in the whole commune")


@pghistory.track(exclude=["submission_key"])
class MovementModel(Withdrawable, Record):
    """One model of the movement. Members and cameras left empty are not known; 0 says there are none."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="movement_models", verbose_name=_("commune")
    )
    hamlet = models.ForeignKey(
        Hamlet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="movement_models",
        verbose_name=_("hamlet"),
    )
    kind = models.ForeignKey(
        MovementKind, on_delete=models.PROTECT, related_name="models", verbose_name=_("kind")
    )
    name = NameField(_("name"), max_length=160)
    scale = models.CharField(
        _("scale"), max_length=8, choices=ModelScale.choices, default=ModelScale.HAMLET
    )
    since = models.DateField(_("since"))
    members = models.PositiveIntegerField(_("members"), null=True, blank=True)
    cameras = models.PositiveIntegerField(_("cameras"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=ModelState.choices, default=ModelState.ACTIVE
    )
    stopped_on = models.DateField(_("stopped on"), null=True, blank=True)
    note = ProseField(_("note"), max_length=2000, blank=True)
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = WithdrawableQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("movement model")
        verbose_name_plural = _("movement models")
        ordering = ["name", "id"]
        permissions = [
            ("keep_movement", _("Can keep the movement's models and yearly standards")),
            ("rate_movementmodel", _("Can rate movement models")),
            ("export_movement", _("Can export the movement's lists")),
        ]
        constraints = [
            models.CheckConstraint(
                name="movementmodel_stopped_whole",
                condition=Q(
                    state=ModelState.STOPPED,
                    stopped_on__isnull=False,
                    stopped_on__gte=F("since"),
                )
                | (Q(stopped_on__isnull=True) & Q(state__in=[ModelState.ACTIVE, ModelState.WEAK])),
                violation_error_message=_(
                    "A stopped model has the day it stopped, others have none."
                ),
            ),
            models.CheckConstraint(
                name="movementmodel_scale_whole",
                condition=Q(scale=ModelScale.HAMLET, hamlet__isnull=False)
                | Q(scale=ModelScale.COMMUNE, hamlet__isnull=True),
                violation_error_message=_(
                    "Name the hamlet of a hamlet's model, and none otherwise."
                ),
            ),
            withdrawn_whole("movementmodel"),
        ]
        indexes = [models.Index(fields=["commune", "state"], name="movementmodel_of_commune")]
        triggers = [*Record.Meta.triggers, hamlet_in_commune("model")]

    def __str__(self) -> str:
        return self.name


class ModelPartQuerySet(CommuneOwnedQuerySet):
    """Rows of models, by their commune."""

    commune_path = "model__commune"


class Rating(models.TextChoices):
    """How a model did in a year."""

    EXCELLENT = "excellent", _("excellent")
    GOOD = "good", _("good")
    FAIR = "fair", _("fair")
    POOR = "poor", _("poor")


@pghistory.track()
class ModelRating(Record):
    """The rating of one model for one year."""

    model = models.ForeignKey(
        MovementModel, on_delete=models.CASCADE, related_name="ratings", verbose_name=_("model")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    rating = models.CharField(_("rating"), max_length=9, choices=Rating.choices)
    note = ProseField(_("note"), max_length=1000, blank=True)
    rated_by_name = NameField(_("rated by"), max_length=160, blank=True)

    objects = ModelPartQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("rating of a model")
        verbose_name_plural = _("ratings of models")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "year"],
                name="modelrating_once",
                violation_error_message=_("The model is rated for this year already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.get_rating_display()}"
