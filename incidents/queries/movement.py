"""Figures of the movement, by area: models as they stand, outreach of a period, a year's standards.

What was withdrawn counts nowhere.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from operator import add

from units.queries.area import Area, fetch


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """Models that run on a day, those that work well, and the members and cameras their records state."""

    running: int = 0
    active: int = 0
    members: int = 0
    cameras: int = 0
    # At how many of them somebody knows.
    members_known: int = 0
    cameras_known: int = 0

    def __add__(self, other: ModelFigures) -> ModelFigures:
        return ModelFigures(*map(add, astuple(self), astuple(other)))


@dataclass(frozen=True, slots=True)
class OutreachFigures:
    """Sessions of a period, at how many of them somebody counted, and the persons counted there."""

    sessions: int = 0
    counted: int = 0
    attendance: int = 0

    @property
    def persons(self) -> int | None:
        """The attendance; ``None`` where there were sessions and nobody counted at any."""
        return None if self.sessions and not self.counted else self.attendance

    def __add__(self, other: OutreachFigures) -> OutreachFigures:
        return OutreachFigures(*map(add, astuple(self), astuple(other)))


@dataclass(frozen=True, slots=True)
class StandardCount:
    """Who registered for a year's standard; of ``judged`` (registered where the result is known), ``met`` met it."""

    registered: int = 0
    judged: int = 0
    met: int = 0

    @property
    def share(self) -> float | None:
        """Met ÷ registered, of the lines whose result is known; ``None`` where none is or nobody registered."""
        return self.met / self.judged if self.judged else None

    def __add__(self, other: StandardCount) -> StandardCount:
        return StandardCount(
            self.registered + other.registered, self.judged + other.judged, self.met + other.met
        )


@dataclass(frozen=True, slots=True)
class StandardFigures:
    """A year's standards of one key, by who registers (``StandardOf``)."""

    by_kind: Mapping[str, StandardCount] = field(default_factory=dict)

    def of(self, kind: str) -> StandardCount:
        """The counts of one kind; zero where nothing is written down."""
        return self.by_kind.get(str(kind), StandardCount())

    def __add__(self, other: StandardFigures) -> StandardFigures:
        kinds = {*self.by_kind, *other.by_kind}
        return StandardFigures({kind: self.of(kind) + other.of(kind) for kind in kinds})


# A model that stopped on a later day still ran on the day asked for; how well it did then is not known, so
# only its present state says that it works well.
MODELS = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT chosen.key, count(*), count(*) FILTER (WHERE m.state = 'active'),
           coalesce(sum(m.members), 0), coalesce(sum(m.cameras), 0), count(m.members), count(m.cameras)
    FROM incidents_movementmodel m JOIN chosen USING (commune_id)
    WHERE m.since <= %(day)s AND (m.stopped_on IS NULL OR m.stopped_on > %(day)s)
          AND m.withdrawn_on IS NULL AND {only}
    GROUP BY 1
"""
OUTREACH = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT chosen.key, count(*), count(o.attendance), coalesce(sum(o.attendance), 0)
    FROM incidents_outreachsession o JOIN chosen USING (commune_id)
    WHERE o."on" BETWEEN %(first)s AND %(last)s AND o.withdrawn_on IS NULL AND {only} GROUP BY 1
"""
STANDARDS = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT chosen.key, s.kind, sum(s.registered),
           coalesce(sum(s.registered) FILTER (WHERE s.met IS NOT NULL), 0), coalesce(sum(s.met), 0)
    FROM incidents_safetystandard s JOIN chosen USING (commune_id)
    WHERE s.year = %(year)s AND {only} GROUP BY 1, 2
"""


def models_on(day: datetime.date, area: Area) -> dict[int, ModelFigures]:
    """Return the models that run on ``day`` by the area's keys; one query."""
    sql = MODELS.format(chosen=area.chosen, only=area.only("m.commune_id"))
    rows = fetch(sql, {**area.parameters, "day": day})
    return {key: ModelFigures(*map(int, counts)) for key, *counts in rows}


def reached(first: datetime.date, last: datetime.date, area: Area) -> dict[int, OutreachFigures]:
    """Return the outreach from ``first`` to ``last``, both days in it, by the area's keys; one query."""
    sql = OUTREACH.format(chosen=area.chosen, only=area.only("o.commune_id"))
    rows = fetch(sql, {**area.parameters, "first": first, "last": last})
    return {key: OutreachFigures(*map(int, counts)) for key, *counts in rows}


def standards_of(year: int, area: Area) -> dict[int, StandardFigures]:
    """Return a year's standards by the area's keys; one query."""
    sql = STANDARDS.format(chosen=area.chosen, only=area.only("s.commune_id"))
    found: dict[int, dict[str, StandardCount]] = {}
    for key, kind, *counts in fetch(sql, {**area.parameters, "year": year}):
        found.setdefault(key, {})[kind] = StandardCount(*map(int, counts))
    return {key: StandardFigures(by_kind) for key, by_kind in found.items()}
