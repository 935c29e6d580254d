"""More or fewer than before: marked only where chance does not explain it, because small counts jump."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from units.queries.chance import ALPHA, beyond_chance, rate_change_p

Key = TypeVar("Key")
# Of a smaller count no percentage is said: chance alone moves two counts of 20 by a third (√(2/20)), two of 2 by all of
# it. Why small counts and percentages do not go together: A. P. Wheeler, "Tables and graphs for monitoring temporal crime
# trends", International Journal of Police Science & Management 18 (2016) 159-172.
LEAST_FOR_PERCENT = 20


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
    """One comparison: the earlier count, by how many more there are now, the ratio of the daily rates (None where a count
    is below ``LEAST_FOR_PERCENT``), p, and the mark."""

    earlier: int
    difference: int
    ratio: float | None
    p: float
    mark: Mark


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the table: what happened now, against before and against last year."""

    now: int
    before: Step
    last_year: Step


def changes(rows: Mapping[Key, Counted], level: float = ALPHA) -> dict[Key, Change]:
    """Return each row's change.

    p is the exact two-sided test of two Poisson counts with their days, and a mark needs it to stand among all rows that
    were looked at, apart for each of the two comparisons (``rate_change_p`` and ``beyond_chance``, which the departures of
    officers are judged by too): the chance that a column of mere chance bears any mark is at most ``level``.
    """
    before = _steps(
        {key: (c.now, c.days_now, c.before, c.days_before) for key, c in rows.items()}, level
    )
    year = _steps(
        {key: (c.now, c.days_now, c.last_year, c.days_last_year) for key, c in rows.items()}, level
    )
    return {key: Change(counted.now, before[key], year[key]) for key, counted in rows.items()}


def _steps(rows: Mapping[Key, tuple[int, int, int, int]], level: float) -> dict[Key, Step]:
    p_values = {key: rate_change_p(*row) for key, row in rows.items()}
    clear = beyond_chance(p_values, level)
    return {key: _step(row, p_values[key], key in clear) for key, row in rows.items()}


def _step(row: tuple[int, int, int, int], p: float, is_clear: bool) -> Step:
    now, days_now, earlier, days_earlier = row
    is_told = min(now, earlier) >= LEAST_FOR_PERCENT
    ratio = (now / days_now) / (earlier / days_earlier) if is_told else None
    mark = Mark.CHANCE
    if is_clear:
        mark = Mark.MORE if now * days_earlier > earlier * days_now else Mark.FEWER
    return Step(earlier, now - earlier, ratio, p, mark)
