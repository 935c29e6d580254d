"""How much happened last month, beside the month before and the same month of last year; from the rollup alone."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from units.domain.months import month_of
from units.queries.area import Area, fetch
from units.queries.chance import ALPHA, rate_change_p

MONTHS = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT key, last, before, year_ago, running,
           before > 0 OR year_ago > 0 OR EXISTS (
               SELECT FROM incidents_incidentcount c JOIN chosen USING (commune_id)
               WHERE chosen.key = found.key AND c.month < %(before)s AND c.count > 0
           )
    FROM (
        SELECT chosen.key,
               coalesce(sum(c.count) FILTER (WHERE c.month = %(last)s), 0) AS last,
               coalesce(sum(c.count) FILTER (WHERE c.month = %(before)s), 0) AS before,
               coalesce(sum(c.count) FILTER (WHERE c.month = %(year_ago)s), 0) AS year_ago,
               coalesce(sum(c.count) FILTER (WHERE c.month = %(running)s), 0) AS running
        FROM (
            SELECT c.commune_id, c.month, sum(c.count) AS count
            FROM incidents_incidentcount c
            WHERE c.month IN (%(last)s, %(before)s, %(year_ago)s, %(running)s) AND {only}
            GROUP BY 1, 2
        ) c JOIN chosen USING (commune_id)
        GROUP BY 1
    ) found
"""


@dataclass(frozen=True, slots=True)
class Months:
    """The last whole month before a day, the one before it, the same of last year, and the running one."""

    last: datetime.date
    before: datetime.date
    year_ago: datetime.date
    running: datetime.date

    @classmethod
    def of(cls, day: datetime.date) -> Months:
        """The months about ``day``, each named by its first day."""
        running = day.replace(day=1)
        last = month_of(running, -1)
        return cls(last, month_of(last, -1), month_of(last, -12), running)

    @property
    def last_day(self) -> datetime.date:
        """The last day of the last whole month."""
        return self.running - datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MonthlyIncidents:
    """Incidents of each of the four months; ``had_book`` says that something had been written down by the month before:
    a book that begins later tells nothing of it."""

    last: int = 0
    before: int = 0
    year_ago: int = 0
    running: int = 0
    had_book: bool = False

    def __add__(self, other: MonthlyIncidents) -> MonthlyIncidents:
        return MonthlyIncidents(
            self.last + other.last,
            self.before + other.before,
            self.year_ago + other.year_ago,
            self.running + other.running,
            self.had_book or other.had_book,
        )

    def is_beyond_chance(self, months: Months) -> bool:
        """Whether last month differs from the one before by more than chance would (exact two-sided test of
        two Poisson counts with their days); never before there was a book."""
        if not self.had_book:
            return False
        days, earlier = _days(months.last), _days(months.before)
        return rate_change_p(self.last, days, self.before, earlier) <= ALPHA


def incident_months(area: Area, day: datetime.date) -> dict[int, MonthlyIncidents]:
    """Return the incidents of the months about ``day`` by the area's keys; one query."""
    months = Months.of(day)
    parameters = {
        **area.parameters,
        "last": months.last,
        "before": months.before,
        "year_ago": months.year_ago,
        "running": months.running,
    }
    sql = MONTHS.format(chosen=area.chosen, only=area.only("c.commune_id"))
    return {
        key: MonthlyIncidents(int(last), int(before), int(year_ago), int(running), had_book)
        for key, last, before, year_ago, running, had_book in fetch(sql, parameters)
    }


BY_MONTH = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT asked.month, found.count, EXISTS (
        SELECT FROM incidents_incidentcount c WHERE c.month < %(first)s AND c.count > 0 AND {only}
    )
    FROM unnest(%(months)s::date[]) AS asked (month) LEFT JOIN (
        SELECT c.month, sum(c.count) AS count
        FROM incidents_incidentcount c
        WHERE c.month = ANY (%(months)s::date[]) AND c.count > 0 AND {only} GROUP BY 1
    ) found USING (month)
    ORDER BY 1
"""


def incidents_by_month(
    area: Area, last: datetime.date, length: int
) -> list[tuple[datetime.date, int | None]]:
    """Return the first day of each of the ``length`` months that end with ``last``, and its incidents; one query.

    ``None`` stands before the first incident of the area's books: nothing was written down, which is not zero.
    """
    months = [month_of(last, place + 1 - length) for place in range(length)]
    sql = BY_MONTH.format(chosen=area.chosen, only=area.only("c.commune_id"))
    found: list[tuple[datetime.date, int | None]] = []
    has_begun = False
    for month, count, has_earlier in fetch(
        sql, {**area.parameters, "first": months[0], "months": months}
    ):
        has_begun = has_begun or has_earlier or count is not None
        found.append((month, int(count or 0) if has_begun else None))
    return found


def added_months(parts: Iterable[MonthlyIncidents]) -> MonthlyIncidents:
    """Return the sum of several areas' months."""
    return sum(parts, MonthlyIncidents())


def _days(first: datetime.date) -> int:
    return (month_of(first, 1) - first).days
