"""Looking for crowded places in a commune: the question, the statistics, and what is known there already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, hypot
from zlib import crc32

import h3
from django.core.cache import cache

from incidents.domain.analysis.areas import Part
from incidents.domain.analysis.cells import CellRule, cell_of, search_places
from incidents.domain.analysis.density import (
    PeakEvidence,
    densest_by_chance,
    peaks_beyond_chance,
)
from incidents.domain.analysis.plane import Ground, Plane, Spot
from incidents.domain.analysis.poisson import poisson_tail, two_counts_p
from incidents.domain.analysis.windows import DAY, Window
from incidents.models import Hotspot, HotspotSuggestion, SearchMethod, SuggestionState
from incidents.queries.analysis import Slice, keys_in, points
from incidents.queries.around import PLACE_M
from incidents.queries.suggestions import reported_places, standing
from units.domain.scope import Scope
from units.models import Commune

# Every point is strewn anew in each round: more of them than this would keep a person waiting.
MOST_FOR_DENSITY = 1_000
# The smallest p that rounds can show is 1 / (rounds + 1): a stricter level needs more of them.
ROUNDS, ROUNDS_WHEN_STRICT = 39, 99
STRICT = 0.025
A_WEEK = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for. ``size`` is the cells' resolution, or the bandwidth in metres."""

    commune: Commune
    window: Window
    category_id: int | None = None
    method: str = SearchMethod.CELLS
    size: int = 9
    minimum: int = 5
    level: float = 0.05


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A crowded place with its evidence, its count taken in ``cells``, or without them within ``radius_m``; ``q`` is None
    where p itself counts in all that was looked at.

    ``hotspots`` are the reported places in it. Where all of them are ``closed`` and enough has happened since
    (``since_closed``) they no longer explain it. ``beside`` is a dismissed place that holds a part of it: what lies beside
    that is more than chance as well, and was judged by nobody.
    """

    key: str
    centre: Spot
    radius_m: int
    count: int
    expected: float
    p: float
    q: float | None = None
    cells: tuple[str, ...] = ()
    hotspots: tuple[Hotspot, ...] = ()
    closed: tuple[Hotspot, ...] = ()
    since_closed: int = 0
    dismissed: HotspotSuggestion | None = None
    beside: HotspotSuggestion | None = None
    taken_up: HotspotSuggestion | None = None

    @property
    def is_new(self) -> bool:
        """Neither reported nor dismissed: somebody is to judge it, or has begun to."""
        return not self.hotspots and self.dismissed is None

    def part_of(self, commune_id: int) -> Part:
        """The part of a commune's ground that its incidents were counted in."""
        return Part.of_suggestion(commune_id, self.cells, self.centre, self.radius_m)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found among ``looked_at`` incidents; ``tests`` cells were compared, or as many points strewn ``rounds``
    times. ``has_ground`` is False where nothing can be compared: neither boundary nor area of the commune is known, or no
    boundary to strew points in."""

    places: list[FoundPlace] = field(default_factory=list)
    looked_at: int = 0
    outside: int = 0
    without_point: int = 0
    tests: int | None = None
    rounds: int | None = None
    is_cut: bool = False
    has_ground: bool = True


def ground_of(commune: Commune) -> Ground | None:
    """Return the ground that a commune's incidents are held against; None where neither boundary nor area is known."""
    if commune.boundary:
        return Ground.inside(commune.boundary)
    if commune.latitude is None or commune.longitude is None or not commune.area_km2:
        return None
    return Ground.of_area(Spot(commune.latitude, commune.longitude), float(commune.area_km2))


def search(question: Question, scope: Scope) -> Answer:
    """Return the crowded places, the surest first, with what is known of each; four queries, three more for each whose
    reported places are all closed, and two for each that was dismissed on other ground."""
    ground = ground_of(question.commune)
    by_cells = question.method == SearchMethod.CELLS
    if ground is None or not (by_cells or question.commune.boundary):
        return Answer(has_ground=False)
    asked = Slice(scope, question.window, question.commune.pk, question.category_id)
    found = points(asked) if by_cells else points(asked, MOST_FOR_DENSITY)
    look = _by_cells if by_cells else _by_density
    answer = look(question, ground, found.spots)
    known = _with_what_is_known(answer.places, question, scope, ground)
    places = [_taken_up_anew(place, question, scope, ground) for place in known]
    return replace(answer, places=places, without_point=found.without, is_cut=found.is_cut)


def _by_cells(question: Question, ground: Ground, spots: Sequence[Spot]) -> Answer:
    rule = CellRule(question.size, question.minimum, question.level)
    found = search_places(spots, ground, rule)
    places = [
        FoundPlace(
            key=one.evidence.cell,
            centre=one.centre,
            radius_m=max(ceil(one.radius_m), 1),
            count=one.evidence.count,
            expected=one.evidence.expected,
            p=one.evidence.p,
            q=one.evidence.q,
            cells=(one.evidence.cell,),
        )
        for one in found.places
    ]
    return Answer(places, found.total, found.outside, tests=found.tests)


def _by_density(question: Question, ground: Ground, spots: Sequence[Spot]) -> Answer:
    kept, outside = ground.sorted_out(spots)
    found = peaks_beyond_chance(
        kept,
        ground,
        bandwidth_m=question.size,
        minimum=question.minimum,
        level=question.level,
        by_chance=lambda number: _strewn(question, ground, number),
    )
    places = [_peak(one, question.size) for one in found]
    return Answer(places, len(kept), outside, rounds=_rounds(question))


def _peak(one: PeakEvidence, bandwidth_m: int) -> FoundPlace:
    centre = one.peak.centre
    key = f"{centre.latitude:.5f},{centre.longitude:.5f}"
    return FoundPlace(key, centre, bandwidth_m, one.count, one.expected, one.p)


def _rounds(question: Question) -> int:
    return ROUNDS_WHEN_STRICT if question.level < STRICT else ROUNDS


def _strewn(question: Question, ground: Ground, number: int) -> list[float]:
    """What chance piles up for so many incidents on this ground, kept for a week: it does not depend on where they lie."""
    commune = question.commune
    rounds = _rounds(question)
    key = f"strewn:{commune.pk}:{commune.version}:{number}:{question.size}:{rounds}"
    known: list[float] | None = cache.get(key)
    if known is None:
        seed = crc32(key.encode())
        known = densest_by_chance(
            number, ground, bandwidth_m=question.size, seed=seed, rounds=rounds
        )
        cache.set(key, known, A_WEEK)
    return known


def _with_what_is_known(
    places: Iterable[FoundPlace], question: Question, scope: Scope, ground: Ground
) -> list[FoundPlace]:
    hotspots = list(reported_places(scope, question.commune.pk))
    earlier = list(standing(scope, question.commune.pk, question.category_id))
    commune = question.commune.pk
    asked = Slice(scope, question.window, commune, question.category_id)
    found = []
    for place in places:
        same = [one for one in earlier if is_the_same(place, one)]
        judged = [
            _on_its_ground(one, place, asked, commune, ground)
            for one in same
            if one.state == SuggestionState.DISMISSED
        ]
        dismissed = [one for one in judged if not has_grown(question, one.earlier, one.count)]
        is_whole = not dismissed or _is_chance_beside(dismissed, place, asked, question, ground)
        first = dismissed[0].earlier if dismissed else None
        found.append(
            replace(
                place,
                hotspots=tuple(spot for spot in hotspots if _lies_in(spot, place, question)),
                dismissed=first if is_whole else None,
                beside=None if is_whole else first,
                taken_up=next(
                    (one for one in same if one.state == SuggestionState.SUGGESTED), None
                ),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class _OnItsGround:
    """How many of the incidents looked at lie on the ground that an ``earlier`` suggestion was counted on, and their keys;
    no keys where it is the ground of the place itself, on which they are counted already."""

    earlier: HotspotSuggestion
    count: int
    keys: frozenset[int] | None


def _on_its_ground(
    earlier: HotspotSuggestion, place: FoundPlace, asked: Slice, commune: int, ground: Ground
) -> _OnItsGround:
    """Count on the earlier ground, for a wider one has more without anything having happened; one query at most."""
    centre = Spot(earlier.latitude, earlier.longitude)
    part = Part.of_suggestion(commune, earlier.cells, centre, earlier.radius_m)
    if part == place.part_of(commune):
        return _OnItsGround(earlier, place.count, None)
    keys = frozenset(keys_in(asked.rows(), part, ground))
    return _OnItsGround(earlier, len(keys), keys)


def _is_chance_beside(
    dismissed: Sequence[_OnItsGround],
    place: FoundPlace,
    asked: Slice,
    question: Question,
    ground: Ground,
) -> bool:
    """Tell whether what happened in a place beside the ground that was dismissed is no more than chance: nobody has judged
    that yet. One query, none where it is the same ground."""
    known: set[int] = set()
    for one in dismissed:
        if one.keys is None:
            return True
        known |= one.keys
    here = keys_in(asked.rows(), place.part_of(question.commune.pk), ground)
    left = len(set(here) - known)
    return left < question.minimum or poisson_tail(left, place.expected) >= question.level


def _taken_up_anew(
    place: FoundPlace, question: Question, scope: Scope, ground: Ground
) -> FoundPlace:
    """Leave closed places out where as much happened since the last of them was closed as a suggestion asks for."""
    days = [spot.closed_on for spot in place.hotspots]
    if not days or None in days:
        return place
    closed_on = max(day for day in days if day)
    if closed_on >= question.window.last:
        return place
    since = Window(max(closed_on + DAY, question.window.first), question.window.last)
    asked = Slice(scope, since, question.commune.pk, question.category_id)
    count = len(keys_in(asked.rows(), place.part_of(question.commune.pk), ground))
    if count < question.minimum:
        return place
    return replace(place, hotspots=(), closed=place.hotspots, since_closed=count)


def _lies_in(hotspot: Hotspot, place: FoundPlace, question: Question) -> bool:
    """Tell whether a reported place lies in the very cell that is crowded, or as near to where its incidents lie densest as
    incidents are counted to a place."""
    spot = Spot(hotspot.latitude, hotspot.longitude)
    if place.cells and cell_of(spot, question.size) in place.cells:
        return True
    return _metres(place.centre, hotspot) <= PLACE_M


def is_the_same(place: FoundPlace, earlier: HotspotSuggestion) -> bool:
    """Tell whether a crowded place is one judged before: it lies in a cell of that, or the centres within ``PLACE_M``."""
    if any(cell_of(place.centre, h3.get_resolution(cell)) == cell for cell in earlier.cells):
        return True
    return bool(set(place.cells) & set(earlier.cells)) or _metres(place.centre, earlier) <= PLACE_M


def has_grown(question: Question, earlier: HotspotSuggestion, count: int) -> bool:
    """Tell whether clearly more happens than when it was dismissed: with ``count`` on the same ground a higher daily rate,
    by more than chance."""
    days = question.window.days
    p = two_counts_p(count, earlier.count, days, earlier.days)
    return count / days > earlier.count / earlier.days and p < question.level


def _metres(centre: Spot, place: Hotspot | HotspotSuggestion) -> float:
    return hypot(*Plane(centre).metres(Spot(place.latitude, place.longitude)))
