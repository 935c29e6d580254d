"""What communes reported over a stretch of time, line by line: added up, or as it stands at the end."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Sum

from reports.models import ACCEPTED, FiledBy, Indicator, OverTime, Report, ReportForm, ReportValue
from units.domain.scope import Scope
from units.queries.area import Area

if TYPE_CHECKING:
    from django.db.models import QuerySet

Sums = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day of a stretch of time."""

    first: datetime.date
    last: datetime.date

    @property
    def before(self) -> Span:
        """The stretch of the same length just before."""
        length = self.last - self.first
        last = self.first - datetime.timedelta(days=1)
        return Span(last - length, last)

    @property
    def year_ago(self) -> Span:
        """The same days a year earlier (28 February for a 29 February)."""
        return Span(_year_earlier(self.first), _year_earlier(self.last))


def _year_earlier(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def main_form(scope: Scope, offices: list[str]) -> ReportForm | None:
    """Return the communes' regular form that stands first: the one whose figures a meeting compares."""
    forms: QuerySet[ReportForm] = ReportForm.objects.visible_to(scope).filter(
        is_active=True,
        calendar__isnull=False,
        filed_by=FiledBy.COMMUNE,
        office__in=offices,
    )
    return forms.order_by("order", "name").first()


def sums_over(form: ReportForm, area: Area, span: Span) -> tuple[Sums, int]:
    """Return the figures of the periods that end in ``span`` by indicator code, and how many periods
    there were; two queries.

    Only accepted reports count. Formulas are left to whoever reckons them from these sums.
    """

    reports = Report.objects.visible_to(area.scope).filter(
        period__form=form,
        period__is_special=False,
        period__last_day__range=(span.first, span.last),
        state__in=ACCEPTED,
        is_current=True,
        commune__isnull=False,
    )
    if area.path:
        reports = reports.filter(commune__jurisdiction__path__startswith=area.path)
    rows = (
        ReportValue.objects.filter(report__in=reports, number__isnull=False, indicator__formula="")
        .order_by()
        .values_list("report__period__last_day", "indicator__code", "indicator__over_time")
        .annotate(total=Sum("number"))
    )
    found: dict[str, Decimal] = {}
    days = set()
    for last_day, code, over_time, total in sorted(rows, key=lambda row: row[0]):
        days.add(last_day)
        if over_time == OverTime.SUM:
            found[code] = found.get(code, Decimal(0)) + total
        elif over_time == OverTime.LAST or code not in found:
            found[code] = total
    return found, len(days)


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One line compared: now, the stretch before, the same days a year ago; ``None`` where nothing was filed."""

    indicator: Indicator
    now: Decimal | None
    before: Decimal | None
    year_ago: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """How much more than in the stretch before."""
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def year_change(self) -> Decimal | None:
        """How much more than a year ago."""
        return None if self.now is None or self.year_ago is None else self.now - self.year_ago
