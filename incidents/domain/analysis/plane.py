"""A commune laid flat: degrees to metres and back around a centre, and the ground on which points count.

Good to 0.1 % within 50 km of the centre, which is far more than a commune.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, radians

from shapely import Point as ShapelyPoint
from shapely import Polygon, prepare
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import transform

from units.domain.geometry import METRES_PER_DEGREE, Geometry

# A phone's position and a drawn boundary are both a little off.
TOLERANCE_M = 200.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on the ground in WGS 84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Plane:
    """The flat map around a centre (equirectangular); x runs east and y north, in metres."""

    centre: Spot

    @property
    def metres_per_longitude(self) -> float:
        """Metres of one degree of longitude at the centre."""
        return METRES_PER_DEGREE * cos(radians(self.centre.latitude))

    def metres(self, spot: Spot) -> tuple[float, float]:
        """Return where a point lies, in metres east and north of the centre."""
        east = (spot.longitude - self.centre.longitude) * self.metres_per_longitude
        return east, (spot.latitude - self.centre.latitude) * METRES_PER_DEGREE

    def spot(self, east: float, north: float) -> Spot:
        """Return the point that lies so many metres east and north of the centre."""
        return Spot(
            self.centre.latitude + north / METRES_PER_DEGREE,
            self.centre.longitude + east / self.metres_per_longitude,
        )

    def flat(self, geometry: Geometry) -> BaseGeometry:
        """Return a GeoJSON shape in metres."""
        east, north = self.centre.longitude, self.centre.latitude
        wide = self.metres_per_longitude
        return transform(
            lambda x, y: ((x - east) * wide, (y - north) * METRES_PER_DEGREE), shape(geometry)
        )


@dataclass(frozen=True)
class Ground:
    """The ground of a commune: its boundary, or only its area where no boundary is known.

    ``outline`` is the boundary widened by a tolerance: points beyond it do not count. Expected numbers go by the share of
    the commune's own area, so that the widened edge claims rather too little than too much.
    """

    plane: Plane
    area_m2: float
    boundary: BaseGeometry | None = None
    outline: BaseGeometry | None = None

    @classmethod
    def inside(cls, boundary: Geometry, tolerance_m: float = TOLERANCE_M) -> Ground:
        """The ground within a GeoJSON boundary."""
        centre = shape(boundary).centroid
        plane = Plane(Spot(centre.y, centre.x))
        own = plane.flat(boundary).buffer(0)  # mends a line that crosses itself
        outline = own.buffer(tolerance_m)
        prepare(own)
        prepare(outline)
        return cls(plane, float(own.area), own, outline)

    @classmethod
    def of_area(cls, centre: Spot, area_km2: float) -> Ground:
        """The ground of a commune whose area is known but not its boundary: no point is outside."""
        return cls(Plane(centre), area_km2 * 1e6)

    def has(self, spot: Spot) -> bool:
        """Tell whether a point counts as lying on this ground."""
        flat = ShapelyPoint(self.plane.metres(spot))
        return self.outline is None or bool(self.outline.covers(flat))

    def share(self, ring: Sequence[Spot]) -> float:
        """Return how large a shape's part on this ground is against the commune's area, at most 1."""
        piece: BaseGeometry = Polygon([self.plane.metres(spot) for spot in ring])
        if self.outline is not None:
            piece = piece.intersection(self.outline)
        return min(1.0, float(piece.area) / self.area_m2)

    def sorted_out(self, spots: Iterable[Spot]) -> tuple[list[Spot], int]:
        """Return the points on this ground, and how many lie outside."""
        kept: list[Spot] = []
        outside = 0
        for spot in spots:
            if self.has(spot):
                kept.append(spot)
            else:
                outside += 1
        return kept, outside

    @cached_property
    def rings(self) -> list[list[tuple[float, float]]]:
        """The outer rings of the outline as (latitude, longitude), for the grid of cells."""
        parts = getattr(self.outline, "geoms", [self.outline] if self.outline is not None else [])
        return [
            [(spot.latitude, spot.longitude) for spot in self._spots(part.exterior.coords)]
            for part in parts
        ]

    def _spots(self, coordinates: Iterable[Sequence[float]]) -> list[Spot]:
        return [self.plane.spot(x, y) for x, y, *_rest in coordinates]
