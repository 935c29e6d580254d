"""Checking one boundary shape: closed rings, longitude before latitude, inside Vietnam, sound, and light enough."""

from __future__ import annotations

import math
import re
from typing import Any

from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from units.domain.geometry import Geometry, area_km2, to_geojson

# Mainland, Hoàng Sa and Trường Sa, with a margin: west, south, east, north.
VIETNAM = (102.0, 6.0, 118.0, 23.6)
MAX_POSITIONS = 100_000
MAX_DRAWN_POSITIONS = 1_500  # of one commune; more cannot be seen on a screen and slows the map
SMALLEST_KM2 = 0.01
LARGEST_KM2 = 5_000.0  # the largest commune of Vietnam has about 1,100 km²
FIRST_TOLERANCE = 0.0002  # degrees, about 20 m


class _ShapeError(ValueError):
    """A fault of one shape, its message already translated."""


def check_geometry(raw: Any) -> tuple[Geometry | None, tuple[str, ...]]:
    """The simplified geometry of a boundary, or None with the faults that forbid it, as translated sentences."""
    try:
        _check_coordinates(raw)
        drawn = shape(raw)
        _check_shape(drawn)
        return to_geojson(simplified(drawn)), ()
    except _ShapeError as fault:
        return None, (str(fault),)


def simplified(drawn: BaseGeometry) -> BaseGeometry:
    """The same shape with no more positions than can be seen, its topology kept."""
    tolerance = FIRST_TOLERANCE
    lighter = drawn
    while _position_count(lighter) > MAX_DRAWN_POSITIONS and tolerance < 0.02:
        lighter = drawn.simplify(tolerance, preserve_topology=True)
        tolerance *= 2
    return lighter


def _position_count(drawn: BaseGeometry) -> int:
    polygons = drawn.geoms if isinstance(drawn, MultiPolygon) else [drawn]
    return sum(
        len(polygon.exterior.coords) + sum(len(hole.coords) for hole in polygon.interiors)
        for polygon in polygons
        if isinstance(polygon, Polygon)
    )


def _check_coordinates(raw: Any) -> None:
    if not isinstance(raw, dict):
        raise _ShapeError(_("The shape has no geometry."))
    kind, coordinates = raw.get("type"), raw.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise _ShapeError(
            _("A boundary must be a polygon or multipolygon; this one is “%(kind)s”.")
            % {"kind": str(kind)[:40]}
        )
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        raise _ShapeError(_("The shape has no geometry."))
    positions = 0
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise _ShapeError(_("The shape has no geometry."))
        for ring in polygon:
            positions += _check_ring(ring)
            if positions > MAX_POSITIONS:
                raise _ShapeError(
                    _("The shape has more than %(allowed)d points. Simplify it first.")
                    % {"allowed": MAX_POSITIONS}
                )


def _check_ring(ring: Any) -> int:
    if not isinstance(ring, list) or not all(_is_position(position) for position in ring):
        raise _ShapeError(
            _("A ring holds something that is not a pair of numbers (longitude, latitude).")
        )
    if len(ring) < 4:
        raise _ShapeError(_("A ring has fewer than four points, so it encloses nothing."))
    if ring[0][:2] != ring[-1][:2]:
        raise _ShapeError(_("A ring is not closed: its last point must be the same as its first."))
    for position in ring:
        _check_position(position[0], position[1])
    return len(ring)


def _is_position(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) >= 2
        and all(isinstance(part, int | float) and not isinstance(part, bool) for part in value[:2])
        and all(_is_finite(part) for part in value[:2])
    )


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer of hundreds of digits
        return False


def _check_position(longitude: float, latitude: float) -> None:
    if _in_vietnam(longitude, latitude):
        return
    where = {"longitude": f"{float(longitude):.5g}", "latitude": f"{float(latitude):.5g}"}
    if _in_vietnam(latitude, longitude):
        raise _ShapeError(
            _(
                "Longitude and latitude are swapped: the point (%(longitude)s, %(latitude)s) should be the other way round."
            )
            % where
        )
    if abs(longitude) > 180 or abs(latitude) > 180:
        raise _ShapeError(
            _(
                "The coordinates are in metres (perhaps VN-2000), not in degrees: (%(longitude)s, %(latitude)s). "
                "Export the file again as WGS 84."
            )
            % where
        )
    raise _ShapeError(_("The point (%(longitude)s, %(latitude)s) lies outside Vietnam.") % where)


def _in_vietnam(longitude: float, latitude: float) -> bool:
    west, south, east, north = VIETNAM
    return west <= longitude <= east and south <= latitude <= north


def _place_of_fault(drawn: BaseGeometry) -> str:
    # GEOS says for instance "Self-intersection[106.6012 10.5034]"; only the place needs no translation.
    found = re.search(r"\[(\S+) (\S+)\]", explain_validity(drawn))
    return f"{float(found[1]):.5f}; {float(found[2]):.5f}" if found else "?"


def _check_shape(drawn: BaseGeometry) -> None:
    if not drawn.is_valid:
        raise _ShapeError(
            _("The outline crosses or touches itself near %(where)s.")
            % {"where": _place_of_fault(drawn)}
        )
    size = area_km2(
        {"type": drawn.geom_type, "coordinates": drawn.__geo_interface__["coordinates"]}
    )
    if size < SMALLEST_KM2:
        raise _ShapeError(
            _("The shape is smaller than one hectare; a commune cannot be that small.")
        )
    if size > LARGEST_KM2:
        raise _ShapeError(
            _("The shape covers %(size)d km², more than any commune. Is it a whole province?")
            % {"size": round(size)}
        )
