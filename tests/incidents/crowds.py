"""Crowds of incidents for the tests of where and when: a commune with a boundary, a market where much happens."""

from __future__ import annotations

import datetime
from math import cos, radians
from random import Random
from typing import Any

from django.utils import timezone

from incidents.models import Incident, IncidentCategory
from tests.incidents.factories import IncidentCategoryFactory, LocatedIncidentFactory
from units.models import Commune

SOUTH, WEST, SIDE = 10.56, 106.54, 0.05
BOUNDARY = {
    "type": "Polygon",
    "coordinates": [
        [
            [WEST, SOUTH],
            [WEST + SIDE, SOUTH],
            [WEST + SIDE, SOUTH + SIDE],
            [WEST, SOUTH + SIDE],
            [WEST, SOUTH],
        ]
    ],
}
MARKET = (10.592, 106.5735)


def with_boundary(commune: Commune) -> Commune:
    """Give a commune the square boundary that the crowds lie in."""
    commune.boundary = BOUNDARY
    commune.save()
    return commune


def category(code: str = "theft-test", group: str = "property-test") -> IncidentCategory:
    """A category within a group."""
    parent = IncidentCategoryFactory(code=group, parent=None)
    return IncidentCategoryFactory(code=code, parent=parent)


def metres_from(place: tuple[float, float], east: float, north: float) -> tuple[float, float]:
    """The point so many metres east and north of a place."""
    metres = 111_195
    return place[0] + north / metres, place[1] + east / metres / cos(radians(place[0]))


def crowd(
    commune: Commune,
    number: int,
    *,
    at: tuple[float, float] | None = MARKET,
    spread_m: float = 20,
    days_ago: tuple[int, int] = (1, 300),
    seed: int = 1,
    **facts: Any,
) -> list[Incident]:
    """Make incidents around a place, or with ``at`` None strewn over the whole square, on random days."""
    random = Random(seed)
    facts.setdefault("category", category())
    today = timezone.localtime().replace(hour=20, minute=30, second=0, microsecond=0)
    made = []
    for _one in range(number):
        if at is None:
            point = (SOUTH + random.random() * SIDE, WEST + random.random() * SIDE)
        else:
            point = metres_from(at, random.gauss(0, spread_m), random.gauss(0, spread_m))
        moment = today - datetime.timedelta(days=random.randint(*days_ago))
        made.append(
            LocatedIncidentFactory(
                commune=commune,
                latitude=point[0],
                longitude=point[1],
                occurred_from=moment,
                **facts,
            )
        )
    return made
