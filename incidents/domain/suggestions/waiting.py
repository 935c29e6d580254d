"""How many suggested places wait for a chief's judgement, looked for in the ordinary way."""

from __future__ import annotations

import datetime
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Count, Max, Sum

from incidents.domain.analysis.windows import DAY, LONGEST_DAYS, Window
from incidents.domain.suggestions.searching import Question, search
from incidents.models import Hotspot, HotspotSuggestion, IncidentCount
from units.domain.scope import Scope
from units.models import Commune
from units.queries.successors import line_of

A_DAY = 24 * 3600


def places_to_judge(commune: Commune, scope: Scope, *, today: datetime.date) -> int:
    """Return how many crowded places of the last year are neither reported nor dismissed.

    Five queries; those of the search too on the day's first look, and where places, judgements or the number of
    incidents have changed since.
    """
    key = f"suggested:{commune.pk}:{today.isoformat()}:{_state(commune, scope)}"
    known: int | None = cache.get(key)
    if known is None:
        year = Window(today - DAY * (LONGEST_DAYS - 1), today)
        answer = search(Question(commune, year), scope)
        known = sum(place.is_new for place in answer.places)
        cache.set(key, known, A_DAY)
    return known


def _state(commune: Commune, scope: Scope) -> str:
    """What the number depends on, as far as it is quickly read: the reported and the judged places, and how many incidents
    there are."""
    line = line_of(commune.pk)
    incidents = IncidentCount.objects.visible_to(scope).filter(commune__in=line)
    seen = [incidents.order_by().aggregate(n=Sum("count"))["n"]]
    for model in (Hotspot, HotspotSuggestion):
        rows = model.objects.visible_to(scope).filter(commune__in=line).order_by()
        seen += rows.aggregate(n=Count("pk"), latest=Max("updated_at")).values()
    return sha256(repr(seen).encode()).hexdigest()
