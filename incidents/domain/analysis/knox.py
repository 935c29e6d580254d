"""Again, and next door: do incidents that lie close also follow each other closely?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, hypot
from random import Random

from incidents.domain.analysis.plane import Plane, Spot

# Points as near as this are one place: a phone's position is not better.
SAME_PLACE_M = 20.0


@dataclass(frozen=True, slots=True)
class Dated:
    """Where something happened, and on which day (a day's ordinal number)."""

    spot: Spot
    day: int


@dataclass(frozen=True, slots=True)
class Bands:
    """Upper ends of the bands of distance (metres) and time (days), rising; each includes its end."""

    metres: tuple[float, ...] = (SAME_PLACE_M, 100.0, 200.0, 400.0)
    days: tuple[int, ...] = (7, 14, 28)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs in one band of distance and time: how many there are, how many chance would bring, and p."""

    up_to_metres: float
    up_to_days: int
    observed: int
    expected: float
    p: float

    @property
    def ratio(self) -> float | None:
        """The Knox ratio: observed / expected; None where chance would bring none."""
        return self.observed / self.expected if self.expected else None


def knox(
    incidents: Sequence[Dated], bands: Bands, *, seed: int, rounds: int = 199
) -> list[list[Pairs]]:
    """Return a row for each band of distance, a column for each band of time.

    The pairs within each band are counted (Knox 1964, Applied Statistics 13:25), and again after the days have been dealt
    out anew among the places, ``rounds`` times (Mantel 1967, Cancer Research 27:209; as for near repeats by Townsley, Homel &
    Chaseling 2003, British Journal of Criminology 43:615). ``expected`` is the mean of those rounds and p the share of
    rounds, the observed one included, with at least as many pairs. Places and days stay what they are, so neither a
    crowded place nor a busy month counts as repetition.
    """
    near = close_pairs(incidents, bands.metres)
    days = [one.day for one in incidents]
    observed = _counts(near, days, bands.days)
    totals = [[0] * len(bands.days) for _band in near]
    as_many = [[0] * len(bands.days) for _band in near]
    random = Random(seed)  # noqa: S311
    for _round in range(rounds):
        random.shuffle(days)
        for row, counts in enumerate(_counts(near, days, bands.days)):
            for column, count in enumerate(counts):
                totals[row][column] += count
                as_many[row][column] += count >= observed[row][column]
    return [
        [
            Pairs(
                metres,
                until,
                observed[row][column],
                totals[row][column] / rounds,
                (as_many[row][column] + 1) / (rounds + 1),
            )
            for column, until in enumerate(bands.days)
        ]
        for row, metres in enumerate(bands.metres)
    ]


def taking_part(incidents: Sequence[Dated], bands: Bands) -> list[list[set[int]]]:
    """Return the indices of the incidents that form the pairs of each cell of ``knox``."""
    found = [[set[int]() for _end in bands.days] for _band in bands.metres]
    for row, pairs in zip(found, close_pairs(incidents, bands.metres), strict=True):
        for first, second in pairs:
            band = bisect_left(bands.days, abs(incidents[first].day - incidents[second].day))
            if band < len(row):
                row[band] |= {first, second}
    return found


def close_pairs(incidents: Sequence[Dated], metres: Sequence[float]) -> list[list[tuple[int, int]]]:
    """Return the pairs (indices) in each band of distance, found on a grid as wide as the farthest band."""
    if not incidents:
        return [[] for _band in metres]
    plane, width = Plane(incidents[0].spot), metres[-1]
    flat = [plane.metres(one.spot) for one in incidents]
    squares: dict[tuple[int, int], list[int]] = {}
    for index, (x, y) in enumerate(flat):
        squares.setdefault((floor(x / width), floor(y / width)), []).append(index)
    bands: list[list[tuple[int, int]]] = [[] for _band in metres]
    for (column, row), members in squares.items():
        around = [
            index
            for east in (-1, 0, 1)
            for north in (-1, 0, 1)
            for index in squares.get((column + east, row + north), ())
        ]
        for first in members:
            x, y = flat[first]
            for second in around:
                if second <= first:
                    continue
                band = bisect_left(metres, hypot(flat[second][0] - x, flat[second][1] - y))
                if band < len(metres):
                    bands[band].append((first, second))
    return bands


def _counts(
    near: Sequence[Sequence[tuple[int, int]]], days: Sequence[int], ends: Sequence[int]
) -> list[list[int]]:
    """How many of the pairs of each band of distance fall in each band of time."""
    found = []
    for pairs in near:
        counts = [0] * (len(ends) + 1)
        for first, second in pairs:
            counts[bisect_left(ends, abs(days[first] - days[second]))] += 1
        found.append(counts[:-1])
    return found
