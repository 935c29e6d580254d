"""A part of a commune's ground by which incidents are chosen, and how an address writes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot

import h3

from incidents.domain.analysis.cells import cell_of
from incidents.domain.analysis.plane import Ground, Spot

GROUND, BEYOND, CELLS, CIRCLE = "ground", "beyond", "cells", "circle"


@dataclass(frozen=True, slots=True)
class Part:
    """The whole ground of a commune or what lies beyond it, some H3 cells of one size, or a circle, on its ground.

    Points beyond the ground belong to neither cells nor circle, as in the search for crowded places.
    """

    commune_id: int
    kind: str
    cells: frozenset[str] = frozenset()
    centre: Spot | None = None
    metres: float = 0.0

    @classmethod
    def read(cls, text: str) -> Part | None:
        """Read what ``str`` wrote; None where it is anything else."""
        commune, _colon, rest = text.partition(":")
        kind, _colon, detail = rest.partition(":")
        if not (commune.isascii() and commune.isdigit()):
            return None
        if kind in (GROUND, BEYOND) and not detail:
            return cls(int(commune), kind)
        if kind == CELLS:
            cells = frozenset(detail.split(","))
            return cls(int(commune), kind, cells) if _of_one_size(cells) else None
        if kind == CIRCLE:
            return _circle(int(commune), detail)
        return None

    @classmethod
    def of_suggestion(
        cls, commune_id: int, cells: Iterable[str], centre: Spot, metres: float
    ) -> Part:
        """The part that a suggestion counts on: its cells, or without any a circle as wide as the bandwidth."""
        if found := frozenset(cells):
            return cls(commune_id, CELLS, found)
        return cls(commune_id, CIRCLE, centre=centre, metres=metres)

    def __str__(self) -> str:
        start = f"{self.commune_id}:{self.kind}"
        if self.kind == CELLS:
            return f"{start}:{','.join(sorted(self.cells))}"
        if self.kind == CIRCLE and self.centre is not None:
            return f"{start}:{self.centre.latitude!r},{self.centre.longitude!r},{self.metres!r}"
        return start

    def has(self, spot: Spot, ground: Ground) -> bool:
        """Tell whether a point lies in this part of the commune's ground."""
        if self.kind == BEYOND:
            return not ground.has(spot)
        return self._reaches(spot, ground) and ground.has(spot)

    def _reaches(self, spot: Spot, ground: Ground) -> bool:
        if self.kind == CELLS:
            return cell_of(spot, self.resolution) in self.cells
        if self.kind == CIRCLE and self.centre is not None:
            east, north = ground.plane.metres(self.centre)
            x, y = ground.plane.metres(spot)
            return hypot(x - east, y - north) <= self.metres
        return True

    @property
    def resolution(self) -> int:
        """The resolution of its cells."""
        return int(h3.get_resolution(next(iter(self.cells))))


def _of_one_size(cells: frozenset[str]) -> bool:
    return (
        all(h3.is_valid_cell(cell) for cell in cells)
        and len({h3.get_resolution(cell) for cell in cells}) == 1
    )


def _circle(commune_id: int, detail: str) -> Part | None:
    try:
        latitude, longitude, metres = (float(number) for number in detail.split(","))
    except ValueError:
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180 and 0 < metres <= 100_000):
        return None
    return Part(commune_id, CIRCLE, centre=Spot(latitude, longitude), metres=metres)
