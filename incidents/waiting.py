"""Which places, incidents, mediations and tips wait for the person who asks."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.domain.waiting import one_each
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


def places_waiting(request: HttpRequest) -> QuerySet[Any] | None:
    """Whoever confirms has the unanswered reports; whoever acts has the overdue reviews."""
    asking = cast(SignedInRequest, request)
    user, scope = asking.user, asking.scope
    if user.has_perm("incidents.confirm_hotspot"):
        counts = HotspotCount.objects.visible_to(scope).filter(state=HotspotState.REPORTED)
        return counts.values_list("pk", "count")
    if user.has_perm("incidents.review_hotspot"):
        return one_each(Hotspot.objects.visible_to(scope).overdue(timezone.localdate()))
    return None


def incidents_waiting(request: HttpRequest) -> QuerySet[Any] | None:
    """Whoever decides has the incidents without an outcome."""
    asking = cast(SignedInRequest, request)
    if not asking.user.has_perm("incidents.decide_incident"):
        return None
    return one_each(
        Incident.objects.visible_to(asking.scope).standing().filter(state__in=UNSETTLED)
    )


def follow_ups_waiting(request: HttpRequest) -> QuerySet[Any] | None:
    """Whoever records mediations has the follow-ups that are due."""
    asking = cast(SignedInRequest, request)
    if not asking.user.has_perm("incidents.record_mediation"):
        return None
    return one_each(Mediation.objects.visible_to(asking.scope).follow_up_due(timezone.localdate()))


def tips_waiting(request: HttpRequest) -> QuerySet[Any] | None:
    """The commune has the tips not handed over yet, the district those handed over and all that are overdue; what is
    due soon is told on the desk, and counts here no sooner than it is overdue."""
    asking = cast(SignedInRequest, request)
    user, rows = asking.user, CrimeTip.objects.visible_to(asking.scope)
    if user.has_perm("incidents.handle_tip"):
        return one_each(rows.filter(state__in=WITH_COMMUNE))
    if user.has_perm("incidents.decide_tip"):
        overdue = Q(next_due_at__lt=timezone.now())
        return one_each(rows.filter(Q(state=TipState.HANDED_OVER) | overdue))
    return None
