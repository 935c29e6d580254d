"""Crime tips as lists and figures."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from incidents.domain.tips.deadlines import RUNNING
from incidents.models import DECIDING, CrimeTip, TipDeadline

if TYPE_CHECKING:
    from units.domain.scope import Scope

NEVER = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)
ACCEPTED_TARGET, IN_TIME_TARGET = 100, 90  # per cent: DOMAIN "Crime tips"


@dataclass(frozen=True, slots=True)
class TipFigures:
    """Tips received in a period. Shares are in per cent of a whole; ``None`` where there is nothing to divide."""

    received: int
    taken_up: int
    resolved: int
    in_time: int
    overdue: int

    @property
    def accepted_share(self) -> float | None:
        """Tips with a class of those received, × 100: every tip received is to be taken up."""
        return 100 * self.taken_up / self.received if self.received else None

    @property
    def in_time_share(self) -> float | None:
        """Tips resolved before their decision was due, of those resolved, × 100."""
        return 100 * self.in_time / self.resolved if self.resolved else None


def with_clock(tips: QuerySet[Any]) -> QuerySet[Any]:
    """Give each tip ``clock_began`` (when its next deadline began) and ``due_order`` (never, where none runs)."""
    first = TipDeadline.objects.filter(RUNNING, tip=OuterRef("pk")).order_by("due_at")
    return tips.annotate(
        clock_began=Subquery(first.values("began_at")[:1]),
        due_order=Coalesce(F("next_due_at"), NEVER),
    )


def tip_figures(
    scope: Scope, start: datetime.datetime, end: datetime.datetime, now: datetime.datetime
) -> TipFigures:
    """Count the tips received from ``start`` until before ``end``; one query.

    In time is a tip resolved no later than the last deadline of its decision: the extensions included,
    the deadlines that they replaced not.
    """
    return TipFigures(**_in_period(scope, start, end).aggregate(**_figures(now)))


def tip_figures_by(
    by: str, scope: Scope, start: datetime.datetime, end: datetime.datetime, now: datetime.datetime
) -> dict[Any, TipFigures]:
    """The same by ``kind``, ``channel`` or ``commune_id``; one query. Raises ``ValueError`` for another."""
    if by not in ("kind", "channel", "commune_id"):
        raise ValueError(f"Tips are not counted by {by}.")
    rows = _in_period(scope, start, end).order_by().values(by).annotate(**_figures(now))
    return {row.pop(by): TipFigures(**row) for row in rows}


def _in_period(
    scope: Scope, start: datetime.datetime, end: datetime.datetime
) -> QuerySet[CrimeTip]:
    decided = TipDeadline.objects.filter(
        tip=OuterRef("pk"), step__in=DECIDING, replaced_at__isnull=True
    ).order_by("-due_at")
    tips: QuerySet[CrimeTip] = CrimeTip.objects.visible_to(scope).filter(
        received_at__gte=start, received_at__lt=end
    )
    return tips.annotate(decision_due=Subquery(decided.values("due_at")[:1]))


def _figures(now: datetime.datetime) -> dict[str, Any]:
    resolved = Q(resolved_at__isnull=False)
    return {
        "received": Count("pk"),
        "taken_up": Count("pk", filter=~Q(urgency="")),
        "resolved": Count("pk", filter=resolved),
        "in_time": Count("pk", filter=resolved & Q(resolved_at__lte=F("decision_due"))),
        "overdue": Count("pk", filter=Q(next_due_at__lt=now)),
    }
