"""Looking for crowded places in a commune: the question, the statistics, and what is known there already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import hypot
from zlib import crc32

from django.core.cache import cache

from incidents.domain.analysis.cells import CellRule, cell_of, search_places
from incidents.domain.analysis.density import (
    PeakEvidence,
    densest_by_chance,
    peaks_beyond_chance,
)
from incidents.domain.analysis.plane import Ground, Plane, Spot
from incidents.domain.analysis.poisson import two_counts_p
from incidents.domain.analysis.windows import Window
from incidents.models import Hotspot, HotspotSuggestion, SearchMethod, SuggestionState
from incidents.queries.analysis import Slice, points
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
    """A crowded place with its evidence, its count taken in ``cells``, or without them within ``radius_m``; ``q`` is None where p itself counts in all that was looked at."""

    key: str
    centre: Spot
    radius_m: int
    count: int
    expected: float
    p: float
    q: float | None = None
    cells: tuple[str, ...] = ()
    hotspots: tuple[Hotspot, ...] = ()
    dismissed: HotspotSuggestion | None = None
    taken_up: HotspotSuggestion | None = None

    @property
    def is_new(self) -> bool:
        """Neither reported nor dismissed: somebody is to judge it, or has begun to."""
        return not self.hotspots and self.dismissed is None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found among ``looked_at`` incidents; ``tests`` cells were compared, or as many points strewn ``rounds``
    times. ``has_ground`` is False where neither boundary nor area of the commune is known: nothing can be compared."""

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
    """Return the crowded places, the surest first, with what is known of each; four queries."""
    ground = ground_of(question.commune)
    if ground is None:
        return Answer(has_ground=False)
    by_cells = question.method == SearchMethod.CELLS
    asked = Slice(scope, question.window, question.commune.pk, question.category_id)
    found = points(asked) if by_cells else points(asked, MOST_FOR_DENSITY)
    look = _by_cells if by_cells else _by_density
    answer = look(question, ground, found.spots)
    places = _with_what_is_known(answer.places, question, scope)
    return replace(answer, places=places, without_point=found.without, is_cut=found.is_cut)


def _by_cells(question: Question, ground: Ground, spots: Sequence[Spot]) -> Answer:
    rule = CellRule(question.size, question.minimum, question.level)
    found = search_places(spots, ground, rule)
    places = [
        FoundPlace(
            key=one.cells[0],
            centre=one.centre,
            radius_m=max(round(one.radius_m), 1),
            count=one.count,
            expected=one.expected,
            p=one.p,
            q=one.q,
            cells=one.cells,
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
    places: Iterable[FoundPlace], question: Question, scope: Scope
) -> list[FoundPlace]:
    hotspots = list(reported_places(scope, question.commune.pk))
    earlier = list(standing(scope, question.commune.pk, question.category_id))
    return [_known(place, question, hotspots, earlier) for place in places]


def _known(
    place: FoundPlace,
    question: Question,
    hotspots: Iterable[Hotspot],
    earlier: Iterable[HotspotSuggestion],
) -> FoundPlace:
    same = [one for one in earlier if is_the_same(place, one)]
    dismissed = [one for one in same if one.state == SuggestionState.DISMISSED]
    return replace(
        place,
        hotspots=tuple(spot for spot in hotspots if _lies_in(spot, place, question)),
        dismissed=next((one for one in dismissed if not has_grown(place, question, one)), None),
        taken_up=next((one for one in same if one.state == SuggestionState.SUGGESTED), None),
    )


def _lies_in(hotspot: Hotspot, place: FoundPlace, question: Question) -> bool:
    """Tell whether a reported place lies in one of the crowded cells, or as near as incidents are counted to it."""
    spot = Spot(hotspot.latitude, hotspot.longitude)
    if place.cells and cell_of(spot, question.size) in place.cells:
        return True
    return _metres(place.centre, hotspot) <= PLACE_M


def is_the_same(place: FoundPlace, earlier: HotspotSuggestion) -> bool:
    """Tell whether a crowded place is one judged before: a cell in common, or centres within ``PLACE_M``."""
    if set(place.cells) & set(earlier.cells):
        return True
    return _metres(place.centre, earlier) <= PLACE_M


def has_grown(place: FoundPlace, question: Question, earlier: HotspotSuggestion) -> bool:
    """Tell whether clearly more happens than when it was dismissed: a higher daily rate, by more than chance."""
    days = question.window.days
    p = two_counts_p(place.count, earlier.count, days, earlier.days)
    return place.count / days > earlier.count / earlier.days and p < question.level


def _metres(centre: Spot, place: Hotspot | HotspotSuggestion) -> float:
    return hypot(*Plane(centre).metres(Spot(place.latitude, place.longitude)))
