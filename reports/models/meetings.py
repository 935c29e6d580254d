"""Meetings of a jurisdiction with its communes: period, agenda, conclusions; and templates of documents."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.models import Commune, Jurisdiction
from units.models.fields import NameField, ProseField
from units.models.scoped import JurisdictionOwnedQuerySet, Record


@pghistory.track()
class Meeting(Record):
    """One meeting, made ready from the records of its period."""

    jurisdiction = models.ForeignKey(
        Jurisdiction,
        on_delete=models.PROTECT,
        related_name="meetings",
        verbose_name=_("jurisdiction"),
    )
    title = NameField(_("title"), max_length=200)
    on = models.DateField(_("on"))
    place = NameField(_("place"), max_length=200, blank=True)
    chair = NameField(_("chaired by"), max_length=160, blank=True)
    first_day = models.DateField(_("period from"))
    last_day = models.DateField(_("period until"))
    communes = models.ManyToManyField(
        Commune,
        blank=True,
        related_name="meetings",
        verbose_name=_("communes"),
        help_text=_("Empty: every commune of the jurisdiction."),
    )
    agenda = ProseField(_("agenda"), blank=True, max_length=6000)
    made_by_name = NameField(_("prepared by"), max_length=160, blank=True)

    objects = JurisdictionOwnedQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-on", "-id"]
        permissions = [("hold_meeting", _("Can prepare meetings and record conclusions"))]
        constraints = [
            models.CheckConstraint(
                name="meeting_days_in_order",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day comes before the first day."),
            )
        ]
        indexes = [models.Index(fields=["jurisdiction", "-on"], name="meeting_by_owner")]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class MeetingConclusion(Record):
    """One conclusion typed during a meeting; issued, it becomes a directive."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="conclusions", verbose_name=_("meeting")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=10)
    text = ProseField(_("conclusion"), max_length=4000)
    answers = models.ManyToManyField(
        Commune, blank=True, related_name="+", verbose_name=_("communes that answer for it")
    )
    office = NameField(_("office that answers for it"), max_length=160, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    directive = models.OneToOneField(
        "reports.Directive",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="conclusion",
        verbose_name=_("directive"),
    )
    by_name = NameField(_("typed by"), max_length=160, blank=True)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")
        ordering = ["meeting", "order", "id"]

    def __str__(self) -> str:
        return self.text[:80]


class DocumentKind(models.TextChoices):
    """Documents that leave as Word."""

    REPORT = "report", _("report of a unit")
    MEETING = "meeting", _("documents of a meeting")
    DIRECTIVE = "directive", _("directive")
    DIFFICULTIES = "difficulties", _("list of difficulties")


@pghistory.track(exclude=["content"])
class DocumentTemplate(Record):
    """A Word template that replaces the one that comes with the software; checked when uploaded."""

    kind = models.CharField(_("document"), max_length=12, choices=DocumentKind.choices)
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="document_templates",
        verbose_name=_("jurisdiction"),
        help_text=_("Empty: for everybody."),
    )
    name = NameField(_("name"), max_length=160)
    content = models.BinaryField(_("file"), editable=False)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = JurisdictionOwnedQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("document template")
        verbose_name_plural = _("document templates")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "jurisdiction"],
                condition=Q(is_active=True),
                nulls_distinct=False,
                name="template_in_use_once",
                violation_error_message=_("Another template of this kind is in use here."),
            )
        ]

    def __str__(self) -> str:
        return self.name
