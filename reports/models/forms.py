"""Report forms as data, and their versions; what a version is made of stands in ``form_parts``."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.calendars import PeriodCalendar
from units.models import Jurisdiction
from units.models.fields import NameField, ProseField
from units.models.scoped import JurisdictionOwnedQuerySet, Record

code_validator = RegexValidator(
    r"^[a-z][a-z0-9_]*$", _("Small letters, digits and underscores, beginning with a letter.")
)


class Office(models.TextChoices):
    """Which office a form belongs to: who may read and answer its reports."""

    POLICE = "police", _("Police")
    HOME_AFFAIRS = "home_affairs", _("Home Affairs")


class FiledBy(models.TextChoices):
    """Who files the first report: the communes, or the jurisdiction itself."""

    COMMUNE = "commune", _("each commune")
    JURISDICTION = "jurisdiction", _("the jurisdiction itself")


@pghistory.track()
class ReportForm(Record):
    """A report that somebody files again and again, or on request where it has no calendar."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_validator])
    name = NameField(_("name"), max_length=200)
    calendar = models.ForeignKey(
        PeriodCalendar,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="forms",
        verbose_name=_("calendar"),
        help_text=_("Empty: a special report, asked for when needed."),
    )
    office = models.CharField(
        _("office"), max_length=12, choices=Office.choices, default=Office.POLICE
    )
    filed_by = models.CharField(
        _("filed by"), max_length=12, choices=FiledBy.choices, default=FiledBy.COMMUNE
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="report_forms",
        verbose_name=_("jurisdiction"),
        help_text=_("Empty: the form holds everywhere."),
    )
    opens_from = models.DateField(
        _("first period from"),
        null=True,
        blank=True,
        help_text=_("Periods that begin before this day are not opened. Empty: none is opened."),
    )
    lock_after_days = models.PositiveSmallIntegerField(_("locked days after approval"), default=7)
    instrument = NameField(_("instrument"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = JurisdictionOwnedQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("report form")
        verbose_name_plural = _("report forms")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_special(self) -> bool:
        """True where the report is asked for when needed instead of by a calendar."""
        return self.calendar_id is None


class VersionState(models.TextChoices):
    """Whether a version can still be edited, is in use, or was replaced."""

    DRAFT = "draft", _("being written")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


@pghistory.track()
class FormVersion(Record):
    """One version of a form. Once published nothing in it changes (a trigger refuses it); a new version
    holds for the periods that begin on or after ``valid_from``."""

    form = models.ForeignKey(
        ReportForm, on_delete=models.PROTECT, related_name="versions", verbose_name=_("report form")
    )
    number = models.PositiveSmallIntegerField(_("version number"), default=1)
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=VersionState.choices,
        default=VersionState.DRAFT,
        editable=False,
    )
    valid_from = models.DateField(
        _("for periods from"), null=True, blank=True, help_text=_("Empty: for every period.")
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    published_by_name = NameField(_("published by"), max_length=160, blank=True, editable=False)
    note = ProseField(_("what is new"), blank=True)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("version of a form")
        verbose_name_plural = _("versions of forms")
        ordering = ["form", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_once"),
            models.CheckConstraint(
                name="form_version_published_at",
                condition=Q(state=VersionState.DRAFT) | Q(published_at__isnull=False),
                violation_error_message=_("A published version says when it was published."),
            ),
        ]
        triggers = [
            *Record.Meta.triggers,
            pgtrigger.Trigger(
                name="published_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.state <> 'draft'"),
                func="""
                    IF TG_OP = 'DELETE' OR NEW.state = 'draft' OR NEW.form_id <> OLD.form_id
                       OR NEW.number <> OLD.number OR NEW.valid_from IS DISTINCT FROM OLD.valid_from THEN
                        RAISE EXCEPTION 'A published version of a form never changes.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} v{self.number}"

    @property
    def is_draft(self) -> bool:
        """True while the version can be edited."""
        return self.state == VersionState.DRAFT
