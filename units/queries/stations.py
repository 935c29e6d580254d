"""Stations on a day: how many communes have their own, share, rent, have none, or have not said."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields

from units.queries.area import Area, fetch


@dataclass(frozen=True, slots=True)
class StationFigure:
    """Communes by the tenure of their main station; ``unknown`` has no row of a station at all."""

    own: int = 0
    shared: int = 0
    rented: int = 0
    none: int = 0
    unknown: int = 0

    @property
    def communes(self) -> int:
        """How many communes there are on the day."""
        return self.own + self.shared + self.rented + self.none + self.unknown

    @property
    def tenure(self) -> str:
        """The tenure of a single commune; empty where unknown or for more than one commune."""
        if self.communes != 1 or self.unknown:
            return ""
        return next(f.name for f in fields(self) if getattr(self, f.name))

    def __add__(self, other: StationFigure) -> StationFigure:
        return StationFigure(
            *(getattr(self, f.name) + getattr(other, f.name) for f in fields(self))
        )


SQL = """
    WITH chosen AS MATERIALIZED ({chosen}), main AS (
        SELECT DISTINCT ON (s.commune_id) s.commune_id, s.tenure FROM units_station s
        WHERE s.validity @> %(day)s::date AND {only} ORDER BY s.commune_id, s.is_main DESC, s.id
    )
    SELECT chosen.key, count(*) FILTER (WHERE main.tenure = 'own'), count(*) FILTER (WHERE main.tenure = 'shared'),
           count(*) FILTER (WHERE main.tenure = 'rented'), count(*) FILTER (WHERE main.tenure = 'none'),
           count(*) FILTER (WHERE main.tenure IS NULL)
    FROM chosen LEFT JOIN main USING (commune_id) WHERE chosen.validity @> %(day)s::date GROUP BY 1
"""


def stations_on(day: datetime.date, area: Area) -> dict[int, StationFigure]:
    """Return the stations of the communes there are on ``day``, by the area's keys; one query."""
    rows = fetch(
        SQL.format(chosen=area.chosen, only=area.only("s.commune_id")),
        {**area.parameters, "day": day},
    )
    return {key: StationFigure(*numbers) for key, *numbers in rows}
