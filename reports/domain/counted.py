"""Which reports a jurisdiction's report is made from: what counts, what is missing, who is counted under whom."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from reports.models import ACCEPTED, FILED, Report, ReportingPeriod
from reports.queries.below import CommuneRow, JurisdictionRow, commune_rows, jurisdiction_rows
from units.domain.scope import Scope
from units.models import Jurisdiction
from units.queries.successors import GoingOn, communes_going_on, read_successors

Row = CommuneRow | JurisdictionRow


@dataclass(frozen=True)
class Way:
    """How reports are added up: those not yet approved too; communes that merged under those that followed."""

    with_unapproved: bool = False
    with_successors: bool = False


ORDINARY = Way()


@dataclass(frozen=True, slots=True)
class CountedUnit:
    """One unit beside the sum, with its report, or with those of the communes that went into it."""

    name: str
    reports: tuple[Row, ...]
    former: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sources:
    """What a consolidated report is made from.

    ``counted`` are the reports added up, ``missing`` those of communes that the sum does not hold. ``held``
    are the communes inside the sum, also through a report of a jurisdiction below. ``set_aside`` are such
    reports that hold other communes than are asked for, so that their communes count one by one. ``divided``
    names communes whose figures cannot be given to one successor.
    """

    way: Way
    below: Sequence[JurisdictionRow]
    units: Sequence[CountedUnit]
    missing: Sequence[CommuneRow]
    held: frozenset[int]
    set_aside: Sequence[JurisdictionRow] = ()
    divided: Sequence[str] = ()
    counted: Sequence[Row] = field(default_factory=tuple)

    @property
    def expected(self) -> int:
        """How many communes had to report."""
        return len(self.held) + len(self.missing)

    @property
    def nothing(self) -> list[str]:
        """The units that said that there is nothing to report."""
        return [row.name for row in self.counted if row.nothing_to_report]

    @property
    def merged(self) -> list[CountedUnit]:
        """The communes that others went into."""
        return [unit for unit in self.units if unit.former]

    def basis(self) -> dict[str, Any]:
        """Return what a report keeps of it: the way, the reports added up, the communes inside."""
        return {
            "unapproved": self.way.with_unapproved,
            "successors": self.way.with_successors,
            "reports": sorted(row.pk for row in self.counted),
            "communes": sorted(self.held),
            "missing": [{"commune": row.commune_id, "name": row.name} for row in self.missing],
        }

    def labels(self) -> dict[int, str]:
        """Return how each report's unit is named beside a gathered text: one that ended with its successor."""
        return {
            row.pk: unit.name
            if row.name == unit.name
            else _("%(unit)s (formerly %(before)s)") % {"unit": unit.name, "before": row.name}
            for unit in self.units
            for row in unit.reports
        }


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a jurisdiction a report that was added up holds: communes inside, of how many, who is not."""

    held: int
    expected: int
    missing: Sequence[str]


def coverage_of(report: Report) -> Coverage | None:
    """Return what the report says of its own making; nothing for one that was not added up."""
    basis = report.basis
    if not basis or "missing" not in basis:
        return None
    missing = [row["name"] for row in basis["missing"]]
    return Coverage(len(basis["communes"]), len(basis["communes"]) + len(missing), missing)


@dataclass(frozen=True)
class _Places:
    """Where each commune's report counts: in its own jurisdiction, or in that of its successor."""

    going_on: Mapping[int, GoingOn]
    is_asked: bool

    def path_of(self, row: CommuneRow) -> str:
        """The path of the jurisdiction in which a report counts."""
        return self._path(row, self.is_asked)

    def moves_in_or_out(self, row: CommuneRow, path: str) -> bool:
        """Tell whether it depends on the question if a report counts below ``path``."""
        return self._path(row, True).startswith(path) != self._path(row, False).startswith(path)

    def _path(self, row: CommuneRow, is_asked: bool) -> str:
        after = self.going_on.get(row.commune_id) if is_asked else None
        return after.path if after else row.path


def sources_of(
    period: ReportingPeriod,
    jurisdiction: Jurisdiction,
    scope: Scope,
    way: Way = ORDINARY,
    *,
    today: datetime.date,
) -> Sources:
    """Return the reports that a jurisdiction's report of ``period`` is made from; four queries at most.

    Accepted reports count, and those submitted where ``way`` says so. Where a jurisdiction below has an
    accepted report of its own, that one counts instead of its communes', unless it was made from other
    communes than are asked for. Everything that was expected and is not inside is missing.
    """
    states = FILED if way.with_unapproved else ACCEPTED
    successors = read_successors(today)
    places = _Places(communes_going_on(successors), way.with_successors)
    top = jurisdiction.path
    arriving = [key for key, after in places.going_on.items() if after.path.startswith(top)]
    rows = commune_rows(period, jurisdiction, scope, arriving)
    inside = [row for row in rows if places.path_of(row).startswith(top)]
    found = jurisdiction_rows(period, jurisdiction, scope, states)
    below, set_aside = _taken_and_set_aside(found, way, places, rows)
    covered = tuple(row.path for row in below)
    direct = [
        row
        for row in inside
        if row.state in states and not (covered and places.path_of(row).startswith(covered))
    ]
    held = {row.commune_id for row in direct} | _held_below(below, inside, places)
    units = [CountedUnit(row.name, (row,)) for row in below] + _units(direct, places)
    return Sources(
        way=way,
        below=below,
        units=units,
        missing=[row for row in inside if row.commune_id not in held],
        held=frozenset(held),
        set_aside=set_aside,
        divided=[
            row.name
            for row in inside
            if way.with_successors and row.commune_id in successors.divided
        ],
        counted=[row for unit in units for row in unit.reports],
    )


def _taken_and_set_aside(
    found: Iterable[JurisdictionRow], way: Way, places: _Places, rows: Sequence[CommuneRow]
) -> tuple[list[JurisdictionRow], list[JurisdictionRow]]:
    """Part the reports of jurisdictions below (the upper first) into those that count and those made from
    other communes; of nested ones the upper counts, because it has the lower inside."""
    taken: list[JurisdictionRow] = []
    set_aside: list[JurisdictionRow] = []
    upper: tuple[str, ...] = ()
    for one in found:
        if one.path.startswith(upper):
            continue
        is_same_way = bool((one.basis or {}).get("successors")) == way.with_successors
        if is_same_way or not any(places.moves_in_or_out(row, one.path) for row in rows):
            taken.append(one)
            upper = (*upper, one.path)
        else:
            set_aside.append(one)
    return taken, set_aside


def _held_below(
    below: Iterable[JurisdictionRow], inside: Sequence[CommuneRow], places: _Places
) -> set[int]:
    """The communes inside the reports of jurisdictions below; where a report does not say, those accepted."""
    held: set[int] = set()
    for one in below:
        within = [row for row in inside if places.path_of(row).startswith(one.path)]
        if one.basis is None:
            held |= {row.commune_id for row in within if row.state in ACCEPTED}
        else:
            held |= {row.commune_id for row in within} & set(one.basis["communes"])
    return held


def _units(counted: Iterable[CommuneRow], places: _Places) -> list[CountedUnit]:
    """Put reports under the commune that they count for, in the order of names."""
    if not places.is_asked:
        return [CountedUnit(row.name, (row,)) for row in counted]
    grouped: dict[tuple[str, int], tuple[str, list[CommuneRow]]] = {}
    for row in counted:
        after = places.going_on.get(row.commune_id)
        key = (after.sort_key, after.pk) if after else (row.sort_key, row.commune_id)
        grouped.setdefault(key, (after.name if after else row.name, []))[1].append(row)
    return [
        CountedUnit(name, tuple(rows), tuple(row.name for row in rows if row.commune_id != key[1]))
        for key, (name, rows) in sorted(grouped.items())
    ]
