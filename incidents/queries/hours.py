"""In which hours of the week incidents fell: counted for the table of hours, and the rows behind each of its numbers."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, F, Func, IntegerField, Min, Q, QuerySet, Value, When
from django.db.models.functions import Extract, Greatest, Mod
from django.db.models.lookups import LessThanOrEqual

from incidents.domain.analysis.aoristic import (
    DAYS,
    HOURS,
    LONGEST,
    Interval,
    WeekHours,
    added,
    counted_hours,
    week_hours,
)
from incidents.models import Incident, TimeKnown

WEEK = DAYS * HOURS
# Hours of the local clock since Monday, 29 December 1969, so that every week begins with a multiple of 168.
LOCAL_HOURS = (
    "%(function)s((extract(epoch FROM timezone('Asia/Ho_Chi_Minh', %(expressions)s)) + 3 * 86400)"
    " / 3600)::integer"
)
HOUR_KNOWN = Q(time_known=TimeKnown.EXACT) | Q(occurred_until__lte=F("occurred_from") + LONGEST)


def with_hours(rows: QuerySet[Incident]) -> QuerySet[Any]:
    """Add ``first_hour`` and ``last_hour``: between which hours each happened, numbered from a Monday's beginning.

    An exact time that lasted counts by its beginning; an interval that ends on the hour does not reach into the next.
    """
    whole = IntegerField()
    first = Func("occurred_from", function="floor", template=LOCAL_HOURS, output_field=whole)
    ending = Func("occurred_until", function="ceil", template=LOCAL_HOURS, output_field=whole)
    last = Case(
        When(time_known=TimeKnown.EXACT, then=first), default=Greatest(first, ending - Value(1))
    )
    return rows.alias(first_hour=first, last_hour=last)


def week_of(rows: QuerySet[Incident]) -> WeekHours:
    """Return the hours of the week in which incidents fell; two queries.

    Those that fell within one hour are counted by the database, the others spread (``week_hours``), once for all that
    began at the same moment of a week and lasted as long.
    """
    timed = with_hours(rows)
    counted = (
        timed.filter(last_hour=F("first_hour"))
        .values_list(F("first_hour") % Value(WEEK))
        .annotate(Count("pk"))
    )
    alike = (
        timed.filter(last_hour__gt=F("first_hour"))
        .order_by()
        .values(
            moment=Mod(Extract("occurred_from", "epoch"), Value(WEEK * 3600)),
            lasted=F("occurred_until") - F("occurred_from"),
        )
        .annotate(since=Min("occurred_from"), until=Min("occurred_until"), times=Count("pk"))
        .values_list("since", "until", "times")
    )
    return added(
        counted_hours((*divmod(place, HOURS), count) for place, count in counted),
        week_hours(Interval(*one) for one in alike.iterator()),
    )


def falling_in(
    rows: QuerySet[Incident], *, weekday: int | None = None, hour: int | None = None
) -> QuerySet[Incident]:
    """Keep the incidents of which ``week_of`` puts something into an hour, a weekday (Monday = 0) or one hour of one weekday.

    A time known only between two moments may have been in each hour in between, so such an incident is in several.
    """
    if hour is None:
        return rows if weekday is None else _passing(rows, weekday, cycle=DAYS, unit=HOURS)
    if weekday is None:
        return _passing(rows, hour, cycle=HOURS)
    return _passing(rows, weekday * HOURS + hour, cycle=WEEK)


def _passing(
    rows: QuerySet[Incident], place: int, *, cycle: int, unit: int = 1
) -> QuerySet[Incident]:
    """Keep those whose hours, in units of ``unit`` that come round after ``cycle``, pass a place of the cycle."""
    first, last = F("first_hour") / Value(unit), F("last_hour") / Value(unit)
    steps_to_it = (Value(cycle + place) - first % Value(cycle)) % Value(cycle)
    kept: QuerySet[Incident] = with_hours(rows).filter(
        HOUR_KNOWN, LessThanOrEqual(steps_to_it, last - first)
    )
    return kept


def with_hour_known(rows: QuerySet[Incident], *, is_known: bool) -> QuerySet[Incident]:
    """Keep the incidents that the table of hours counts, or those that it leaves out."""
    return rows.filter(HOUR_KNOWN) if is_known else rows.exclude(HOUR_KNOWN)
