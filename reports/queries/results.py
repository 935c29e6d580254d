"""What communes reported over a stretch of time, line by line: added up, or as it stands at the end."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from reports.models import FiledBy, Indicator, OverTime, ReportForm, ReportingPeriod
from reports.queries.series import (
    communes_reporting,
    counts_by_period,
    figures_by_unit,
    standing_by_unit,
)
from units.domain.scope import Scope
from units.queries.area import Area

if TYPE_CHECKING:
    from django.db.models import QuerySet

Sums = Mapping[str, Decimal]
# All communes of an area under one key.
TOGETHER = 0
# How far back a commune's latest figure of what stands may lie.
LOOKED_BACK = datetime.timedelta(days=366)


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


@dataclass(frozen=True, slots=True)
class Reported:
    """What was reported in a stretch of time: the figures by indicator code (formulas left to whoever reckons
    them), in how many periods anything counts, and how many reports count of how many expected."""

    sums: Sums
    periods: int
    counted: int
    expected: int


def periods_within(form: ReportForm, span: Span) -> list[ReportingPeriod]:
    """Return the form's regular periods that end in ``span``, the earliest first; one query."""
    found = ReportingPeriod.objects.filter(
        form=form, is_special=False, last_day__range=(span.first, span.last)
    )
    return list(found.order_by("last_day"))


def periods_before(form: ReportForm, periods: Sequence[ReportingPeriod]) -> list[ReportingPeriod]:
    """Return as many periods just before ``periods``, the earliest first: days would count a month too many
    where months differ in length; one query."""
    if not periods:
        return []
    found = ReportingPeriod.objects.filter(
        form=form, is_special=False, last_day__lt=periods[0].first_day
    )
    return list(found.order_by("-last_day")[: len(periods)])[::-1]


def reported_over(
    form: ReportForm, area: Area, periods: Sequence[ReportingPeriod], rules: Mapping[str, str]
) -> Reported:
    """Return what the communes of an area reported in ``periods``; six queries.

    ``rules`` says of each indicator how it goes over time: what happens is added up; of what stands at the
    end, each commune's own latest figure of the last year counts, for not all have reported in the last
    period; of what stood at the beginning, its first in these periods. Only accepted reports count.
    """
    if not periods:
        return Reported({}, 0, 0, 0)
    last = periods[-1].last_day
    lately = periods_within(form, Span(last - LOOKED_BACK, last))
    communes = [
        one.pk
        for one in communes_reporting(area.scope, periods)
        if one.path.startswith(area.path or "")
    ]
    places = dict.fromkeys(communes, TOGETHER)
    sums: dict[str, Decimal] = {}
    for (_key, _period, code), number in figures_by_unit(form, places, periods, rules).items():
        if rules[code] == OverTime.SUM:
            sums[code] = sums.get(code, Decimal(0)) + number
    for rule, where in ((OverTime.FIRST, periods), (OverTime.LAST, lately)):
        sums |= standing_by_unit(form, places, where, rules, rule).get(TOGETHER, {})
    counts = list(counts_by_period(places, periods).values())
    return Reported(
        sums,
        periods=sum(1 for counted, _expected in counts if counted),
        counted=sum(counted for counted, _expected in counts),
        expected=sum(expected for _counted, expected in counts),
    )


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
