"""The cells of a report: what was typed, what the records gave, and what was said about them."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.form_parts import Indicator
from reports.models.reports import OwnedByUnit, Report, ReportOwnedQuerySet, ReportPart
from units.models.fields import NameField, ProseField
from units.models.scoped import Record


@pghistory.track()
class ReportValue(OwnedByUnit, Record):
    """One cell: ``number`` (counts, VND, percent), ``text`` or ``rows`` (of a table), by the indicator's
    kind. Empty and zero differ: an empty cell has none of the three, or no row at all.

    ``source_…`` is what the records gave; where it differs from the value, ``override_reason`` says why.
    The unit's keys are copied from the report, so that policies and series need no join.
    """

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="values", verbose_name=_("report")
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="values", verbose_name=_("indicator")
    )
    number = models.DecimalField(
        _("number"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    text = ProseField(_("text"), blank=True, max_length=20_000)
    rows = models.JSONField(_("rows"), null=True, blank=True)
    source_number = models.DecimalField(
        _("number in the records"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    source_text = ProseField(_("text from the records"), blank=True)
    source_rows = models.JSONField(_("rows from the records"), null=True, blank=True)
    sourced_at = models.DateTimeField(_("read from the records at"), null=True, blank=True)
    override_reason = ProseField(_("why it differs from the records"), blank=True)
    explanation = ProseField(_("explanation"), blank=True)
    written_by_name = NameField(_("written by"), max_length=160, blank=True)

    objects = ReportOwnedQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("value")
        verbose_name_plural = _("values")
        ordering = ["report", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="value_once"),
        ]
        indexes = [
            models.Index(
                fields=["indicator", "commune"],
                include=["report", "number"],
                name="value_series",
            )
        ]
        triggers = [
            *Record.Meta.triggers,
            pgtrigger.Trigger(
                name="belongs_to_its_unit",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    SELECT r.commune_id, r.jurisdiction_id INTO NEW.commune_id, NEW.jurisdiction_id
                    FROM reports_report r WHERE r.id = NEW.report_id;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="filed_values_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("touched", "bigint"), ("standing", "text")],
                func="""
                    touched := CASE TG_OP WHEN 'INSERT' THEN NEW.report_id ELSE OLD.report_id END;
                    SELECT r.state INTO standing FROM reports_report r WHERE r.id = touched;
                    IF standing NOT IN ('draft', 'returned') THEN
                        RAISE EXCEPTION 'The values of a submitted report never change.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.number if self.number is not None else self.text}"

    @property
    def is_empty(self) -> bool:
        """True where nothing was typed; a zero is something."""
        return self.number is None and not self.text and not self.rows

    @property
    def has_source(self) -> bool:
        """True where the records gave something, a zero too."""
        return self.sourced_at is not None


@pghistory.track()
class CellComment(ReportPart, Record):
    """What a reader or a writer said about a cell, or about the whole report."""

    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("indicator"),
    )
    text = ProseField(_("comment"), max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = NameField(_("name of who said it"), max_length=160)
    from_above = models.BooleanField(_("from the upper tier"), default=False)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(
                fields=["report"], condition=Q(settled_at__isnull=True), name="comment_unsettled"
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
