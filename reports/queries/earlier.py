"""What the same unit reported in other periods of the same form: last period, a year ago, the last twelve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from reports.models import Report, ReportingPeriod, ReportValue
from units.domain.scope import Scope

SHOWN = 12


@dataclass(frozen=True, slots=True)
class EarlierFigure:
    """One indicator's figure in an earlier period."""

    period: ReportingPeriod
    number: Decimal | None
    text: str


def regular_periods(period: ReportingPeriod) -> QuerySet[ReportingPeriod]:
    """Return the form's other regular periods."""
    return ReportingPeriod.objects.filter(form=period.form_id, is_special=False).exclude(
        pk=period.pk
    )


def year_ago_code(code: str) -> str:
    """Return the code of the same period of the year before: 2025-11 for 2026-11."""
    year, dash, rest = code.partition("-")
    return f"{int(year) - 1}{dash}{rest}" if year.isdecimal() else ""


def previous_and_year_ago(
    period: ReportingPeriod,
) -> tuple[ReportingPeriod | None, ReportingPeriod | None]:
    """Return the period before and the same period of the year before, where they were opened; one
    query. A special report has neither."""
    if period.is_special:
        return None, None
    others = regular_periods(period)
    before = others.filter(last_day__lt=period.first_day).order_by("-last_day")[:1]
    year_ago = others.filter(code=year_ago_code(period.code))
    found = list(before.union(year_ago, all=True))
    last_year = next((one for one in found if one.code == year_ago_code(period.code)), None)
    earlier = [one for one in found if one.last_day < period.first_day]
    return max(earlier, key=lambda one: one.last_day, default=None), last_year


def figures_of(
    report: Report, periods: Iterable[ReportingPeriod | None], scope: Scope
) -> Mapping[int, Mapping[str, Decimal | None]]:
    """Return what the unit filed in ``periods``, by period and the indicator's code; one query.

    Codes keep their meaning over the versions of a form. Only what was submitted counts.
    """
    keys = [one.pk for one in periods if one is not None]
    found: dict[int, dict[str, Decimal | None]] = {key: {} for key in keys}
    if not keys:
        return found
    rows = _values_of(report, scope).filter(report__period__in=keys, number__isnull=False)
    for period_id, code, number in rows.values_list(
        "report__period_id", "indicator__code", "number"
    ):
        found[period_id][code] = number
    return found


def history_of_cell(report: Report, code: str, scope: Scope) -> list[EarlierFigure]:
    """Return the last twelve figures of an indicator before this report, the latest first; two queries."""
    periods = list(
        regular_periods(report.period)
        .filter(last_day__lt=report.period.first_day)
        .order_by("-last_day")[:SHOWN]
    )
    rows = _values_of(report, scope).filter(
        report__period__in=[one.pk for one in periods], indicator__code=code
    )
    found = {
        period: (number, text)
        for period, number, text in rows.values_list("report__period_id", "number", "text")
    }
    return [EarlierFigure(one, *found.get(one.pk, (None, ""))) for one in periods]


def _values_of(report: Report, scope: Scope) -> QuerySet[ReportValue]:
    values: QuerySet[ReportValue] = ReportValue.objects.visible_to(scope).filter(
        report__is_current=True, report__first_submitted_at__isnull=False
    )
    if report.commune_id is not None:
        return values.filter(commune=report.commune_id)
    return values.filter(commune__isnull=True, jurisdiction=report.jurisdiction_id)
