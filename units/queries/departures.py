"""Departures in the 12 months ending on a day: count, rate, reasons, and the change against the year before."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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


COUNTS = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT chosen.key, d.reason, d.kind, count(*) FILTER (WHERE d."on" > %(year_ago)s),
           count(*) FILTER (WHERE d."on" <= %(year_ago)s)
    FROM units_departure d JOIN chosen USING (commune_id)
    WHERE d."on" > %(two_years_ago)s AND d."on" <= %(day)s AND {only}
    GROUP BY GROUPING SETS ((chosen.key), (d.reason), (d.kind))
"""


def departures_until(day: datetime.date, area: Area) -> Departures:
    """Return the departures of the 12 months that end on ``day``; two queries.

    A departure counts on the last day of service. Rate = departures ÷ mean of the headcounts on the
    last days of the last 12 whole months.
    """
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
    counts = {key: (now, before) for key, *_, now, before in rows if key is not None}
    means = mean_headcounts(area, day)
    figures = {
        key: DepartureFigure(*counts.get(key, (0, 0)), *means.get(key, (0.0, 0.0)))
        for key in {*counts, *means}
    }
    marked = beyond_chance({key: figure.p_value for key, figure in figures.items()})
    total = _added(figures.values())
    return Departures(
        first_day=year_ago + datetime.timedelta(days=1),
        last_day=day,
        total=_marked(total, total.p_value <= ALPHA),
        by_key={key: _marked(figure, key in marked) for key, figure in figures.items()},
        by_reason={reason: (now, before) for _, reason, _, now, before in rows if reason},
        by_kind={kind: (now, before) for _, _, kind, now, before in rows if kind},
    )


def _marked(figure: DepartureFigure, is_marked: bool) -> DepartureFigure:
    return DepartureFigure(
        figure.count, figure.earlier, figure.mean_headcount, figure.earlier_mean, is_marked
    )


def _added(figures: Iterable[DepartureFigure]) -> DepartureFigure:
    parts = list(figures)
    return DepartureFigure(
        sum(f.count for f in parts),
        sum(f.earlier for f in parts),
        sum(f.mean_headcount for f in parts),
        sum(f.earlier_mean for f in parts),
    )
