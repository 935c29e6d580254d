"""Again, and next door: do incidents that lie close also follow each other closely?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, hypot
from random import Random
from statistics import fmean, pstdev

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
    """Pairs in one band of distance and time: how many there are, how many chance would bring, p, and p among all the
    bands that were looked at."""

    up_to_metres: float
    up_to_days: int
    observed: int
    expected: float
    p: float
    p_in_all: float

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
    crowded place nor a busy month counts as repetition. ``p_in_all`` is corrected for all the bands looked at
    (``_among_all``).
    """
    near = close_pairs(incidents, bands.metres)
    days = [one.day for one in incidents]
    dealt = [_counts(near, days, bands.days)]
    random = Random(seed)  # noqa: S311
    for _round in range(rounds):
        random.shuffle(days)
        dealt.append(_counts(near, days, bands.days))
    among_all = _among_all(dealt)
    width = len(bands.days)
    return [
        [
            _pairs(
                metres,
                until,
                [one[row * width + column] for one in dealt],
                among_all[row * width + column],
            )
            for column, until in enumerate(bands.days)
        ]
        for row, metres in enumerate(bands.metres)
    ]


def _pairs(metres: float, until: int, counts: Sequence[int], p_in_all: float) -> Pairs:
    observed, *others = counts
    return Pairs(
        metres,
        until,
        observed,
        sum(others) / len(others),
        sum(one >= observed for one in counts) / len(counts),
        p_in_all,
    )


def _among_all(dealt: Sequence[Sequence[int]]) -> list[float]:
    """Return each cell's p among all cells: the share of rounds in which any cell stands out as far as this one.

    The single-step maximum of Westfall & Young ("Resampling-Based Multiple Testing", Wiley 1993): each count is measured in
    standard deviations from its mean over all rounds, the observed one included as the first, so that the chance that a
    table of mere chance has any p ≤ α is at most α, however its cells hang together, and with no more rounds.
    """
    columns = [_standardised(column) for column in zip(*dealt, strict=True)]
    highest = [max(one) for one in zip(*columns, strict=True)]
    return [sum(high >= column[0] for high in highest) / len(highest) for column in columns]


def _standardised(counts: Sequence[int]) -> list[float]:
    mean, deviation = fmean(counts), pstdev(counts)
    return [(one - mean) / deviation if deviation else 0.0 for one in counts]


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
) -> list[int]:
    """How many of the pairs of each band of distance fall in each band of time, one row of cells after the other."""
    found = []
    for pairs in near:
        counts = [0] * (len(ends) + 1)
        for first, second in pairs:
            counts[bisect_left(ends, abs(days[first] - days[second]))] += 1
        found += counts[:-1]
    return found
