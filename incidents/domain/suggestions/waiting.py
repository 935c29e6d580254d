"""How many suggested places wait for a chief's judgement, looked for in the ordinary way."""

from __future__ import annotations

import datetime
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Count, Max, Sum

from incidents.domain.analysis.windows import DAY, LONGEST_DAYS, Window
from incidents.domain.suggestions.searching import Question, search
from incidents.models import Hotspot, HotspotSuggestion, Incident, IncidentCount
from incidents.queries.incidents import beginning_of
from units.domain.scope import Scope
from units.models import Commune
from units.queries.successors import line_of

A_DAY = 24 * 3600


def places_to_judge(commune: Commune, scope: Scope, *, today: datetime.date) -> int:
    """Return how many crowded places of the last year are neither reported nor dismissed.

    Six queries; those of the search too on the day's first look, and where places, judgements or incidents have changed
    since.
    """
    year = Window(today - DAY * (LONGEST_DAYS - 1), today)
    key = f"suggested:{commune.pk}:{today.isoformat()}:{_state(commune, scope, year)}"
    known: int | None = cache.get(key)
    if known is None:
        answer = search(Question(commune, year), scope)
        known = sum(place.is_new for place in answer.places)
        cache.set(key, known, A_DAY)
    return known


def _state(commune: Commune, scope: Scope, year: Window) -> str:
    """What the number depends on, as far as it is quickly read: the reported and the judged places, how many incidents
    there are, and when one of those looked at was last changed."""
    line = line_of(commune.pk)
    incidents = IncidentCount.objects.visible_to(scope).filter(commune__in=line)
    seen = [incidents.order_by().aggregate(n=Sum("count"))["n"]]
    looked_at = Incident.objects.visible_to(scope).filter(
        commune__in=line, occurred_from__gte=beginning_of(year.first)
    )
    seen += looked_at.order_by().aggregate(n=Count("pk"), latest=Max("updated_at")).values()
    for model in (Hotspot, HotspotSuggestion):
        rows = model.objects.visible_to(scope).filter(commune__in=line).order_by()
        seen += rows.aggregate(n=Count("pk"), latest=Max("updated_at")).values()
    return sha256(repr(seen).encode()).hexdigest()
