"""Indicators over time: what accepted reports say, by commune, period and indicator."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from reports.models import ACCEPTED, ReportForm, ReportingPeriod, ReportValue
from units.domain.scope import Scope

Figures = dict[tuple[int, int, str], Decimal]


def values_of(
    form: ReportForm, scope: Scope, periods: Sequence[ReportingPeriod], codes: Collection[str]
) -> QuerySet[ReportValue]:
    """Return the communes' accepted values of some indicators in some periods."""
    found: QuerySet[ReportValue] = ReportValue.objects.visible_to(scope).filter(
        indicator__code__in=list(codes),
        indicator__form_version__form=form,
        report__period__in=[period.pk for period in periods],
        report__state__in=ACCEPTED,
        report__is_current=True,
        commune__isnull=False,
        number__isnull=False,
    )
    return found


def figures_over_time(
    form: ReportForm, scope: Scope, periods: Sequence[ReportingPeriod], codes: Collection[str]
) -> Figures:
    """Return the numbers by (commune, period, indicator code); one query."""
    rows = values_of(form, scope, periods, codes).values_list(
        "commune_id", "report__period_id", "indicator__code", "number"
    )
    return {
        (commune, period, code): number
        for commune, period, code, number in rows
        if number is not None
    }


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted figure, as other systems read it."""

    key: int
    commune_code: str
    commune: str
    period: str
    first_day: datetime.date
    last_day: datetime.date
    indicator: str
    line: str
    name: str
    unit: str
    value: Decimal
    report: int
    replacement: int
    approved_at: datetime.datetime | None


def entries(rows: QuerySet[ReportValue], after: int, most: int) -> Iterator[Entry]:
    """Yield up to ``most`` entries with a key above ``after``, in the order of keys; one query."""
    columns = (
        "pk",
        "commune__code",
        "commune__name",
        "report__period__code",
        "report__period__first_day",
        "report__period__last_day",
        "indicator__code",
        "indicator__line",
        "indicator__name",
        "indicator__unit",
        "number",
        "report_id",
        "report__number",
        "report__approved_at",
    )
    for row in rows.filter(pk__gt=after).order_by("pk").values_list(*columns)[:most]:
        yield Entry(*row)
