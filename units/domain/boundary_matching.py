"""Which commune each shape of a boundary file belongs to, what to look at before writing, and the writing."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from shapely import STRtree
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from units.domain.boundary_files import BoundaryFeature, BoundaryFile
from units.domain.geometry import boundary_contains, label_point
from units.models import Commune
from units.models.communes import KIND_WORDS

AREA_TOLERANCE = 0.25  # stated areas include rivers or not, are old or rounded
OVERLAP_TOLERANCE = 0.02  # of the smaller shape; digitised neighbours never fit exactly


@dataclass(frozen=True)
class BoundaryRow:
    """One shape, the commune it was matched to, why it cannot be written, and what is worth a look."""

    feature: BoundaryFeature
    commune: Commune | None
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def can_be_written(self) -> bool:
        return self.commune is not None and not self.problems

    @property
    def replaces(self) -> str:
        """What the commune has now, in words; empty where it has no boundary."""
        if self.commune is None or not self.commune.boundary:
            return ""
        return _("schematic") if self.commune.boundary_is_schematic else _("earlier boundary")


def match_boundaries(file: BoundaryFile, communes: Iterable[Commune]) -> list[BoundaryRow]:
    """Match each shape by code, else by name without diacritics; two shapes for one commune are refused."""
    listed = list(communes)
    by_code = {commune.code: commune for commune in listed}
    by_name: dict[str, list[Commune]] = defaultdict(list)
    for commune in listed:
        by_name[plain_name(commune.name)].append(commune)
    rows = [_matched(feature, by_code, by_name) for feature in file.features]
    rows = _refuse_second_shapes(rows)
    return _with_overlaps(rows)


@transaction.atomic
def write_boundaries(rows: Iterable[BoundaryRow], chosen: Collection[int]) -> list[Commune]:
    """Write the chosen shapes (numbers in the file) to their communes; return the communes changed."""
    changed: list[Commune] = []
    for row in rows:
        if row.feature.number not in chosen or row.commune is None or not row.can_be_written:
            continue
        commune = row.commune
        commune.boundary = row.feature.geometry
        commune.boundary_is_schematic = False
        if row.feature.geometry and _centre_is_missing_or_outside(commune):
            commune.longitude, commune.latitude = label_point(row.feature.geometry)
        commune.save(
            update_fields=[
                "boundary",
                "boundary_is_schematic",
                "longitude",
                "latitude",
                "updated_at",
            ]
        )
        changed.append(commune)
    return changed


def plain_name(name: str) -> str:
    """A commune's name for comparing: no kind, no case, no diacritics, single spaces."""
    words = _bare(name)
    for kind in _KINDS:
        if words.startswith(kind):
            return words.removeprefix(kind)
    return words


def _bare(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.lower())
    bare = "".join(mark for mark in spread if not unicodedata.combining(mark))
    return " ".join(bare.replace("đ", "d").split())


_KINDS = tuple(f"{_bare(word)} " for word in KIND_WORDS.values())


def _matched(
    feature: BoundaryFeature, by_code: dict[str, Commune], by_name: dict[str, list[Commune]]
) -> BoundaryRow:
    found = by_code.get(feature.code) if feature.code else None
    named = by_name.get(plain_name(feature.name), []) if feature.name else []
    if found is None and len(named) == 1 and not feature.code:
        found = named[0]
    if found is None:
        reason = _no_match_reason(feature, named)
        return BoundaryRow(feature, None, (*feature.problems, reason))
    return BoundaryRow(feature, found, feature.problems, _warnings(feature, found))


def _no_match_reason(feature: BoundaryFeature, named: list[Commune]) -> str:
    if feature.code:
        return _("No commune of yours in force today has the code %(code)s.") % {
            "code": feature.code
        }
    if named:
        return _("Several communes are called “%(name)s”: add the commune code to the file.") % {
            "name": feature.name
        }
    if feature.name:
        return _("No commune of yours is called “%(name)s”.") % {"name": feature.name}
    return _("The shape has neither a commune code nor a name.")


def _warnings(feature: BoundaryFeature, commune: Commune) -> tuple[str, ...]:
    said: list[str] = []
    if feature.name and plain_name(feature.name) != plain_name(commune.name):
        said.append(
            _("The file calls it “%(name)s”; was the code given to another commune since?")
            % {"name": feature.name}
        )
    known, drawn = commune.area_km2, feature.area_km2
    # A schematic drawing's own area says nothing about a real boundary.
    if known and drawn and not commune.boundary_is_schematic:
        difference = abs(drawn - float(known)) / float(known)
        if difference > AREA_TOLERANCE:
            said.append(
                _("Drawn %(drawn).1f km², on file %(known).1f km².")
                % {"drawn": drawn, "known": float(known)}
            )
    return tuple(said)


def _refuse_second_shapes(rows: list[BoundaryRow]) -> list[BoundaryRow]:
    claimed: dict[int, int] = defaultdict(int)
    for row in rows:
        if row.commune is not None:
            claimed[row.commune.pk] += 1
    return [
        BoundaryRow(
            row.feature,
            row.commune,
            (*row.problems, _("Two shapes of the file belong to this commune.")),
            row.warnings,
        )
        if row.commune is not None and claimed[row.commune.pk] > 1
        else row
        for row in rows
    ]


def _with_overlaps(rows: list[BoundaryRow]) -> list[BoundaryRow]:
    writable = [row for row in rows if row.can_be_written and row.feature.geometry]
    drawn = [shape(row.feature.geometry) for row in writable if row.feature.geometry]
    said = _overlap_sentences(writable, drawn)
    return [
        BoundaryRow(
            row.feature, row.commune, row.problems, (*row.warnings, *said[row.feature.number])
        )
        for row in rows
    ]


def _overlap_sentences(rows: list[BoundaryRow], drawn: list[BaseGeometry]) -> dict[int, list[str]]:
    said: dict[int, list[str]] = defaultdict(list)
    tree = STRtree(drawn)
    for first, geometry in enumerate(drawn):
        for second in tree.query(geometry, predicate="intersects"):
            if second <= first:
                continue
            smaller = min(geometry.area, drawn[second].area)
            share = geometry.intersection(drawn[second]).area / smaller
            if share > OVERLAP_TOLERANCE:
                for mine, other in ((first, second), (second, first)):
                    said[rows[mine].feature.number].append(
                        _("Overlaps %(commune)s by %(percent)d %%.")
                        % {"commune": rows[other].commune, "percent": round(share * 100)}
                    )
    return said


def _centre_is_missing_or_outside(commune: Commune) -> bool:
    if commune.longitude is None or commune.latitude is None:
        return True
    return boundary_contains(commune.boundary, commune.longitude, commune.latitude) is False
