"""Incidents before and after measures: in the place, in the ring around it and in the rest of the commune."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from incidents.domain.analysis.windows import Window
from incidents.models import HotspotAction
from incidents.queries.around import METRES, PLACE_M, RING_M
from incidents.queries.grounds import Ground
from units.domain.geometry import METRES_PER_DEGREE
from units.domain.scope import Scope
from units.queries.area import fetch
from units.queries.successors import line_of

AROUND = """
    SELECT asked.key, incident.occurred_on >= asked.starts_on,
           CASE WHEN incident.hotspot_id = asked.hotspot_id OR away.metres <= %(place)s THEN 'place'
                WHEN away.metres <= %(ring)s THEN 'ring' ELSE 'rest' END AS zone,
           count(*)
    FROM unnest(%(keys)s::bigint[], %(hotspots)s::bigint[], %(latitudes)s::float8[], %(longitudes)s::float8[],
                %(firsts)s::date[], %(starts)s::date[], %(lasts)s::date[])
         AS asked (key, hotspot_id, latitude, longitude, first_day, starts_on, last_day)
    JOIN unnest(%(ground_of)s::bigint[], %(communes)s::bigint[]) AS ground (key, commune_id) USING (key)
    JOIN incidents_incident incident
         ON incident.commune_id = ground.commune_id
        AND incident.occurred_on BETWEEN asked.first_day AND asked.last_day
    CROSS JOIN LATERAL (SELECT {metres} AS metres) AS away
    WHERE (incident.latitude IS NOT NULL OR incident.hotspot_id = asked.hotspot_id)
      AND (%(category)s::bigint IS NULL OR incident.category_id IN (
          SELECT id FROM incidents_incidentcategory WHERE id = %(category)s OR parent_id = %(category)s))
      AND incident.withdrawn_on IS NULL
    GROUP BY 1, 2, 3
""".format(
    metres=METRES.format(
        latitude="incident.latitude",
        longitude="incident.longitude",
        to_latitude="asked.latitude",
        to_longitude="asked.longitude",
        degree=METRES_PER_DEGREE,
    )
)


@dataclass(frozen=True, slots=True)
class MeasureDays:
    """A measure (its hotspot with it), the ground that its place lies on and the days held against each other."""

    action: HotspotAction
    ground: Ground
    before: Window
    after: Window


@dataclass(frozen=True, slots=True)
class AroundMeasure:
    """Incidents by zone, before and after."""

    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)


def around_measures(
    asked: Sequence[MeasureDays], category_id: int | None = None
) -> dict[int, AroundMeasure]:
    """Return the incidents around each measure by its key; one query for all.

    The zones are those of ``around.in_zone``. The measures are those that the person may see, and so are their communes.
    """
    found = {one.action.pk: AroundMeasure() for one in asked}
    if not asked:
        return found
    spots = [one.action.hotspot for one in asked]
    ground = [(one.action.pk, commune) for one in asked for commune in one.ground.communes]
    parameters = {
        "keys": [one.action.pk for one in asked],
        "hotspots": [spot.pk for spot in spots],
        "ground_of": [key for key, _commune in ground],
        "communes": [commune for _key, commune in ground],
        "latitudes": [spot.latitude for spot in spots],
        "longitudes": [spot.longitude for spot in spots],
        "firsts": [one.before.first for one in asked],
        "starts": [one.after.first for one in asked],
        "lasts": [one.after.last for one in asked],
        "place": PLACE_M,
        "ring": RING_M,
        "category": category_id,
    }
    for key, is_after, zone, count in fetch(AROUND, parameters):
        counts = found[key].after if is_after else found[key].before
        counts[zone] = int(count)
    return found


def measures_begun(
    scope: Scope, *, since: datetime.date, before: datetime.date, commune_id: int | None = None
) -> QuerySet[HotspotAction]:
    """Return the measures that began in these days, planned and dropped ones too, the latest first, with their places."""
    rows: QuerySet[HotspotAction] = (
        HotspotAction.objects.visible_to(scope)
        .filter(starts_on__gte=since, starts_on__lt=before)
        .select_related("hotspot__commune")
        .defer("hotspot__commune__boundary")
        .order_by("-starts_on", "-pk")
    )
    return rows if commune_id is None else rows.filter(hotspot__commune__in=line_of(commune_id))
