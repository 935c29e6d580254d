"""Where incidents lie densest: kernel density on a grid of metres, its peaks, and what chance would pile up.

Unlike cells a peak does not depend on where a grid's lines fall; so it finds the corner that four cells share.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, floor, hypot, pi
from random import Random

from shapely import Point

from incidents.domain.analysis.plane import Ground, Spot

Flat = tuple[float, float]
# A Gaussian has fallen to 1 % at three bandwidths; farther points are left out.
GAUSSIAN_REACH = 3.0
STEPS_PER_BANDWIDTH = 4


class Kernel(StrEnum):
    """How an incident's weight falls with the distance."""

    QUARTIC = "quartic"
    GAUSSIAN = "gaussian"


@dataclass(frozen=True, slots=True)
class Peak:
    """A place denser than all around it: ``density`` in incidents per km²."""

    centre: Spot
    density: float


@dataclass(frozen=True, slots=True)
class PeakEvidence:
    """A peak, how many incidents lie within the bandwidth, how many its area's share would have had, and p: how often
    chance alone piles a peak at least so dense somewhere in the commune."""

    peak: Peak
    count: int
    expected: float
    p: float


def weight(distance_m: float, bandwidth_m: float, kernel: Kernel = Kernel.QUARTIC) -> float:
    """Return one incident's density at a distance, per m²; its integral over the plane is 1.

    Quartic: 3 / (πh²) · (1 − d²/h²)² within h; Gaussian: exp(−d²/2h²) / (2πh²) (Silverman 1986, Density Estimation for
    Statistics and Data Analysis, eq. 4.5 and 4.3).
    """
    part = (distance_m / bandwidth_m) ** 2
    if kernel == Kernel.QUARTIC:
        return 3 / (pi * bandwidth_m**2) * (1 - part) ** 2 if part < 1 else 0.0
    return exp(-part / 2) / (2 * pi * bandwidth_m**2)


def density_at(
    place: Flat, points: Sequence[Flat], bandwidth_m: float, kernel: Kernel = Kernel.QUARTIC
) -> float:
    """Return the density at a place in incidents per km², from points in metres."""
    return 1e6 * sum(
        weight(hypot(x - place[0], y - place[1]), bandwidth_m, kernel) for x, y in points
    )


def density_grid(
    points: Sequence[Flat],
    bandwidth_m: float,
    spacing_m: float,
    kernel: Kernel = Kernel.QUARTIC,
) -> dict[tuple[int, int], float]:
    """Return incidents per km² at the grid's nodes (column, row) that lie within reach of a point.

    Node (i, j) lies at i · ``spacing_m`` east and j · ``spacing_m`` north. Raises ValueError for a size that is not
    positive.
    """
    if bandwidth_m <= 0 or spacing_m <= 0:
        raise ValueError("A bandwidth and a spacing are more than nothing.")
    reach = bandwidth_m * (GAUSSIAN_REACH if kernel == Kernel.GAUSSIAN else 1)
    grid: dict[tuple[int, int], float] = {}
    for x, y in points:
        for column in range(floor((x - reach) / spacing_m) + 1, floor((x + reach) / spacing_m) + 1):
            for row in range(
                floor((y - reach) / spacing_m) + 1, floor((y + reach) / spacing_m) + 1
            ):
                away = hypot(column * spacing_m - x, row * spacing_m - y)
                if away < reach:
                    node = (column, row)
                    grid[node] = grid.get(node, 0.0) + 1e6 * weight(away, bandwidth_m, kernel)
    return grid


def densest(points: Sequence[Flat], bandwidth_m: float) -> Flat:
    """Return the place where points in metres lie densest, to a quarter of the bandwidth."""
    spacing = bandwidth_m / STEPS_PER_BANDWIDTH
    grid = density_grid(points, bandwidth_m, spacing)
    column, row = max(grid, key=lambda node: (grid[node], node))
    return column * spacing, row * spacing


def summits(
    grid: Mapping[tuple[int, int], float], apart: int
) -> list[tuple[tuple[int, int], float]]:
    """Return the nodes denser than their eight neighbours, densest first, none within ``apart`` nodes of a denser one."""
    tops = [(node, value) for node, value in grid.items() if _is_top(node, value, grid)]
    tops.sort(key=lambda top: (-top[1], top[0]))
    kept: list[tuple[tuple[int, int], float]] = []
    for node, value in tops:
        if all(hypot(node[0] - x, node[1] - y) >= apart for (x, y), _value in kept):
            kept.append((node, value))
    return kept


def peaks(
    spots: Sequence[Spot], ground: Ground, bandwidth_m: float, kernel: Kernel = Kernel.QUARTIC
) -> list[Peak]:
    """Return the peaks of density, densest first, at least a bandwidth apart; points outside the ground are left out."""
    flat = [ground.plane.metres(spot) for spot in spots if ground.has(spot)]
    spacing = bandwidth_m / STEPS_PER_BANDWIDTH
    found = summits(density_grid(flat, bandwidth_m, spacing, kernel), STEPS_PER_BANDWIDTH)
    return [
        Peak(ground.plane.spot(column * spacing, row * spacing), value)
        for (column, row), value in found
    ]


def peaks_beyond_chance(
    spots: Sequence[Spot],
    ground: Ground,
    *,
    bandwidth_m: float,
    minimum: int,
    level: float,
    by_chance: Callable[[int], Sequence[float]],
) -> list[PeakEvidence]:
    """Return the peaks that chance does not explain, densest first.

    ``by_chance`` gives the densest peaks of rounds in which as many points were strewn evenly (``densest_by_chance``); a
    peak's p is the share of rounds, its own included, that are at least as dense (Besag & Diggle 1977, Applied Statistics
    26:327). Each peak is held against the densest of a round, so the chance of even one false peak is at most ``level``.
    Without a boundary nothing is claimed.
    """
    if ground.boundary is None:
        return []
    flat = [ground.plane.metres(spot) for spot in spots if ground.has(spot)]
    found = [
        (peak, count)
        for peak in peaks(spots, ground, bandwidth_m)
        if (count := _within(ground.plane.metres(peak.centre), flat, bandwidth_m)) >= minimum
    ]
    if not found:
        return []
    chance = by_chance(len(flat))
    circle = pi * bandwidth_m**2 / ground.area_m2
    judged = [
        PeakEvidence(peak, count, len(flat) * circle, _share_at_least(peak.density, chance))
        for peak, count in found
    ]
    return [one for one in judged if one.p <= level]


def strew(number: int, ground: Ground, random: Random) -> list[Flat]:
    """Return points strewn evenly over the ground, in metres. Raises ValueError without a boundary."""
    if ground.boundary is None:
        raise ValueError("Points are strewn within a boundary.")
    west, south, east, north = ground.boundary.bounds
    points: list[Flat] = []
    while len(points) < number:
        place = (random.uniform(west, east), random.uniform(south, north))
        if ground.boundary.covers(Point(place)):
            points.append(place)
    return points


def densest_by_chance(
    number: int, ground: Ground, *, bandwidth_m: float, seed: int, rounds: int = 99
) -> list[float]:
    """Return the density of the densest peak of each round in which ``number`` points are strewn evenly, per km²."""
    random = Random(seed)  # noqa: S311
    spacing = bandwidth_m / STEPS_PER_BANDWIDTH
    return [
        max(density_grid(strew(number, ground, random), bandwidth_m, spacing).values())
        for _round in range(rounds)
    ]


def _share_at_least(value: float, chance: Sequence[float]) -> float:
    return (1 + sum(one >= value for one in chance)) / (len(chance) + 1)


def _within(place: Flat, points: Sequence[Flat], metres: float) -> int:
    return sum(hypot(x - place[0], y - place[1]) <= metres for x, y in points)


def _is_top(node: tuple[int, int], value: float, grid: Mapping[tuple[int, int], float]) -> bool:
    """Denser than the neighbours; of two equal ones the first in order."""
    column, row = node
    for east in (-1, 0, 1):
        for north in (-1, 0, 1):
            if not east and not north:
                continue
            other = grid.get((column + east, row + north), 0.0)
            if other > value or (other == value and (east, north) < (0, 0)):
                return False
    return True
