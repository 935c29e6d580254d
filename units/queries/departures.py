"""Departures in the 12 months ending on a day: count, rate, reasons, and the change against the year before."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from units.queries.area import Area, fetch
from units.queries.chance import ALPHA, beyond_chance, rate_change_p
from units.queries.series import mean_headcounts


@dataclass(frozen=True, slots=True)
class DepartureFigure:
    """Departures of 12 months and of the 12 before, each with its mean headcount."""

    count: int = 0
    earlier: int = 0
    mean_headcount: float = 0.0
    earlier_mean: float = 0.0
    is_marked: bool = False

    @property
    def rate(self) -> float | None:
        """Departures ÷ mean headcount; ``None`` where nobody served."""
        return self.count / self.mean_headcount if self.mean_headcount > 0 else None

    @property
    def change(self) -> int:
        """How many more than in the 12 months before."""
        return self.count - self.earlier

    @property
    def p_value(self) -> float:
        """Chance of a change as large, if nothing but chance were at work."""
        return rate_change_p(self.count, self.mean_headcount, self.earlier, self.earlier_mean)


@dataclass(frozen=True, slots=True)
class Departures:
    """Departures of an area: in all, by key, by reason and by way of leaving.

    ``total.is_marked`` tests the whole once; the marks of the keys are corrected for looking at all.
    """

    first_day: datetime.date
    last_day: datetime.date
    total: DepartureFigure
    by_key: Mapping[int, DepartureFigure]
    by_reason: Mapping[str, tuple[int, int]]
    by_kind: Mapping[str, tuple[int, int]]


def year_before(day: datetime.date) -> datetime.date:
    """Return the same day of the year before (28 February for a 29 February)."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


@dataclass(frozen=True, slots=True)
class DeparturePart:
    """The departures of one key: by reason and by way of leaving (now, the year before), mean headcounts."""

    by_reason: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    by_kind: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    mean_headcount: float = 0.0
    earlier_mean: float = 0.0

    @property
    def figure(self) -> DepartureFigure:
        """The counts without their reasons."""
        return DepartureFigure(
            sum(now for now, _before in self.by_reason.values()),
            sum(before for _now, before in self.by_reason.values()),
            self.mean_headcount,
            self.earlier_mean,
        )


COUNTS = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT chosen.key, d.reason, d.kind, count(*) FILTER (WHERE d."on" > %(year_ago)s),
           count(*) FILTER (WHERE d."on" <= %(year_ago)s)
    FROM units_departure d JOIN chosen USING (commune_id)
    WHERE d."on" > %(two_years_ago)s AND d."on" <= %(day)s AND {only}
    GROUP BY GROUPING SETS ((chosen.key, d.reason), (chosen.key, d.kind))
"""


def departure_parts(day: datetime.date, area: Area) -> dict[int, DeparturePart]:
    """Return the departures of the 24 months that end on ``day`` by the area's keys; two queries."""
    year_ago = year_before(day)
    rows = fetch(
        COUNTS.format(chosen=area.chosen, only=area.only("d.commune_id")),
        {
            **area.parameters,
            "day": day,
            "year_ago": year_ago,
            "two_years_ago": year_before(year_ago),
        },
    )
    reasons: dict[int, dict[str, tuple[int, int]]] = {}
    kinds: dict[int, dict[str, tuple[int, int]]] = {}
    for key, reason, kind, now, before in rows:
        if reason is not None:
            reasons.setdefault(key, {})[reason] = (now, before)
        else:
            kinds.setdefault(key, {})[kind] = (now, before)
    means = mean_headcounts(area, day)
    return {
        key: DeparturePart(reasons.get(key, {}), kinds.get(key, {}), *means.get(key, (0.0, 0.0)))
        for key in {*reasons, *means}
    }


def departures_until(day: datetime.date, area: Area) -> Departures:
    """Return the departures of the 12 months that end on ``day``; two queries.

    A departure counts on the last day of service. Rate = departures ÷ mean of the headcounts on the
    last days of the last 12 whole months.
    """
    return added_departures(day, departure_parts(day, area))


def added_departures(day: datetime.date, parts: Mapping[int, DeparturePart]) -> Departures:
    """Return the departures of an area from those of its keys, with marks for more than chance."""
    figures = {key: part.figure for key, part in parts.items()}
    marked = beyond_chance({key: figure.p_value for key, figure in figures.items()})
    total = DepartureFigure(
        sum(figure.count for figure in figures.values()),
        sum(figure.earlier for figure in figures.values()),
        sum(figure.mean_headcount for figure in figures.values()),
        sum(figure.earlier_mean for figure in figures.values()),
    )
    return Departures(
        first_day=year_before(day) + datetime.timedelta(days=1),
        last_day=day,
        total=replace(total, is_marked=total.p_value <= ALPHA),
        by_key={key: replace(figure, is_marked=key in marked) for key, figure in figures.items()},
        by_reason=_added(part.by_reason for part in parts.values()),
        by_kind=_added(part.by_kind for part in parts.values()),
    )


def _added(parts: Iterable[Mapping[str, tuple[int, int]]]) -> dict[str, tuple[int, int]]:
    total: dict[str, tuple[int, int]] = {}
    for part in parts:
        for name, (now, before) in part.items():
            known = total.get(name, (0, 0))
            total[name] = (known[0] + now, known[1] + before)
    return total


BETWEEN = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT chosen.key, d.reason, count(*) FROM units_departure d JOIN chosen USING (commune_id)
    WHERE d."on" BETWEEN %(first)s AND %(last)s AND {only} GROUP BY 1, 2
"""


def departures_between(
    first: datetime.date, last: datetime.date, area: Area
) -> dict[int, dict[str, int]]:
    """Return the departures whose last day of service lies from ``first`` to ``last``, by the area's keys and
    the reason; one query."""
    found: dict[int, dict[str, int]] = {}
    sql = BETWEEN.format(chosen=area.chosen, only=area.only("d.commune_id"))
    for key, reason, count in fetch(sql, {**area.parameters, "first": first, "last": last}):
        found.setdefault(key, {})[reason] = int(count)
    return found
