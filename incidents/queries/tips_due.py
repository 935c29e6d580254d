"""What the district must do soon about tips that it has accepted: steps whose clock is amber or red, and not past."""

from __future__ import annotations

import datetime

from django.db.models import (
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from incidents.domain.tips.clock import AMBER_SHARE
from incidents.domain.tips.deadlines import RUNNING
from incidents.models import DECIDING, Step, TipDeadline, TipState
from incidents.models.tips import CrimeTipQuerySet

# What the district does once it has the tip; the commune classifies, proposes and hands over.
OF_DISTRICT = (
    Step.RECEIPT_NOTICE,
    Step.ASSIGNMENT,
    *DECIDING,
    Step.CLOSING_REPORT,
    Step.RESULT_NOTICE,
)
# What was handed over and waits to be accepted is asked for as that.
ACCEPTED = (TipState.ACCEPTED, TipState.SUSPENDED, TipState.RESOLVED)


def steps_due_soon(now: datetime.datetime) -> QuerySet[TipDeadline]:
    """Return the running deadlines of the district's steps of which ``AMBER_SHARE`` of the time or less is left, by
    the rule of ``incidents.domain.tips.clock.tone``; those that are past are overdue instead."""
    amber_from = ExpressionWrapper(
        F("due_at") - (F("due_at") - F("began_at")) * AMBER_SHARE, output_field=DateTimeField()
    )
    running = TipDeadline.objects.filter(RUNNING, step__in=OF_DISTRICT, due_at__gt=now)
    return running.alias(amber_from=amber_from).filter(amber_from__lte=now)


def due_soon(now: datetime.datetime) -> Q:
    """The condition that a tip was accepted and a step of the district's is due soon."""
    return Q(Exists(steps_due_soon(now).filter(tip=OuterRef("pk"))), state__in=ACCEPTED)


def with_next_step(tips: CrimeTipQuerySet, now: datetime.datetime) -> CrimeTipQuerySet:
    """Keep the tips of which a step of the district's is due soon, the soonest first, each with ``soon_step``,
    ``soon_began`` and ``soon_due`` of its soonest one."""
    first = steps_due_soon(now).filter(tip=OuterRef("pk")).order_by("due_at", "pk")
    return (
        tips.filter(due_soon(now))
        .annotate(
            soon_step=Subquery(first.values("step")[:1]),
            soon_began=Subquery(first.values("began_at")[:1]),
            soon_due=Subquery(first.values("due_at")[:1]),
        )
        .order_by("soon_due", "pk")
    )
