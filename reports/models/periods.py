"""Reporting periods: one for each stretch of time of a form, opened for all who must file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from reports.models.forms import FormVersion, ReportForm
from units.models import Jurisdiction
from units.models.communes import inclusive_range
from units.models.fields import NameField, ProseField
from units.models.scoped import Record

if TYPE_CHECKING:
    from units.domain.scope import Scope


class PeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    """Periods by who may see them."""

    def visible_to(self, scope: Scope) -> PeriodQuerySet:
        """Keep everybody's periods, those asked for in ``scope``, and those with a report in it."""
        if scope.communes is None:
            return self.all()
        reports = ReportingPeriod._meta.get_field("reports").related_model
        mine = reports._default_manager.filter(
            period=OuterRef("pk"), commune__in=sorted(scope.communes)
        )
        return self.filter(
            Q(jurisdiction__isnull=True)
            | Q(jurisdiction__in=sorted(scope.jurisdictions or ()))
            | Exists(mine)
        )


@pghistory.track()
class ReportingPeriod(Record):
    """One period of a form, with the version that holds for it. Opening it makes one report for each
    unit that must file, so the units expected are fixed from then on.

    ``due_at`` is the deadline of the tier that files first; each report carries its own.
    """

    form = models.ForeignKey(
        ReportForm, on_delete=models.PROTECT, related_name="periods", verbose_name=_("report form")
    )
    form_version = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, related_name="periods", verbose_name=_("version")
    )
    code = models.CharField(_("period"), max_length=20, help_text=_("Such as 2026-11 or 2026-Q4."))
    title = NameField(_("title"), max_length=200, blank=True)
    request = ProseField(_("what is asked for"), blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    estimate_from = models.DateField(_("estimated from"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"))
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    is_special = models.BooleanField(_("special"), default=False, editable=False)
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reporting_periods",
        verbose_name=_("asked for by"),
        help_text=_("Of a special report: who asked for it. Empty: everybody's period."),
    )

    objects = PeriodQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        ordering = ["-last_day", "form", "id"]
        constraints = [
            models.CheckConstraint(
                name="period_days_in_order",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day comes before the first day."),
            ),
            models.UniqueConstraint(
                fields=["form", "code"],
                condition=Q(is_special=False),
                name="period_once",
                violation_error_message=_("This period is open already."),
            ),
            ExclusionConstraint(
                name="periods_of_a_form_apart",
                expressions=[
                    ("form", RangeOperators.EQUAL),
                    (inclusive_range("first_day", "last_day"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_special=False),
                violation_error_message=_("The periods of a form must not overlap."),
            ),
        ]
        indexes = [models.Index(fields=["form", "-last_day"], name="period_by_form")]

    def __str__(self) -> str:
        return self.title or f"{self.form} {self.code}"
