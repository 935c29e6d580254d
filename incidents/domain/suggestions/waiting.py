"""How many suggested places wait for a chief's judgement, looked for once a day in the ordinary way."""

from __future__ import annotations

import datetime

from django.core.cache import cache

from incidents.domain.analysis.windows import DAY, LONGEST_DAYS, Window
from incidents.domain.suggestions.searching import Question, search
from units.domain.scope import Scope
from units.models import Commune

A_DAY = 24 * 3600


def places_to_judge(commune: Commune, scope: Scope, *, today: datetime.date) -> int:
    """Return how many crowded places of the last year are neither reported nor dismissed.

    One query; on the day's first look, and after each judgement, those of the search too.
    """
    key = _key(commune.pk, today)
    known: int | None = cache.get(key)
    if known is None:
        year = Window(today - DAY * (LONGEST_DAYS - 1), today)
        answer = search(Question(commune, year), scope)
        known = sum(place.is_new for place in answer.places)
        cache.set(key, known, A_DAY)
    return known


def look_again(commune_id: int, *, today: datetime.date) -> None:
    """Forget today's number: somebody has judged a place of this commune."""
    cache.delete(_key(commune_id, today))


def _key(commune_id: int, today: datetime.date) -> str:
    return f"suggested:{commune_id}:{today.isoformat()}"
