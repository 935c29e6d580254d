"""Places where more happens than chance: counts in hexagonal cells against the commune's own rate.

The cells are those of H3 (Uber 2018), of a size that a person chooses: resolution 9 has edges of about 200 m and
0.12 km² in the south of Vietnam, resolution 10 about 75 m and 0.017 km². The comparison is by *area*: a suggestion says
that a place has more than its area's share, so a market will have more than a rice field. What to make of it is for
who knows the place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, hypot

import h3

from incidents.domain.analysis.density import densest
from incidents.domain.analysis.discoveries import adjusted
from incidents.domain.analysis.plane import Ground, Spot
from incidents.domain.analysis.poisson import poisson_tail

RESOLUTIONS = (9, 10)
CENTRE_BANDWIDTH_M = 100.0


@dataclass(frozen=True, slots=True)
class CellRule:
    """What a search goes by: size of cell, fewest incidents that are spoken of, false-discovery rate."""

    resolution: int = 9
    minimum: int = 5
    level: float = 0.05


@dataclass(frozen=True, slots=True)
class CellEvidence:
    """A cell's count, what its share of the ground would have had by chance, p and q."""

    cell: str
    count: int
    expected: float
    p: float
    q: float


@dataclass(frozen=True, slots=True)
class SuggestedPlace:
    """A cell that has more than chance explains.

    ``centre`` is where its incidents lie densest (their mean may fall into a field between two crowds), ``radius_m``
    reaches from there to the farthest of them; others may lie as near, in the cells beside it.
    """

    evidence: CellEvidence
    centre: Spot
    radius_m: float


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found, over how many cells, and how many points lay outside the commune."""

    places: list[SuggestedPlace]
    total: int
    outside: int
    tests: int


def search_places(spots: Iterable[Spot], ground: Ground, rule: CellRule) -> Search:
    """Return the places with more incidents than the commune's rate explains, the surest first.

    A cell of area share s is expected to have n · s of the n incidents; its p is the Poisson tail P(X ≥ count). All cells
    that touch the ground are tests, empty ones too; those with q ≤ level and at least ``minimum`` incidents are kept
    (Benjamini & Hochberg 1995). Each is a place of its own: joined where they touch, a chain of them would hide one trouble
    behind another a kilometre away.
    """
    kept, outside = ground.sorted_out(spots)
    by_cell: dict[str, list[Spot]] = {}
    for spot in kept:
        by_cell.setdefault(cell_of(spot, rule.resolution), []).append(spot)
    tests = number_of_cells(ground, rule.resolution, by_cell)
    found = evidence(by_cell, ground, total=len(kept), tests=tests, minimum=rule.minimum)
    clear = [one for one in found if one.q <= rule.level]
    places = [_place(one, by_cell[one.cell], ground) for one in clear]
    places.sort(key=lambda place: (place.evidence.q, place.evidence.p))
    return Search(places, len(kept), outside, tests)


def cell_of(spot: Spot, resolution: int) -> str:
    """Return the cell that a point lies in."""
    return str(h3.latlng_to_cell(spot.latitude, spot.longitude, resolution))


def evidence(
    by_cell: Mapping[str, Sequence[Spot]],
    ground: Ground,
    *,
    total: int,
    tests: int,
    minimum: int,
) -> list[CellEvidence]:
    """Return the evidence of each cell that has ``minimum`` incidents or more; the other cells count as p = 1."""
    counted = Counter(
        {cell: len(spots) for cell, spots in by_cell.items() if len(spots) >= minimum}
    )
    expected = {cell: total * _share(cell, ground) for cell in counted}
    p_values = [poisson_tail(counted[cell], expected[cell]) for cell in counted]
    q_values = adjusted(p_values, tests=tests)
    return [
        CellEvidence(cell, counted[cell], expected[cell], p, q)
        for cell, p, q in zip(counted, p_values, q_values, strict=True)
    ]


def number_of_cells(ground: Ground, resolution: int, occupied: Iterable[str] = ()) -> int:
    """Return how many cells touch the ground: the number of tests that a search makes."""
    cells = set(occupied)
    if ground.outline is None:
        cell = cell_of(ground.plane.centre, resolution)
        return max(len(cells), ceil(ground.area_m2 / h3.cell_area(cell, unit="m^2")))
    for ring in ground.rings:
        shape = h3.LatLngPoly(ring)
        cells.update(h3.h3shape_to_cells_experimental(shape, resolution, contain="overlap"))
    return len(cells)


def area_km2(cells: Iterable[str]) -> float:
    """Return how large cells are together."""
    return float(sum(h3.cell_area(cell, unit="km^2") for cell in cells))


def outline_of(cell: str) -> list[tuple[float, float]]:
    """Return a cell's corners as (latitude, longitude)."""
    return [(latitude, longitude) for latitude, longitude in h3.cell_to_boundary(cell)]


def _share(cell: str, ground: Ground) -> float:
    return ground.share([Spot(latitude, longitude) for latitude, longitude in outline_of(cell)])


def _place(one: CellEvidence, spots: Sequence[Spot], ground: Ground) -> SuggestedPlace:
    flat = [ground.plane.metres(spot) for spot in spots]
    east, north = densest(flat, CENTRE_BANDWIDTH_M)
    return SuggestedPlace(
        evidence=one,
        centre=ground.plane.spot(east, north),
        radius_m=max(hypot(x - east, y - north) for x, y in flat),
    )
