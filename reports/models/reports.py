"""Reports: one for each unit and period, and numbered replacements of those that were locked."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.periods import ReportingPeriod
from reports.models.states import FILED, WRITABLE, ReportState, ReportWorkflow
from units.models import Commune, Jurisdiction
from units.models.fields import NameField, ProseField
from units.models.scoped import Record

if TYPE_CHECKING:
    from units.domain.scope import Scope


class ReportOwnedQuerySet(models.QuerySet[Any]):
    """Rows with a commune, or a jurisdiction where a jurisdiction reports."""

    def visible_to(self, scope: Scope) -> ReportOwnedQuerySet:
        """Keep the rows of communes and jurisdictions in ``scope``."""
        if scope.communes is None:
            return self.all()
        jurisdictions = sorted(scope.jurisdictions or ())
        return self.filter(
            Q(commune__in=sorted(scope.communes))
            | Q(commune__isnull=True, jurisdiction__in=jurisdictions)
        )


class ReportQuerySet(ReportOwnedQuerySet):
    """Reports by what they are and where they stand."""

    def current(self) -> ReportQuerySet:
        """Keep the report that counts of each unit and period: the last accepted replacement."""
        return self.filter(is_current=True)

    def of_communes(self) -> ReportQuerySet:
        """Keep those that communes file."""
        return self.filter(commune__isnull=False)

    def filed(self) -> ReportQuerySet:
        """Keep those that lie with the reader or were accepted."""
        return self.filter(state__in=FILED)


class OwnedByUnit(models.Model):
    """A row that belongs to a commune or, where a jurisdiction reports, to the jurisdiction."""

    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commune"),
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("jurisdiction"),
    )

    class Meta:
        abstract = True

    @property
    def unit(self) -> Commune | Jurisdiction:
        """Whose row it is."""
        found = self.commune or self.jurisdiction
        assert found is not None
        return found


# The basis of a province lists thousands of keys; its snapshot keeps it, the history need not repeat it.
@pghistory.track(exclude=["basis"])
class Report(ReportWorkflow, OwnedByUnit, Record):
    """What one unit says about one period. ``number`` 0 is the report itself, 1, 2… its replacements.

    A report is late when it was first submitted after ``due_at``; the district may excuse it.
    """

    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.PROTECT, related_name="reports", verbose_name=_("period")
    )
    number = models.PositiveSmallIntegerField(_("replacement number"), default=0, editable=False)
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replacements",
        verbose_name=_("replaces"),
    )
    replacement_reason = ProseField(_("why it is replaced"), blank=True)
    is_current = models.BooleanField(_("counts"), default=True, editable=False)
    due_at = models.DateTimeField(_("due"))
    state_since = models.DateTimeField(_("in this state since"), auto_now_add=True)
    prefilled_at = models.DateTimeField(_("filled from the records at"), null=True, editable=False)
    basis = models.JSONField(
        _("what it was added up from"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Of a consolidated report: the reports below, the communes inside, and how."),
    )
    nothing_to_report = models.BooleanField(_("nothing to report"), default=False)
    nothing_reason = ProseField(_("why there is nothing to report"), blank=True)
    first_submitted_at = models.DateTimeField(_("first submitted at"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    submitted_by_name = NameField(_("name of who submitted it"), max_length=160, blank=True)
    submissions = models.PositiveSmallIntegerField(_("submissions"), default=0, editable=False)
    is_keyed_above = models.BooleanField(
        _("keyed by the upper tier"), default=False, editable=False
    )
    reviewed_by_name = NameField(_("name of who read it"), max_length=160, blank=True)
    return_message = ProseField(_("message when returned"), blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    locked_at = models.DateTimeField(_("locked at"), null=True, editable=False)
    excused_at = models.DateTimeField(_("excused at"), null=True, editable=False)
    excused_by_name = NameField(_("excused by"), max_length=160, blank=True)
    excused_reason = ProseField(_("why it is excused"), blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-period__last_day", "id"]
        permissions = [
            ("file_report", _("Can write and submit the unit's reports")),
            ("review_report", _("Can return and approve reports")),
            ("key_report", _("Can key reports for communes without a network")),
            ("consolidate_report", _("Can consolidate reports")),
            ("remind_report", _("Can remind units of reports")),
            ("excuse_report", _("Can excuse late reports")),
            ("request_report", _("Can ask for special reports")),
            ("read_police_reports", _("Can read reports of the police")),
            ("read_home_affairs_reports", _("Can read reports of Home Affairs")),
            ("export_indicators", _("Can export indicators")),
        ]
        constraints = [
            models.CheckConstraint(
                name="report_one_unit",
                condition=Q(commune__isnull=True, jurisdiction__isnull=False)
                | Q(commune__isnull=False, jurisdiction__isnull=True),
                violation_error_message=_("A report belongs to a commune or to a jurisdiction."),
            ),
            models.CheckConstraint(
                name="report_state_known",
                condition=Q(state__in=ReportState.values),
                violation_error_message=_("There is no such state."),
            ),
            models.CheckConstraint(
                name="report_submitted_whole",
                condition=Q(state=ReportState.DRAFT) | Q(first_submitted_at__isnull=False),
                violation_error_message=_("A submitted report says when it was submitted."),
            ),
            models.CheckConstraint(
                name="report_replacement_points_back",
                condition=Q(number=0, replaces__isnull=True)
                | Q(number__gt=0, replaces__isnull=False),
                violation_error_message=_("A replacement points to the report that it replaces."),
            ),
            models.UniqueConstraint(
                fields=["period", "commune", "number"],
                condition=Q(commune__isnull=False),
                name="report_of_commune_once",
            ),
            models.UniqueConstraint(
                fields=["period", "jurisdiction", "number"],
                condition=Q(jurisdiction__isnull=False),
                name="report_of_jurisdiction_once",
            ),
            models.UniqueConstraint(
                fields=["period", "commune"],
                condition=Q(commune__isnull=False, is_current=True),
                name="report_of_commune_counts_once",
            ),
            models.UniqueConstraint(
                fields=["period", "jurisdiction"],
                condition=Q(jurisdiction__isnull=False, is_current=True),
                name="report_of_jurisdiction_counts_once",
            ),
        ]
        indexes = [
            models.Index(fields=["commune", "period"], name="report_by_commune"),
            models.Index(fields=["period", "state"], name="report_by_period"),
            # The desk and the navigation ask what is still to be filed, and what waits for the reader.
            models.Index(
                fields=["commune", "due_at"],
                condition=Q(state__in=WRITABLE),
                name="report_to_file",
            ),
            models.Index(
                fields=["commune", "submitted_at"],
                condition=Q(state__in=["submitted", "under_review"]),
                name="report_to_read",
            ),
        ]
        triggers = [
            *Record.Meta.triggers,
            pgtrigger.Trigger(
                name="locked_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.state = 'locked'"),
                func="""
                    IF TG_OP = 'DELETE' THEN
                        RAISE EXCEPTION 'A locked report never changes.' USING ERRCODE = 'check_violation';
                    END IF;
                    IF to_jsonb(NEW) - '{is_current,version,updated_at}'::text[]
                       <> to_jsonb(OLD) - '{is_current,version,updated_at}'::text[] THEN
                        RAISE EXCEPTION 'A locked report never changes.' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} · {self.unit}"

    @property
    def is_writable(self) -> bool:
        """True while whoever files may write in it."""
        return self.state in WRITABLE

    @property
    def was_late(self) -> bool:
        """True where the first submission came after the deadline and nobody excused it."""
        return (
            self.first_submitted_at is not None
            and self.first_submitted_at > self.due_at
            and self.excused_at is None
        )

    def is_overdue_at(self, moment: datetime.datetime) -> bool:
        """True where nothing was ever submitted and the deadline has passed unexcused."""
        return self.first_submitted_at is None and moment > self.due_at and self.excused_at is None


class ReportPart(models.Model):
    """A row below a report."""

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="%(class)ss", verbose_name=_("report")
    )

    class Meta:
        abstract = True
