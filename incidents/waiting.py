"""How many places wait for the person who asks: reviews overdue, or reports to answer."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils import timezone

from accounts.requests import SignedInRequest
from incidents.models import Hotspot, HotspotCount, HotspotState

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
