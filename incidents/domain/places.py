"""Where a place may lie, and which other reports may mean the same place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import cos, hypot, radians

from incidents.models import Hotspot, HotspotState
from units.domain.geometry import METRES_PER_DEGREE, metres_outside
from units.domain.scope import Scope
from units.models import Commune

# A phone's position and a drawn boundary are both a little off.
TOLERANCE_M = 200
NEAR_M = 150
# Without a boundary only a point this far from the commune's centre is surely a slip.
FAR_FROM_CENTRE_M = 15_000


class Verdict(StrEnum):
    """What is known of a point's lying in its commune."""

    INSIDE = "inside"
    DOUBTFUL = "doubtful"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another report close by, with its distance in metres."""

    hotspot: Hotspot
    metres: int


def metres_between(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return the distance of two (latitude, longitude) points in metres; good to 0.1 % below 50 km."""
    north = second[0] - first[0]
    east = (second[1] - first[1]) * cos(radians((first[0] + second[0]) / 2))
    return hypot(north, east) * METRES_PER_DEGREE


def judge_point(commune: Commune, latitude: float, longitude: float) -> Verdict:
    """Say whether a point lies in the commune, give or take ``TOLERANCE_M``.

    A surveyed boundary decides. A schematic one, or only a centre, can merely raise a doubt.
    """
    if commune.boundary:
        if metres_outside(commune.boundary, longitude, latitude) <= TOLERANCE_M:
            return Verdict.INSIDE
        return Verdict.DOUBTFUL if commune.boundary_is_schematic else Verdict.OUTSIDE
    if commune.latitude is None or commune.longitude is None:
        return Verdict.INSIDE
    away = metres_between((commune.latitude, commune.longitude), (latitude, longitude))
    return Verdict.DOUBTFUL if away > FAR_FROM_CENTRE_M else Verdict.INSIDE


def neighbours(
    scope: Scope,
    *,
    kind_id: int,
    latitude: float,
    longitude: float,
    except_pk: int | None = None,
    within: float = NEAR_M,
) -> list[Neighbour]:
    """Return visible reports of the same kind within ``within`` metres, nearest first; one query."""
    high = within / METRES_PER_DEGREE
    wide = high / cos(radians(latitude))
    close = (
        Hotspot.objects.visible_to(scope)
        .filter(
            kind=kind_id,
            latitude__range=(latitude - high, latitude + high),
            longitude__range=(longitude - wide, longitude + wide),
        )
        .exclude(state=HotspotState.DECLINED)
        .exclude(pk=except_pk)
        .select_related("commune")[:50]
    )
    measured = [
        (metres_between((latitude, longitude), (spot.latitude, spot.longitude)), spot)
        for spot in close
    ]
    return [
        Neighbour(spot, round(metres))
        for metres, spot in sorted(measured, key=lambda pair: pair[0])
        if metres <= within
    ]
