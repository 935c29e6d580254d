"""How many places and incidents wait for the person who asks."""

from __future__ import annotations

from typing import cast

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from accounts.requests import SignedInRequest
from incidents.models import (
    UNSETTLED,
    WITH_COMMUNE,
    CrimeTip,
    Hotspot,
    HotspotCount,
    HotspotState,
    Incident,
    Mediation,
    TipState,
)

MOST = 100


def places_waiting(request: HttpRequest) -> int | None:
    """Whoever confirms has the unanswered reports; whoever acts has the overdue reviews. One query."""
    asking = cast(SignedInRequest, request)
    user, scope = asking.user, asking.scope
    if user.has_perm("incidents.confirm_hotspot"):
        rows = HotspotCount.objects.visible_to(scope).filter(state=HotspotState.REPORTED)
        return sum(rows.values_list("count", flat=True))
    if user.has_perm("incidents.review_hotspot"):
        overdue = Hotspot.objects.visible_to(scope).overdue(timezone.localdate())
        return int(overdue.order_by()[:MOST].count())
    return None


def incidents_waiting(request: HttpRequest) -> int | None:
    """Whoever decides has the incidents without an outcome; one query, at most ``MOST``."""
    asking = cast(SignedInRequest, request)
    if not asking.user.has_perm("incidents.decide_incident"):
        return None
    rows = Incident.objects.visible_to(asking.scope).filter(state__in=UNSETTLED)
    return int(rows.order_by()[:MOST].count())


def follow_ups_waiting(request: HttpRequest) -> int | None:
    """Whoever records mediations has the follow-ups that are due; one query, at most ``MOST``."""
    asking = cast(SignedInRequest, request)
    if not asking.user.has_perm("incidents.record_mediation"):
        return None
    rows = Mediation.objects.visible_to(asking.scope).follow_up_due(timezone.localdate())
    return int(rows.order_by()[:MOST].count())


def tips_waiting(request: HttpRequest) -> int | None:
    """The commune has the tips not handed over yet, the district those handed over and all that are
    overdue; one query, at most ``MOST``."""
    asking = cast(SignedInRequest, request)
    user, rows = asking.user, CrimeTip.objects.visible_to(asking.scope).order_by()
    if user.has_perm("incidents.handle_tip"):
        return int(rows.filter(state__in=WITH_COMMUNE)[:MOST].count())
    if user.has_perm("incidents.decide_tip"):
        overdue = Q(next_due_at__lt=timezone.now())
        return int(rows.filter(Q(state=TipState.HANDED_OVER) | overdue)[:MOST].count())
    return None
