"""Training, rewards and discipline of a stretch of time, by commune."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from units.queries.area import Area, fetch

BETWEEN = """
    WITH chosen AS MATERIALIZED ({chosen}), entries AS (
        SELECT o.commune_id, 'training' AS kind FROM units_training t JOIN units_officer o ON o.id = t.officer_id
        WHERE t.completed_on BETWEEN %(first)s AND %(last)s AND {only}
        UNION ALL
        SELECT o.commune_id, r.kind FROM units_recognition r JOIN units_officer o ON o.id = r.officer_id
        WHERE r."on" BETWEEN %(first)s AND %(last)s AND {only}
    )
    SELECT chosen.key, kind, count(*) FROM entries JOIN chosen USING (commune_id) GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class CareerFigure:
    """Courses completed, rewards given and disciplinary measures taken."""

    training: int = 0
    reward: int = 0
    discipline: int = 0


def careers_between(
    first: datetime.date, last: datetime.date, area: Area
) -> dict[int, CareerFigure]:
    """Return what was entered in the files of an area's officers, by the area's keys; one query.

    An officer counts where he serves now, or served last.
    """
    sql = BETWEEN.format(chosen=area.chosen, only=area.only("o.commune_id"))
    found: dict[int, dict[str, int]] = {}
    for key, kind, count in fetch(sql, {**area.parameters, "first": first, "last": last}):
        found.setdefault(key, {})[kind] = int(count)
    return {key: CareerFigure(**counts) for key, counts in found.items()}
