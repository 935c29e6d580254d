"""How far unfiled reports are filled; two queries for any number of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from reports.models import Indicator, Report, ReportValue
from units.domain.scope import Scope


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a report's cells hold something, of those that somebody fills."""

    filled: int
    total: int


def progress_of(reports: Sequence[Report], scope: Scope) -> dict[int, Progress]:
    """Return how far each report is filled, by its key. Zero is filled, empty is not."""
    if not reports:
        return {}
    totals = dict(
        Indicator.objects.filter(
            form_version__in={report.period.form_version_id for report in reports}, formula=""
        )
        .order_by()
        .values_list("form_version")
        .annotate(Count("pk"))
    )
    something = Q(number__isnull=False) | ~Q(text="") | Q(rows__isnull=False)
    filled = dict(
        ReportValue.objects.visible_to(scope)
        .filter(something, report__in=[report.pk for report in reports], indicator__formula="")
        .order_by()
        .values_list("report")
        .annotate(Count("pk"))
    )
    return {
        report.pk: Progress(filled.get(report.pk, 0), totals.get(report.period.form_version_id, 0))
        for report in reports
    }
