"""How much happened last month, beside the month before and the same month of last year; from the rollup alone."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from incidents.domain.analysis.change import Change
from units.domain.months import month_of
from units.queries.area import Area, fetch

MONTHS = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT chosen.key,
           coalesce(sum(c.count) FILTER (WHERE c.month = %(last)s), 0),
           coalesce(sum(c.count) FILTER (WHERE c.month = %(before)s), 0),
           coalesce(sum(c.count) FILTER (WHERE c.month = %(year_ago)s), 0),
           coalesce(sum(c.count) FILTER (WHERE c.month = %(running)s), 0)
    FROM (
        SELECT c.commune_id, c.month, sum(c.count) AS count
        FROM incidents_incidentcount c
        WHERE c.month IN (%(last)s, %(before)s, %(year_ago)s, %(running)s) AND {only}
        GROUP BY 1, 2
    ) c {join} chosen USING (commune_id)
    GROUP BY 1
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
class MonthsCompared:
    """What the page of changes says of last month, of all communes together: against the month before and the same of
    last year, and on how many grounds the books cover both."""

    change: Change
    grounds_before: int = 0
    grounds_last_year: int = 0


@dataclass(frozen=True, slots=True)
class MonthlyIncidents:
    """Incidents of each of the four months, whatever the books cover of them."""

    last: int = 0
    before: int = 0
    year_ago: int = 0
    running: int = 0

    def __add__(self, other: MonthlyIncidents) -> MonthlyIncidents:
        return MonthlyIncidents(
            self.last + other.last,
            self.before + other.before,
            self.year_ago + other.year_ago,
            self.running + other.running,
        )


def incident_months(area: Area, day: datetime.date) -> dict[int, MonthlyIncidents]:
    """Return the incidents of the months about ``day`` by the area's keys; one query."""
    return _months(area, day, "JOIN")


def every_commune_s_months(area: Area, day: datetime.date) -> dict[int, MonthlyIncidents]:
    """Return the incidents of the months about ``day`` of each of the area's communes, those without any too, each
    under its own key; one query."""
    return _months(Area(area.scope, area.path), day, "RIGHT JOIN")


def _months(area: Area, day: datetime.date, join: str) -> dict[int, MonthlyIncidents]:
    months = Months.of(day)
    parameters = {
        **area.parameters,
        "last": months.last,
        "before": months.before,
        "year_ago": months.year_ago,
        "running": months.running,
    }
    sql = MONTHS.format(chosen=area.chosen, only=area.only("c.commune_id"), join=join)
    return {key: MonthlyIncidents(*map(int, counts)) for key, *counts in fetch(sql, parameters)}


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
