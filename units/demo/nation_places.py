"""The national list of communes (package vietnam-provinces), laid out on a schematic map of rough province centres."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, radians, sin, sqrt
from typing import Any
from unicodedata import normalize

from units.domain.geometry import Geometry

COMMUNES_IN_AREA = 17  # the size of Cần Đước: one "district" of the measurements
KINDS = {"xã": "xa", "phường": "phuong", "đặc khu": "dac-khu"}
FIRST_PROVINCE = 80  # Tây Ninh, where Cần Đước lies since the reform: a small extract starts there

# Rough centres (longitude, latitude) of the 34 provinces since 1/7/2025, by code: read off a map by eye.
PROVINCE_CENTRES: dict[int, tuple[float, float]] = {
    1: (105.75, 20.98), 4: (106.10, 22.72), 8: (105.05, 22.45), 11: (103.05, 21.75), 12: (103.15, 22.25), 14: (104.05, 21.20),
    15: (104.35, 21.95), 19: (105.85, 21.95), 20: (106.60, 21.85), 22: (107.25, 21.20), 24: (106.30, 21.30),
    25: (105.15, 21.20), 31: (106.50, 20.85), 33: (106.20, 20.60), 37: (106.00, 20.25), 38: (105.35, 20.05),
    40: (104.95, 19.25), 42: (105.75, 18.30), 44: (106.55, 17.20), 46: (107.55, 16.35), 48: (107.95, 15.80),
    51: (108.35, 14.90), 52: (108.45, 13.90), 56: (109.00, 12.10), 66: (108.45, 12.85), 68: (107.95, 11.60),
    75: (106.95, 11.35), 79: (106.75, 10.85), 80: (106.15, 11.05), 82: (105.85, 10.50), 86: (106.25, 10.05),
    91: (105.10, 10.20), 92: (105.65, 9.85), 96: (105.10, 9.15),
}  # fmt: skip


@dataclass(frozen=True)
class NationCommune:
    """One commune of the national list with its place on the schematic map."""

    number: int  # from 0, in loading order
    code: str
    name: str
    kind: str
    province_code: int
    area: int  # number of its area (17 communes) within the whole list
    longitude: float
    latitude: float
    boundary: Geometry


@lru_cache(maxsize=1)
def provinces() -> list[dict[str, Any]]:
    """The 34 provinces with their wards as the package lists them, the demonstration's province first."""
    # Imported here: only this loader needs the package, never the running application.
    from vietnam_provinces import NESTED_DIVISIONS_JSON_PATH

    listed: list[dict[str, Any]] = json.loads(NESTED_DIVISIONS_JSON_PATH.read_text())
    return sorted(listed, key=lambda province: province["code"] != FIRST_PROVINCE)


def province_name(province: dict[str, Any]) -> str:
    """The province's name without its kind."""
    return normalize("NFC", str(province["name"])).removeprefix("Thành phố ").removeprefix("Tỉnh ")


def nation_communes(limit: int) -> Iterator[NationCommune]:
    """The first ``limit`` communes; areas of 17 never cross a province."""
    number, area = 0, 0
    for province in provinces():
        for order, ward in enumerate(province["wards"]):
            if number == limit:
                return
            if order and order % COMMUNES_IN_AREA == 0:
                area += 1
            yield _commune(number, area, province, order, ward)
            number += 1
        area += 1


def _commune(
    number: int, area: int, province: dict[str, Any], order: int, ward: dict[str, Any]
) -> NationCommune:
    longitude, latitude = _sunflower(PROVINCE_CENTRES[province["code"]], order)
    kind = str(ward["division_type"])
    return NationCommune(
        number=number,
        code=f"{ward['code']:05d}",
        name=normalize("NFC", str(ward["name"]))[len(normalize("NFC", kind)) :].strip(),
        kind=KINDS[kind],
        province_code=int(province["code"]),
        area=area,
        longitude=longitude,
        latitude=latitude,
        boundary=_hexagon(longitude, latitude),
    )


def _sunflower(centre: tuple[float, float], order: int) -> tuple[float, float]:
    """Even spacing around a centre: Vogel's spiral, about 5 km between neighbours."""
    angle = order * pi * (3 - sqrt(5))
    distance = 0.045 * sqrt(order + 0.5)
    east = distance * cos(angle) / cos(radians(centre[1]))
    return round(centre[0] + east, 5), round(centre[1] + distance * sin(angle), 5)


def _hexagon(longitude: float, latitude: float, radius: float = 0.038) -> Geometry:
    corners = [
        [
            round(longitude + radius * cos(step * pi / 3) / cos(radians(latitude)), 5),
            round(latitude + radius * sin(step * pi / 3), 5),
        ]
        for step in range(6)
    ]
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
