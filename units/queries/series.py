"""Headcount month by month, read from the rollups alone."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from units.queries.area import Area, fetch


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """The headcount on the last day of a month, and who joined and left during it.

    ``left`` counts posts whose first vacant day lies in the month.
    """

    day: datetime.date
    regular: int
    part_time: int
    joined: int
    left: int

    @property
    def together(self) -> int:
        """Both forces."""
        return self.regular + self.part_time


def last_whole_month(day: datetime.date) -> datetime.date:
    """Return the last day of the last month that is over at the end of ``day``."""
    if day.day == calendar.monthrange(day.year, day.month)[1]:
        return day
    return day.replace(day=1) - datetime.timedelta(days=1)


def month_ends(last: datetime.date, months: int) -> list[datetime.date]:
    """Return the last days of ``months`` months, the last of them ``last``."""
    ends = [last]
    while len(ends) < months:
        ends.append(ends[-1].replace(day=1) - datetime.timedelta(days=1))
    return ends[::-1]


def months_source(area: Area, *, total: bool = False) -> str:
    """SQL of the area's months: ``key, position_id, month, joined, ended``.

    Where whole jurisdictions are asked for, by branch or in ``total``, their few rows are read.
    """
    if area.scope.communes is not None or not (area.by_branch or total):
        return f"""
            SELECT chosen.key, m.position_id, m.month, m.joined, m.ended
            FROM units_headcountmonth m JOIN chosen USING (commune_id) WHERE {area.only("m.commune_id")}
        """
    return f"""
        SELECT {area.key_of("j.path")} AS key, m.position_id, m.month, m.joined, m.ended
        FROM units_jurisdictionheadcountmonth m JOIN units_jurisdiction j ON j.id = m.jurisdiction_id
        WHERE starts_with(j.path, %(path)s)
    """


SERIES = """
    WITH chosen AS MATERIALIZED ({chosen}), month AS ({months})
    SELECT {key}, greatest(month.month, %(first)s::date), f.is_regular, sum(month.joined), sum(month.ended)
    FROM month JOIN units_position p ON p.id = month.position_id JOIN units_forcetype f ON f.id = p.force_type_id
    WHERE month.month <= %(last)s::date GROUP BY 1, 2, 3
"""
Turns = dict[tuple[datetime.date, bool], tuple[int, int]]


def headcount_series(area: Area, until: datetime.date, months: int = 36) -> list[MonthPoint]:
    """Return the headcount at the ends of the last ``months`` whole months up to ``until``; one query."""
    ends = month_ends(last_whole_month(until), months)
    found = _turns(area, ends, months_source(area, total=True), "0")
    return _points(found.get(0, {}), ends)


def series_by_key(
    area: Area, until: datetime.date, months: int = 36
) -> dict[int, list[MonthPoint]]:
    """Return the same series for each of the area's keys; one query."""
    ends = month_ends(last_whole_month(until), months)
    found = _turns(area, ends, months_source(area), "month.key")
    return {key: _points(turns, ends) for key, turns in found.items()}


def added_series(parts: Iterable[list[MonthPoint]]) -> list[MonthPoint]:
    """Add up series of the same months."""
    return [
        MonthPoint(
            points[0].day,
            sum(point.regular for point in points),
            sum(point.part_time for point in points),
            sum(point.joined for point in points),
            sum(point.left for point in points),
        )
        for points in zip(*parts, strict=True)
    ]


def _before(ends: list[datetime.date]) -> datetime.date:
    """The month into which everything before the series is added up."""
    return (ends[0].replace(day=1) - datetime.timedelta(days=1)).replace(day=1)


def _turns(area: Area, ends: list[datetime.date], source: str, key: str) -> dict[int, Turns]:
    rows = fetch(
        SERIES.format(chosen=area.chosen, months=source, key=key),
        {**area.parameters, "first": _before(ends), "last": ends[-1]},
    )
    found: dict[int, Turns] = {}
    for row_key, month, regular, joined, ended in rows:
        found.setdefault(row_key, {})[month, regular] = (joined, ended)
    return found


def _points(turns: Turns, ends: list[datetime.date]) -> list[MonthPoint]:
    before = _before(ends)
    standing = dict.fromkeys((True, False), 0)
    points = []
    for end in [before, *ends]:
        joined = left = 0
        for force in (True, False):
            came, went = turns.get((end.replace(day=1), force), (0, 0))
            standing[force] += came - went
            joined, left = joined + came, left + went
        points.append(MonthPoint(end, standing[True], standing[False], joined, left))
    return points[1:]


MEANS = """
    WITH chosen AS MATERIALIZED ({chosen}), month AS ({months})
    SELECT key,
           sum((joined - ended) * least(greatest(age + 1, 0), 12)) / 12.0,
           sum((joined - ended) * least(greatest(age - 11, 0), 12)) / 12.0
    FROM (
        SELECT key, joined, ended,
               (%(last_number)s - extract(year FROM month) * 12 - extract(month FROM month))::integer AS age
        FROM month WHERE month <= %(last)s::date
    ) aged GROUP BY key
"""


def mean_headcounts(area: Area, until: datetime.date) -> dict[int, tuple[float, float]]:
    """Return by key the mean headcount of the last 12 whole months, and of the 12 before; one query.

    The mean is that of the headcounts on the months' last days.
    """
    last = last_whole_month(until).replace(day=1)
    rows = fetch(
        MEANS.format(chosen=area.chosen, months=months_source(area)),
        {**area.parameters, "last": last, "last_number": last.year * 12 + last.month},
    )
    return {key: (float(recent), float(earlier)) for key, recent, earlier in rows}
