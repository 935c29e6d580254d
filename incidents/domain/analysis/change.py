"""More or fewer than before: marked only where chance does not explain it, because small counts jump."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from incidents.domain.analysis.windows import Window
from units.queries.chance import ALPHA, beyond_chance, is_plain_chance, rate_change_p

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
class Compared:
    """Incidents now and earlier with the days of each, on the ground whose books cover both; ``is_part`` says that this is
    not all the ground of the row."""

    now: int
    days_now: int
    earlier: int
    days_earlier: int
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """Incidents in this period, held against the one just before it and the same period last year; None where no book
    covers both."""

    now: int
    before: Compared | None
    last_year: Compared | None


def counted_in(counts: Sequence[int], windows: Sequence[Window]) -> Counted:
    """Read a row's counts: now, before and last year; then now and before, now and last year, where books cover both."""
    now, before, year, *compared = counts
    days, *earlier = (window.days for window in windows)
    return Counted(
        now,
        _compared((now, before), (compared[0], compared[1]), (days, earlier[0])),
        _compared((now, year), (compared[2], compared[3]), (days, earlier[1])),
    )


def _compared(
    every: tuple[int, int], covered: tuple[int, int], days: tuple[int, int]
) -> Compared | None:
    """What is held against each other; None where no book covers any of it."""
    if any(every) and not any(covered):
        return None
    (now, earlier), (days_now, days_earlier) = covered, days
    return Compared(now, days_now, earlier, days_earlier, is_part=covered != every)


@dataclass(frozen=True, slots=True)
class Step:
    """One comparison: what was compared, and the mark."""

    compared: Compared
    mark: Mark

    @property
    def now(self) -> int:
        """The count now."""
        return self.compared.now

    @property
    def earlier(self) -> int:
        """The count earlier."""
        return self.compared.earlier

    @property
    def is_part(self) -> bool:
        """Whether books of a part of the ground alone were compared."""
        return self.compared.is_part

    @property
    def difference(self) -> int:
        """By how many more there are now."""
        return self.now - self.earlier

    @property
    def ratio(self) -> float | None:
        """The ratio of the daily rates; None where a count is below ``LEAST_FOR_PERCENT``."""
        if min(self.now, self.earlier) < LEAST_FOR_PERCENT:
            return None
        held = self.compared
        return (held.now / held.days_now) / (held.earlier / held.days_earlier)

    @property
    def p(self) -> float:
        """How likely chance alone is."""
        return _p(self.compared)


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the table: what happened now, against before and against last year; None where there was no book."""

    now: int
    before: Step | None
    last_year: Step | None


def changes(rows: Mapping[Key, Counted], level: float = ALPHA) -> dict[Key, Change]:
    """Return each row's change.

    p is the exact two-sided test of two Poisson counts with their days, and a mark needs it to stand among all rows that
    were looked at, apart for each of the two comparisons (``rate_change_p`` and ``beyond_chance``, which the departures of
    officers are judged by too): the chance that a column of mere chance bears any mark is at most ``level``. What was not
    written down says nothing: a row without a book then is not compared.
    """
    before = _steps({key: row.before for key, row in rows.items()}, level)
    year = _steps({key: row.last_year for key, row in rows.items()}, level)
    return {key: Change(row.now, before[key], year[key]) for key, row in rows.items()}


def _steps(rows: Mapping[Key, Compared | None], level: float) -> dict[Key, Step | None]:
    compared = {key: row for key, row in rows.items() if row is not None}
    # Of a nation's thousand rows most are plainly chance: their p is reckoned when it is shown.
    is_strict = level <= ALPHA
    p_values = {
        key: _p(row)
        for key, row in compared.items()
        if not (is_strict and is_plain_chance(row.now, row.days_now, row.earlier, row.days_earlier))
    }
    clear = beyond_chance(p_values, level, looked_at=len(compared))
    return {
        key: None if row is None else Step(row, _mark(row) if key in clear else Mark.CHANCE)
        for key, row in rows.items()
    }


def _p(row: Compared) -> float:
    return rate_change_p(row.now, row.days_now, row.earlier, row.days_earlier)


def _mark(row: Compared) -> Mark:
    is_more = row.now * row.days_earlier > row.earlier * row.days_now
    return Mark.MORE if is_more else Mark.FEWER
