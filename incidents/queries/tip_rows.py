"""Crime tips as lists keep them: by their clock, by when they left the commune, by how they stood on a day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from incidents.domain.tips.deadlines import RUNNING
from incidents.models import DECIDING, WITH_COMMUNE, Step, TipDeadline, TipState
from incidents.models.tips import CrimeTipQuerySet
from incidents.queries.incidents import beginning_of

NEVER = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)
ONE_DAY = datetime.timedelta(days=1)
# What a tip must go through to be resolved; notices and the assignment have deadlines of their own.
RESOLVING = (Step.HAND_OVER, *DECIDING)


def with_clock(tips: CrimeTipQuerySet) -> CrimeTipQuerySet:
    """Give each tip ``clock_began`` and ``clock_step`` (when its next deadline began, and for what) and ``due_order``:
    a tip without a class comes before those whose clock runs, for nobody knows yet how little time it has; never,
    where none runs."""
    first = TipDeadline.objects.filter(RUNNING, tip=OuterRef("pk")).order_by("due_at", "pk")
    return tips.annotate(
        clock_began=Subquery(first.values("began_at")[:1]),
        clock_step=Subquery(first.values("step")[:1]),
        due_order=Case(
            When(state=TipState.RECEIVED, then=F("received_at")),
            default=Coalesce(F("next_due_at"), NEVER),
        ),
    )


def with_ends(tips: QuerySet[Any]) -> QuerySet[Any]:
    """Give each tip ``handed_at`` and ``handed_due`` (the hand-over that stands: none while the commune has the tip)
    and ``decision_due`` (the last deadline of its decision: extensions included, what they replaced not)."""
    steps = TipDeadline.objects.filter(tip=OuterRef("pk"))
    handed = steps.filter(step=Step.HAND_OVER, met_at__isnull=False).order_by("-met_at")
    decided = steps.filter(step__in=DECIDING, replaced_at__isnull=True).order_by("-due_at")
    return tips.annotate(
        handed_at=Case(
            When(state__in=WITH_COMMUNE, then=None), default=Subquery(handed.values("met_at")[:1])
        ),
        handed_due=Subquery(handed.values("due_at")[:1]),
        decision_due=Subquery(decided.values("due_at")[:1]),
    )


def overdue(now: datetime.datetime) -> Q:
    """The condition that some deadline of a tip has passed, that of a notice too."""
    return Q(next_due_at__lte=now)


def with_commune_on(tips: QuerySet[Any], day: datetime.date) -> QuerySet[Any]:
    """Keep tips received and not handed over by the end of ``day``."""
    end = beginning_of(day + ONE_DAY)
    stayed = Q(handed_at__isnull=True) | Q(handed_at__gte=end)
    return with_ends(tips).filter(stayed, received_at__lt=end)


def late_on(tips: QuerySet[Any], day: datetime.date, now: datetime.datetime) -> QuerySet[Any]:
    """Keep tips that were not resolved by the end of ``day`` (now, while that lies ahead) though the time to hand
    them over or to decide was past."""
    end = beginning_of(day + ONE_DAY)
    passed = TipDeadline.objects.filter(
        Q(met_at__isnull=True) | Q(met_at__gte=end),
        Q(replaced_at__isnull=True) | Q(replaced_at__gte=end),
        tip=OuterRef("pk"),
        step__in=RESOLVING,
        due_at__lte=min(end, now),
    )
    return tips.filter(Exists(passed), received_at__lt=end)


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
        "resolved": resolved,
        "in_time": {**resolved, "in_time": "resolved"},
        "late": {"late_on": end},
        "opening": {"with_commune_on": (first - ONE_DAY).isoformat()},
        "waiting": {"with_commune_on": end},
        "waiting_late": {"with_commune_on": end, "late_on": end},
        "overdue": {"overdue": "yes"},
        "to_accept": {"state": TipState.HANDED_OVER.value},
        "solving": {"state": TipState.ACCEPTED.value},
        "suspended": {"state": TipState.SUSPENDED.value},
    }[count]
