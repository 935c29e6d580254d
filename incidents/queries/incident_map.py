"""Incidents heaped up for a map: counted by H3 cell and month on the server, so that fifty thousand draw as fast as fifty."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import h3
from django.db.models import QuerySet

# Up to this zoom of the map the resolution of its cells (H3: edges of about 22 km at 4, 1.2 km at 7, 170 m at 9): some
# sixty pixels across, so that numbers do not cover each other.
RESOLUTIONS = ((8.5, 4), (10.0, 5), (11.25, 6), (12.75, 7), (14.0, 8), (15.0, 9))
FINEST = 10
MOST_READ = 60_000
MOST_POINTS = 300
Row = tuple[float, float, datetime.date]


@dataclass(frozen=True, slots=True)
class Box:
    """What the map shows: degrees from south-west to north-east."""

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def read(cls, text: str) -> Box | None:
        """Read ``south,west,north,east``; ``None`` where it is anything else."""
        try:
            south, west, north, east = (float(part) for part in text.split(","))
        except ValueError:
            return None
        is_box = -90 <= south < north <= 90 and -180 <= west < east <= 180
        return cls(south, west, north, east) if is_box else None


@dataclass(slots=True)
class Heap:
    """The incidents of one cell: how many, where their middle is, and how many in each month of the period."""

    months: list[int]
    count: int = 0
    latitude: float = 0.0
    longitude: float = 0.0

    def add(self, latitude: float, longitude: float, month: int) -> None:
        """Count one incident; the middle moves with it."""
        self.count += 1
        self.latitude += (latitude - self.latitude) / self.count
        self.longitude += (longitude - self.longitude) / self.count
        self.months[month] += 1


@dataclass(frozen=True, slots=True)
class Heaps:
    """What a map draws. ``is_cut`` where more than ``MOST_READ`` incidents lie in sight: only the latest are in it."""

    months: list[datetime.date] = field(default_factory=list)
    heaps: list[Heap] = field(default_factory=list)
    total: int = 0
    is_cut: bool = False


def resolution_at(zoom: float) -> int:
    """Return the resolution of cells at a zoom of the map."""
    return next((resolution for most, resolution in RESOLUTIONS if zoom <= most), FINEST)


def in_sight(rows: QuerySet[Any], box: Box | None) -> QuerySet[Any]:
    """Keep the incidents that have a point, within the box where one is given."""
    if box is None:
        return rows.filter(latitude__isnull=False)
    return rows.filter(
        latitude__range=(box.south, box.north), longitude__range=(box.west, box.east)
    )


def heaped(rows: QuerySet[Any], resolution: int) -> Heaps:
    """Return the incidents counted by cell and month, the largest heap first; one query."""
    found: list[Row] = list(
        rows.order_by("-occurred_from", "-pk").values_list("latitude", "longitude", "occurred_on")[
            : MOST_READ + 1
        ]
    )
    is_cut = len(found) > MOST_READ
    return heap_up(found[:MOST_READ], resolution, is_cut=is_cut)


def heap_up(rows: Iterable[Row], resolution: int, *, is_cut: bool = False) -> Heaps:
    """Count points by cell and month; the sum over heaps, and over months of each, is the number of points."""
    points = list(rows)
    if not points:
        return Heaps()
    numbers = [day.year * 12 + day.month - 1 for _latitude, _longitude, day in points]
    first, last = min(numbers), max(numbers)
    heaps: dict[str, Heap] = {}
    for (latitude, longitude, _day), number in zip(points, numbers, strict=True):
        cell = h3.latlng_to_cell(latitude, longitude, resolution)
        heap = heaps.get(cell)
        if heap is None:
            heap = heaps[cell] = Heap([0] * (last - first + 1))
        heap.add(latitude, longitude, number - first)
    months = [datetime.date(n // 12, n % 12 + 1, 1) for n in range(first, last + 1)]
    ordered = sorted(heaps.values(), key=lambda heap: -heap.count)
    return Heaps(months, ordered, len(points), is_cut)
