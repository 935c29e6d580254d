"""Reads about suggested places: what was made of them, and the reported places close by."""

from __future__ import annotations

from django.db.models import QuerySet

from incidents.models import Hotspot, HotspotState, HotspotSuggestion, SuggestionState
from units.domain.scope import Scope
from units.queries.successors import line_of


def judged(scope: Scope, commune_id: int) -> QuerySet[HotspotSuggestion]:
    """Return the commune's suggestions that somebody took up or dismissed, the latest first."""
    rows: QuerySet[HotspotSuggestion] = (
        HotspotSuggestion.objects.visible_to(scope)
        .filter(commune__in=line_of(commune_id))
        .select_related("hotspot", "category")
    )
    return rows


def standing(scope: Scope, commune_id: int, category_id: int | None) -> QuerySet[HotspotSuggestion]:
    """Return those dismissed, or taken up and not reported yet, when incidents of the same category were looked at."""
    return judged(scope, commune_id).filter(
        category=category_id, state__in=[SuggestionState.DISMISSED, SuggestionState.SUGGESTED]
    )


def reported_places(scope: Scope, commune_id: int) -> QuerySet[Hotspot]:
    """Return the commune's reported places, but for those not taken up."""
    rows: QuerySet[Hotspot] = (
        Hotspot.objects.visible_to(scope)
        .filter(commune__in=line_of(commune_id))
        .exclude(state=HotspotState.DECLINED)
        .select_related("kind")
    )
    return rows
