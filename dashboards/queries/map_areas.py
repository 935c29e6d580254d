"""What the map draws: areas with their shapes as GeoJSON text, and complicated places as points."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max
from django.urls import reverse

from incidents.models import Hotspot
from incidents.models.states import OPEN
from units.models import Commune, Jurisdiction
from units.models.communes import KIND_WORDS
from units.queries.area import Area, fetch

if TYPE_CHECKING:
    from units.domain.scope import Scope

MOST_COMMUNES = 400  # more than this are shown by jurisdiction, to be opened one by one
MOST_PLACES = 5_000

# Where the boundary is not known the centre stands for the commune.
COMMUNES_SQL = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT coalesce(json_agg(json_build_object(
        'type', 'Feature', 'id', c.id,
        'geometry', coalesce(c.boundary, CASE WHEN c.longitude IS NOT NULL AND c.latitude IS NOT NULL THEN
            jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(c.longitude, c.latitude)) END),
        'properties', json_build_object('name', {name}, 'schematic', c.boundary_is_schematic)
    ) ORDER BY c.sort_key), '[]')::text
    FROM chosen JOIN units_commune c ON c.id = chosen.commune_id
    WHERE c.validity @> %(day)s::date AND (%(commune)s::bigint IS NULL OR c.id = %(commune)s)
"""
_KINDS_SQL = " ".join(f"WHEN '{kind}' THEN '{word}'" for kind, word in KIND_WORDS.items())
NAME_SQL = f"concat_ws(' ', CASE c.kind {_KINDS_SQL} END, c.name)"
BRANCHES_SQL = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT coalesce(json_agg(json_build_object(
        'type', 'Feature', 'id', found.key,
        'geometry', CASE WHEN found.longitude IS NOT NULL THEN
            json_build_object('type', 'Point', 'coordinates', json_build_array(found.longitude, found.latitude)) END,
        'properties', json_build_object('name', found.name, 'schematic', true)
    )), '[]')::text
    FROM (
        SELECT chosen.key, j.name, round(avg(c.longitude)::numeric, 4) AS longitude, round(avg(c.latitude)::numeric, 4) AS latitude
        FROM chosen JOIN units_commune c ON c.id = chosen.commune_id JOIN units_jurisdiction j ON j.id = chosen.key
        WHERE c.validity @> %(day)s::date GROUP BY chosen.key, j.name
    ) found
"""


@dataclass(frozen=True, slots=True)
class MapGround:
    """Which part of the scope the map shows, and whether by commune or by jurisdiction below."""

    area: Area
    jurisdiction: Jurisdiction | None
    communes: int

    @property
    def by_branch(self) -> bool:
        """True where there are too many communes to draw one by one."""
        return self.area.by_branch


def map_ground(scope: Scope, jurisdiction: Jurisdiction | None, day: datetime.date) -> MapGround:
    """The ground under ``jurisdiction``, or under all the person sees; at most two queries."""
    if jurisdiction is None and scope.communes is None:
        jurisdiction = Jurisdiction.objects.filter(parent__isnull=True).order_by("path").first()
    path = jurisdiction.path if jurisdiction else ""
    communes = Commune.objects.visible_to(scope).filter(validity__contains=day)
    if path:
        communes = communes.filter(jurisdiction__path__startswith=path)
    number = communes.count()
    return MapGround(Area(scope, path, number > MOST_COMMUNES), jurisdiction, number)


def areas_geojson(ground: MapGround, day: datetime.date, commune: int | None = None) -> str:
    """A GeoJSON FeatureCollection of the ground's areas; one query, assembled by the database."""
    sql = BRANCHES_SQL if ground.by_branch and commune is None else COMMUNES_SQL
    area = ground.area if sql is BRANCHES_SQL else Area(ground.area.scope, ground.area.path)
    rows = fetch(
        sql.format(chosen=area.chosen, name=NAME_SQL),
        {**area.parameters, "day": day, "commune": commune},
    )
    return f'{{"type":"FeatureCollection","features":{rows[0][0]}}}'


def areas_version(ground: MapGround, day: datetime.date, commune: int | None) -> str:
    """Changes whenever the answer of areas_geojson would; one cheap query."""
    communes = Commune.objects.visible_to(ground.area.scope)
    newest = communes.aggregate(Max("updated_at"), Count("id"))
    parts = (newest, ground.area.parameters, ground.by_branch, day, commune)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def places_geojson(scope: Scope, ground: MapGround, day: datetime.date) -> str:
    """Open places of the ground as points; one query. Empty where the ground is shown by jurisdiction."""
    if ground.by_branch:
        return json.dumps({"type": "FeatureCollection", "features": []})
    places = Hotspot.objects.visible_to(scope).filter(state__in=OPEN).select_related("kind")
    if ground.area.path:
        places = places.filter(commune__jurisdiction__path__startswith=ground.area.path)
    features = [_place_feature(place, day) for place in places.order_by("id")[:MOST_PLACES]]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def _place_feature(place: Hotspot, day: datetime.date) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": place.pk,
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
        "properties": {
            "name": place.name,
            "kind": place.kind.name,
            "icon": place.kind.icon,
            "state": place.state,
            "state_label": str(place.get_state_display()),
            "overdue": place.review_overdue_on(day),
            "url": reverse("hotspot_detail", args=[place.pk]),
        },
    }
