"""More or fewer than before: marked only where chance does not explain it, because small counts jump."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from incidents.domain.analysis.discoveries import adjusted
from incidents.domain.analysis.poisson import RateRatio, rate_ratio, two_counts_p

Key = TypeVar("Key")


class Mark(StrEnum):
    """What may be said of a change."""

    MORE = "more"
    FEWER = "fewer"
    CHANCE = "chance"


@dataclass(frozen=True, slots=True)
class Counted:
    """Incidents in this period, in the one just before it, and in the same period last year, with the days of each."""

    now: int
    before: int
    last_year: int
    days_now: int
    days_before: int
    days_last_year: int


@dataclass(frozen=True, slots=True)
class Step:
    """One comparison: the earlier count, the ratio of the daily rates, p, q among all of the table, and the mark."""

    earlier: int
    ratio: RateRatio
    p: float
    q: float
    mark: Mark


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the table: what happened now, against before and against last year."""

    now: int
    before: Step
    last_year: Step


def changes(rows: Mapping[Key, Counted], level: float = 0.05) -> dict[Key, Change]:
    """Return each row's change. A mark needs q ≤ ``level``.

    p is the exact two-sided test of two Poisson counts with their days (``two_counts_p``); q counts in that a long table
    gives chance many opportunities (Benjamini & Hochberg 1995), apart for each of the two comparisons: of the marks in a
    column, at most ``level`` are chance on average.
    """
    before = _steps(
        {key: (c.now, c.before, c.days_now, c.days_before) for key, c in rows.items()}, level
    )
    year = _steps(
        {key: (c.now, c.last_year, c.days_now, c.days_last_year) for key, c in rows.items()}, level
    )
    return {key: Change(counted.now, before[key], year[key]) for key, counted in rows.items()}


def _steps(rows: Mapping[Key, tuple[int, int, int, int]], level: float) -> dict[Key, Step]:
    p_values = [two_counts_p(*row) for row in rows.values()]
    steps: dict[Key, Step] = {}
    for (key, row), p, q in zip(rows.items(), p_values, adjusted(p_values), strict=True):
        now, earlier, days_now, days_earlier = row
        ratio = rate_ratio(now, earlier, days_now, days_earlier)
        steps[key] = Step(earlier, ratio, p, q, _mark(row, q <= level))
    return steps


def _mark(row: tuple[int, int, int, int], is_clear: bool) -> Mark:
    now, earlier, days_now, days_earlier = row
    if not is_clear:
        return Mark.CHANCE
    return Mark.MORE if now * days_earlier > earlier * days_now else Mark.FEWER
