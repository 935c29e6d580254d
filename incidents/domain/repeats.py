"""Again at the same place, or next door: what repeats in a commune within days or weeks."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import cache

from incidents.domain.analysis.knox import (
    SAME_PLACE_M,
    Bands,
    Dated,
    Pairs,
    close_pairs,
    knox,
    taking_part,
)
from incidents.domain.analysis.plane import Spot
from incidents.queries.analysis import Slice, dated_points

# Each round deals the days out anew among all close pairs: more incidents would keep a person waiting.
MOST = 600
ROUNDS = 99
SEED = 1964
MOST_GROUPS = 20
A_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Again:
    """Incidents at one place that followed each other within the days asked for."""

    spot: Spot
    first: datetime.date
    last: datetime.date
    incidents: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many incidents."""
        return len(self.incidents)


@dataclass(frozen=True, slots=True)
class Repetition:
    """The pairs by distance and time with the keys of the incidents that form them, the places with repeats (the most
    first, at most ``MOST_GROUPS`` of ``places``), and what was looked at."""

    pairs: list[list[Pairs]]
    forming: list[list[tuple[int, ...]]]
    again: list[Again]
    places: int
    looked_at: int
    is_cut: bool


def repetition(asked: Slice, *, within_days: int, bands: Bands | None = None) -> Repetition:
    """Return what repeats in a commune: the Knox test, and the places where it happened again; one query.

    The latest ``MOST`` incidents with a point are looked at. The same incidents give the same answer, kept for a day.
    """
    bands = bands or Bands()
    dated, keys, is_cut = dated_points(asked, MOST)
    forming = [
        [tuple(keys[index] for index in sorted(members)) for members in row]
        for row in taking_part(dated, bands)
    ]
    again = _again(dated, keys, within_days)
    return Repetition(
        _tested(dated, bands), forming, again[:MOST_GROUPS], len(again), len(dated), is_cut
    )


def _tested(dated: Sequence[Dated], bands: Bands) -> list[list[Pairs]]:
    key = "knox-among-all:" + sha256(repr((dated, bands, ROUNDS)).encode()).hexdigest()
    known: list[list[Pairs]] | None = cache.get(key)
    if known is None:
        known = knox(dated, bands, seed=SEED, rounds=ROUNDS)
        cache.set(key, known, A_DAY)
    return known


def _again(dated: Sequence[Dated], keys: Sequence[int], within_days: int) -> list[Again]:
    (pairs,) = close_pairs(dated, [SAME_PLACE_M])
    linked = [
        (first, second)
        for first, second in pairs
        if abs(dated[first].day - dated[second].day) <= within_days
    ]
    groups = [_group(dated, keys, sorted(members)) for members in _joined(linked)]
    groups.sort(key=lambda one: (-one.count, -one.last.toordinal()))
    return groups


def _joined(linked: Iterable[tuple[int, int]]) -> list[set[int]]:
    """Join pairs that share an incident."""
    group_of: dict[int, set[int]] = {}
    for first, second in linked:
        together = group_of.get(first, {first}) | group_of.get(second, {second})
        for member in together:
            group_of[member] = together
    return list({id(group): group for group in group_of.values()}.values())


def _group(dated: Sequence[Dated], keys: Sequence[int], members: Sequence[int]) -> Again:
    days = [dated[member].day for member in members]
    return Again(
        spot=dated[members[0]].spot,
        first=datetime.date.fromordinal(min(days)),
        last=datetime.date.fromordinal(max(days)),
        incidents=tuple(keys[member] for member in members),
    )
