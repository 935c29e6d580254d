"""Shapes on the ground: measuring, point-in-boundary and drawing a schematic map from centres and an outline.

Coordinates are WGS 84 degrees, longitude first, as GeoJSON (RFC 7946) has them; areas are km², distances metres.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, radians, sin, tau
from typing import Any, TypeAlias

from shapely import MultiPoint, MultiPolygon, Point, Polygon, set_precision, voronoi_polygons
from shapely.affinity import scale
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

Position: TypeAlias = tuple[float, float]
Geometry: TypeAlias = dict[str, Any]  # a GeoJSON geometry object of type Polygon or MultiPolygon

METRES_PER_DEGREE = 111_195  # of latitude; mean radius 6,371.0088 km
DIRECTIONS = 24
KM_PER_DEGREE = METRES_PER_DEGREE / 1000
COORDINATE_DECIMALS = 6  # about 0.1 m, finer than any boundary we are given


def area_km2(geometry: Geometry) -> float:
    """Area of a commune-sized shape in km² (equal-area at its own latitude; within 0.5 % below 100 km)."""
    return float(_in_kilometres(shape(geometry)).area)


def boundary_contains(boundary: Geometry | None, longitude: float, latitude: float) -> bool | None:
    """Whether the point lies in or on the boundary; None where no boundary is known, so nobody is warned wrongly."""
    if not boundary:
        return None
    return bool(shape(boundary).covers(Point(longitude, latitude)))


def circle_leaves(boundary: Geometry, longitude: float, latitude: float, metres: float) -> bool:
    """Whether a circle reaches beyond the boundary, looked at in ``DIRECTIONS`` directions."""
    high = metres / METRES_PER_DEGREE
    wide = high / cos(radians(latitude))
    turns = (tau * turn / DIRECTIONS for turn in range(DIRECTIONS))
    rim = MultiPoint(
        [(longitude + wide * cos(turn), latitude + high * sin(turn)) for turn in turns]
    )
    return not shape(boundary).covers(rim)


def metres_outside(boundary: Geometry, longitude: float, latitude: float) -> float:
    """How far outside the boundary a point lies, in metres; 0 inside."""
    point = Point(longitude, latitude)
    nearest, _ = nearest_points(shape(boundary), point)
    east = (point.x - nearest.x) * cos(radians(latitude))
    north = point.y - nearest.y
    return float((east**2 + north**2) ** 0.5 * METRES_PER_DEGREE)


def label_point(boundary: Geometry) -> Position:
    """A point certainly inside the shape, where its name can be written."""
    inside = shape(boundary).representative_point()
    return round(inside.x, COORDINATE_DECIMALS), round(inside.y, COORDINATE_DECIMALS)


def schematic_cells(
    centres: Mapping[str, Position], outline: Sequence[Position]
) -> dict[str, Geometry]:
    """Draw one cell for each centre: its Voronoi cell, clipped to the outline.

    A piece that the outline cuts off from its centre joins the neighbour it touches longest, so that every cell is
    one polygon where the outline allows it. Raises ValueError for fewer than two distinct centres or a bad outline.
    """
    ground = Polygon(outline)
    if not ground.is_valid or ground.is_empty:
        raise ValueError("The outline is not a simple polygon.")
    if len(set(centres.values())) < max(len(centres), 2):
        raise ValueError("Each cell needs a centre of its own, and there must be at least two.")
    cells = _voronoi_by_key(centres, ground)
    _give_stray_pieces_to_neighbours(cells, centres)
    return {key: to_geojson(cell) for key, cell in cells.items() if not cell.is_empty}


def to_geojson(geometry: BaseGeometry) -> Geometry:
    """A GeoJSON geometry with coordinates rounded to COORDINATE_DECIMALS, valid after rounding."""
    rounded = set_precision(geometry, 10.0**-COORDINATE_DECIMALS)
    drawn = mapping(rounded)
    return {"type": drawn["type"], "coordinates": _rounded(drawn["coordinates"])}


def _rounded(value: Any) -> Any:
    if isinstance(value, float | int):
        return round(float(value), COORDINATE_DECIMALS)
    return [_rounded(part) for part in value]


def _in_kilometres(geometry: BaseGeometry) -> BaseGeometry:
    latitude = geometry.centroid.y if not geometry.is_empty else 0.0
    return scale(
        geometry,
        xfact=KM_PER_DEGREE * cos(radians(latitude)),
        yfact=KM_PER_DEGREE,
        origin=(0, 0),
    )


def _voronoi_by_key(centres: Mapping[str, Position], ground: Polygon) -> dict[str, BaseGeometry]:
    points = {key: Point(position) for key, position in centres.items()}
    drawn = voronoi_polygons(MultiPoint(list(points.values())), extend_to=ground.buffer(1))
    cells: dict[str, BaseGeometry] = {}
    for key, point in points.items():
        own = min(drawn.geoms, key=lambda cell: cell.distance(point))
        cells[key] = own.intersection(ground)
    return cells


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    if isinstance(geometry, Polygon):
        return [] if geometry.is_empty else [geometry]
    return [
        part
        for part in getattr(geometry, "geoms", ())
        if isinstance(part, Polygon) and not part.is_empty
    ]


def _give_stray_pieces_to_neighbours(
    cells: dict[str, BaseGeometry], centres: Mapping[str, Position]
) -> None:
    strays: list[tuple[str, Polygon]] = []
    for key, cell in cells.items():
        pieces = _polygons(cell)
        if len(pieces) < 2:
            continue
        home = min(pieces, key=lambda piece: piece.distance(Point(centres[key])))
        cells[key] = home
        strays += [(key, piece) for piece in pieces if piece is not home]
    for owner, piece in strays:
        touching = {
            key: cell.intersection(piece).length for key, cell in cells.items() if key != owner
        }
        neighbour = max(touching, key=lambda key: touching[key])
        taker = neighbour if touching[neighbour] > 0 else owner
        joined = cells[taker].union(piece)
        cells[taker] = joined if isinstance(joined, Polygon) else MultiPolygon(_polygons(joined))
