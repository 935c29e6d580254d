"""Crime tips as lists keep them: by their clock, by when they left the commune, by how they stood on a day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from incidents.domain.tips.deadlines import RUNNING
from incidents.models import DECIDING, Step, TipDeadline, TipState
from incidents.models.tips import CrimeTipQuerySet
from incidents.queries.incidents import beginning_of

NEVER = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)
ONE_DAY = datetime.timedelta(days=1)
# What a tip must go through to be resolved; notices and the assignment have deadlines of their own.
RESOLVING = (Step.HAND_OVER, *DECIDING)
LATE = Q(ended_late=True)


def with_clock(tips: CrimeTipQuerySet) -> CrimeTipQuerySet:
    """Give each tip ``clock_began`` and ``clock_step`` (when its next deadline began, and for what) and what puts first
    what expires first (``CrimeTipQuerySet.with_due_order``)."""
    first = TipDeadline.objects.filter(RUNNING, tip=OuterRef("pk")).order_by("due_at", "pk")
    return tips.with_due_order().annotate(
        clock_began=Subquery(first.values("began_at")[:1]),
        clock_step=Subquery(first.values("step")[:1]),
    )


def with_ends(tips: QuerySet[Any], until: datetime.datetime = NEVER) -> QuerySet[Any]:
    """Give each tip ``handed_at`` (the hand-over that stands at ``until``: none while the commune has the tip, for the
    clock of the hand-over begins anew with a return), ``handed_late`` (whether this one or one before a return was late,
    each by its own clock), ``decision_due`` (the last deadline of its decision: extensions included, what they replaced
    not) and ``stayed_late`` (whether its time was past when it was suspended or returned)."""
    steps = TipDeadline.objects.filter(tip=OuterRef("pk"))
    handed = steps.filter(step=Step.HAND_OVER, met_at__lt=until).order_by("-met_at")
    began = steps.filter(step=Step.HAND_OVER, began_at__lt=until).order_by("-began_at")
    decided = steps.filter(step__in=DECIDING, replaced_at__isnull=True).order_by("-due_at")
    dated = tips.annotate(
        last_handed_at=Subquery(handed.values("met_at")[:1]),
        hand_over_began=Subquery(began.values("began_at")[:1]),
    )
    return dated.annotate(
        handed_at=Case(When(last_handed_at__gte=F("hand_over_began"), then=F("last_handed_at"))),
        handed_late=Exists(handed.filter(met_at__gte=F("due_at"))),
        decision_due=Subquery(decided.values("due_at")[:1]),
        stayed_late=Exists(steps.filter(step__in=RESOLVING, ended_late=True)),
    )


def returned(
    tips: QuerySet[Any], first: datetime.date | None, last: datetime.date | None
) -> QuerySet[Any]:
    """Keep tips that came back to the commune from ``first`` to ``last``, both days in it and either one open; with
    ``first`` only those that were handed over when it began."""
    came_back = TipDeadline.objects.filter(tip=OuterRef("pk"), step=Step.HAND_OVER)
    came_back = came_back.filter(began_at__gt=OuterRef("received_at"))
    if last:
        came_back = came_back.filter(began_at__lt=beginning_of(last + ONE_DAY))
    if first is None:
        return tips.filter(Exists(came_back))
    start = beginning_of(first)
    came_back = came_back.filter(began_at__gte=start)
    return with_ends(tips, start).filter(Exists(came_back), handed_at__isnull=False)


def overdue(now: datetime.datetime) -> Q:
    """The condition that some deadline of a tip has passed, that of a notice too."""
    return Q(next_due_at__lte=now)


def with_commune_on(tips: QuerySet[Any], day: datetime.date) -> QuerySet[Any]:
    """Keep tips received and not handed over by the end of ``day``."""
    end = beginning_of(day + ONE_DAY)
    return with_ends(tips, end).filter(handed_at__isnull=True, received_at__lt=end)


def late_on(tips: QuerySet[Any], day: datetime.date, now: datetime.datetime) -> QuerySet[Any]:
    """Keep tips that were not resolved by the end of ``day`` (now, while that lies ahead) though the time to hand
    them over or to decide was past; what was past when a tip was suspended or returned stays so."""
    end = beginning_of(day + ONE_DAY)
    stayed = Q(tip__resolved_at__isnull=True) | Q(tip__resolved_at__gte=end)
    passed = _passed(
        end, now, Q(replaced_at__isnull=True) | Q(replaced_at__gte=end) | stayed & LATE
    )
    return tips.filter(Exists(passed.filter(step__in=RESOLVING)), received_at__lt=end)


def hand_over_late_on(
    tips: QuerySet[Any], day: datetime.date, now: datetime.datetime
) -> QuerySet[Any]:
    """Keep tips that were not handed over by the end of ``day`` (now, while that lies ahead) though the time for it
    was past."""
    end = beginning_of(day + ONE_DAY)
    passed = _passed(end, now, Q(replaced_at__isnull=True) | Q(replaced_at__gte=end))
    return tips.filter(Exists(passed.filter(step=Step.HAND_OVER)), received_at__lt=end)


def _passed(end: datetime.datetime, now: datetime.datetime, counts: Q) -> QuerySet[TipDeadline]:
    """The deadlines of the tip outside that were past at ``end`` and not met by then, of those that ``counts``."""
    return TipDeadline.objects.filter(
        Q(met_at__isnull=True) | Q(met_at__gte=end),
        Q(set_at__isnull=True) | Q(set_at__lt=end),
        counts,
        tip=OuterRef("pk"),
        due_at__lte=min(end, now),
    )


def rows_behind(count: str, first: datetime.date, last: datetime.date) -> Mapping[str, str]:
    """Return what the list of tips is asked for to show the rows behind a count of ``TipCounts``.

    Raises ``KeyError`` for another.
    """
    start, end = first.isoformat(), last.isoformat()
    received = {"received_after": start, "received_before": end}
    handed = {"handed_after": start, "handed_before": end}
    resolved = {"resolved_after": start, "resolved_before": end}
    return {
        "received": received,
        "taken_up": {**received, "taken_up": "yes"},
        "handed_over": handed,
        "handed_in_time": {**handed, "in_time": "handed"},
        "returned": {"returned_after": start, "returned_before": end},
        "resolved": resolved,
        "in_time": {**resolved, "in_time": "resolved"},
        "late": {"late_on": end},
        "opening": {"with_commune_on": (first - ONE_DAY).isoformat()},
        "waiting": {"with_commune_on": end},
        "waiting_late": {"with_commune_on": end, "hand_over_late_on": end},
        "overdue": {"overdue": "yes"},
        "to_accept": {"state": TipState.HANDED_OVER.value},
        "solving": {"state": TipState.ACCEPTED.value},
        "suspended": {"state": TipState.SUSPENDED.value},
    }[count]
