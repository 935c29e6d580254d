"""Where incidents lie about a complicated place: in it, in the ring around it, or in the rest of the commune."""

from __future__ import annotations

from typing import Any

from django.db.models import FloatField, Func, Q, QuerySet

from incidents.domain.analysis.windows import Window
from incidents.models import Hotspot, Incident
from incidents.queries.analysis import Slice
from incidents.queries.grounds import ground_of
from units.domain.geometry import METRES_PER_DEGREE
from units.domain.scope import Scope

PLACE_M = 150
RING_M = 400
PLACE, RING, REST = "place", "ring", "rest"
# Metres between two points on a flat map around the second.
METRES = (
    "sqrt((({latitude} - {to_latitude}) * {degree}) ^ 2"
    " + (({longitude} - {to_longitude}) * {degree} * cos(radians({to_latitude}))) ^ 2)"
)


class MetresTo(Func):
    """Metres from a row's point to a fixed one; NULL without a point."""

    output_field = FloatField()

    def __init__(self, latitude: float, longitude: float) -> None:
        super().__init__("latitude", "longitude")
        self.to = (float(latitude), float(longitude))

    def as_sql(self, compiler: Any, *_how: Any, **_else: Any) -> tuple[str, tuple[Any, ...]]:
        """Write ``METRES`` with the point's numbers in it."""
        latitude, longitude = (compiler.compile(one)[0] for one in self.get_source_expressions())
        sql = METRES.format(
            latitude=latitude,
            longitude=longitude,
            to_latitude=f"({self.to[0]!r})::float8",
            to_longitude=f"({self.to[1]!r})::float8",
            degree=METRES_PER_DEGREE,
        )
        return sql, ()


def in_zone(rows: QuerySet[Incident], hotspot: Hotspot, zone: str) -> QuerySet[Incident]:
    """Keep the incidents of one zone about a place; an unknown zone has none.

    The place reaches ``PLACE_M`` and has what is linked to it, the ring reaches from there to ``RING_M``, the rest is the
    commune, with those that ended whole in it. Without a point only what is linked to the place is in a zone. One query
    for the communes of the ground.
    """
    measured = rows.filter(commune__in=ground_of(hotspot.commune_id)).alias(
        metres=MetresTo(hotspot.latitude, hotspot.longitude)
    )
    linked = Q(hotspot=hotspot.pk)
    elsewhere = measured.filter(Q(hotspot__isnull=True) | ~linked)
    if zone == PLACE:
        return measured.filter(linked | Q(metres__lte=PLACE_M))
    if zone == RING:
        return elsewhere.filter(metres__gt=PLACE_M, metres__lte=RING_M)
    return elsewhere.filter(metres__gt=RING_M) if zone == REST else rows.none()


def at_hotspot(scope: Scope, hotspot: Hotspot, window: Window) -> QuerySet[Incident]:
    """Return the incidents of a place in some days: linked to it, or within ``PLACE_M`` of its point."""
    return in_zone(Slice(scope, window).rows(), hotspot, PLACE)
