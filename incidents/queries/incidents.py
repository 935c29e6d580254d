"""Figures of incidents, by area and period: how many, how they ended, with what harm."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from incidents.models import OUTCOMES, UNSETTLED, IncidentState
from units.domain.months import month_of
from units.queries.area import Area, fetch


@dataclass(frozen=True, slots=True)
class Amounts:
    """Incidents and the harm their records state: persons killed and injured, damage in VND."""

    count: int = 0
    deaths: int = 0
    injured: int = 0
    damage_vnd: int = 0

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.count + other.count,
            self.deaths + other.deaths,
            self.injured + other.injured,
            self.damage_vnd + other.damage_vnd,
        )


@dataclass(frozen=True, slots=True)
class IncidentFigures:
    """The incidents of one key in a period, by category and state as they stand now."""

    parts: Mapping[tuple[int, str], Amounts] = field(default_factory=dict)

    def of(
        self, *, categories: Iterable[int] | None = None, states: Iterable[str] | None = None
    ) -> Amounts:
        """Add up some categories and states; without them, all."""
        wanted = None if categories is None else set(categories)
        held = None if states is None else {str(state) for state in states}
        total = Amounts()
        for (category, state), amounts in self.parts.items():
            if (wanted is None or category in wanted) and (held is None or state in held):
                total += amounts
        return total

    @property
    def total(self) -> Amounts:
        """All incidents."""
        return self.of()

    @property
    def unsettled(self) -> int:
        """Incidents without an outcome."""
        return self.of(states=UNSETTLED).count

    @property
    def ended(self) -> int:
        """Incidents with an outcome."""
        return self.of(states=OUTCOMES).count

    @property
    def settled(self) -> int:
        """Incidents settled at the base."""
        return self.of(states=[IncidentState.SETTLED]).count

    def __add__(self, other: IncidentFigures) -> IncidentFigures:
        parts = dict(self.parts)
        for key, amounts in other.parts.items():
            parts[key] = parts.get(key, Amounts()) + amounts
        return IncidentFigures(parts)


# Whole months come from the rollup, the days before and after them from the incidents themselves.
HAPPENED = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT key, category_id, state, sum(count), sum(deaths), sum(injured), sum(damage_vnd) FROM (
        SELECT chosen.key, c.category_id, c.state, c.count, c.deaths, c.injured, c.damage_vnd
        FROM incidents_incidentcount c JOIN chosen USING (commune_id)
        WHERE c.month >= %(first_month)s AND c.month < %(end_month)s AND {only_counts}
        UNION ALL {head} UNION ALL {tail}
    ) part GROUP BY 1, 2, 3 HAVING sum(count) <> 0
"""
# By the instant, which the indexes are ordered by.
DAYS = """
        SELECT chosen.key, i.category_id, i.state, 1, coalesce(i.deaths, 0), coalesce(i.injured, 0),
               coalesce(i.damage_vnd, 0)
        FROM incidents_incident i JOIN chosen USING (commune_id)
        WHERE i.occurred_from >= %({start})s AND i.occurred_from < %({end})s
              AND i.withdrawn_on IS NULL AND {only_rows}
"""


STATED = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT chosen.key, i.category_id, count(i.deaths), count(i.injured), count(i.damage_vnd)
    FROM incidents_incident i JOIN chosen USING (commune_id)
    WHERE i.occurred_from >= %(start)s AND i.occurred_from < %(end)s AND i.withdrawn_on IS NULL AND {only}
    GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A period cut into whole months [first_month, end_month) and the days before and after them."""

    first: datetime.date
    last: datetime.date
    first_month: datetime.date
    end_month: datetime.date

    @classmethod
    def of(cls, first: datetime.date, last: datetime.date) -> Stretch:
        """Cut the period from ``first`` to ``last``, both days in it."""
        first_month = first if first.day == 1 else month_of(first, 1)
        after = last + datetime.timedelta(days=1)
        end_month = after.replace(day=1)
        if end_month <= first_month:
            # No whole month: everything is days, which come before an empty stretch of months.
            return cls(first, last, after, after)
        return cls(first, last, first_month, end_month)

    @property
    def parameters(self) -> dict[str, datetime.date]:
        """What ``HAPPENED`` asks for; the two stretches of days never overlap."""
        return {
            "first_month": self.first_month,
            "end_month": self.end_month,
            "head_start": beginning_of(self.first),
            "head_end": beginning_of(self.first_month),
            "tail_start": beginning_of(self.end_month),
            "tail_end": beginning_of(self.last + datetime.timedelta(days=1)),
        }


def happened(first: datetime.date, last: datetime.date, area: Area) -> dict[int, IncidentFigures]:
    """Return what happened from ``first`` to ``last`` by the area's keys, as it stands now; one query.

    A period counts an incident on the local day it began.
    """
    only_rows = area.only("i.commune_id")
    sql = HAPPENED.format(
        chosen=area.chosen,
        only_counts=area.only("c.commune_id"),
        head=DAYS.format(start="head_start", end="head_end", only_rows=only_rows),
        tail=DAYS.format(start="tail_start", end="tail_end", only_rows=only_rows),
    )
    parts: dict[int, dict[tuple[int, str], Amounts]] = {}
    parameters = {**area.parameters, **Stretch.of(first, last).parameters}
    for key, category, state, *amounts in fetch(sql, parameters):
        parts.setdefault(key, {})[category, state] = Amounts(*map(int, amounts))
    return {key: IncidentFigures(found) for key, found in parts.items()}


def harm_stated(
    first: datetime.date, last: datetime.date, area: Area
) -> dict[int, dict[int, Amounts]]:
    """Return how many incidents of the period state each harm, by the area's keys and the category: a sum over incidents of
    which none does is not known. One query, on the incidents themselves."""
    sql = STATED.format(chosen=area.chosen, only=area.only("i.commune_id"))
    ends = {
        "start": beginning_of(first),
        "end": beginning_of(last + datetime.timedelta(days=1)),
    }
    found: dict[int, dict[int, Amounts]] = {}
    for key, category, *stated in fetch(sql, {**area.parameters, **ends}):
        found.setdefault(key, {})[category] = Amounts(0, *map(int, stated))
    return found


def added(parts: Iterable[IncidentFigures]) -> IncidentFigures:
    """Return the sum of several areas' figures."""
    total = IncidentFigures()
    for part in parts:
        total += part
    return total


def beginning_of(day: datetime.date) -> datetime.datetime:
    """Return the instant at which a local day begins."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
