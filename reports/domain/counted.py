"""Which reports a jurisdiction's report is made from: what counts, what is missing, who is counted under whom."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from reports.models import ACCEPTED, FILED, Report, ReportingPeriod
from units.domain.scope import Scope
from units.models import Commune, Jurisdiction
from units.queries.successors import communes_going_on, read_successors


@dataclass(frozen=True)
class Way:
    """How reports are added up: those not yet approved too; communes that merged under those that followed."""

    with_unapproved: bool = False
    with_successors: bool = False


ORDINARY = Way()


@dataclass(frozen=True)
class CountedUnit:
    """One unit beside the sum, with its report, or with those of the communes that went into it."""

    name: str
    reports: tuple[Report, ...]
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
    counted: Sequence[Report]
    missing: Sequence[Report]
    units: Sequence[CountedUnit]
    held: frozenset[int]
    set_aside: Sequence[Report] = ()
    divided: Sequence[str] = ()
    labels: Mapping[int, str] = field(default_factory=dict)

    @property
    def expected(self) -> int:
        """How many communes had to report."""
        return len(self.held) + len(self.missing)

    @property
    def nothing(self) -> list[Report]:
        """The units that said that there is nothing to report."""
        return [report for report in self.counted if report.nothing_to_report]

    def basis(self) -> dict[str, Any]:
        """Return what a report keeps of it: the way, the reports added up, the communes inside."""
        return {
            "unapproved": self.way.with_unapproved,
            "successors": self.way.with_successors,
            "reports": sorted(report.pk for report in self.counted),
            "communes": sorted(self.held),
        }


@dataclass(frozen=True)
class _Places:
    """Where each commune's report counts: in its own jurisdiction, or in that of its successor."""

    going_on: Mapping[int, Commune]
    divided: frozenset[int]
    is_asked: bool

    def unit_of(self, report: Report) -> Commune:
        """The commune under which a report counts."""
        assert report.commune is not None
        return (
            self.going_on.get(report.commune.pk, report.commune)
            if self.is_asked
            else report.commune
        )

    def path_of(self, report: Report) -> str:
        """The path of the jurisdiction in which a report counts."""
        return self.unit_of(report).jurisdiction.path

    def other_path_of(self, report: Report) -> str:
        """The path where it would count if successors were asked for the other way."""
        assert report.commune is not None
        other = report.commune if self.is_asked else self.going_on.get(report.commune.pk)
        return (other or report.commune).jurisdiction.path


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
    places = _Places(communes_going_on(successors), successors.divided, way.with_successors)
    reports = _of_communes(period, jurisdiction, scope, places)
    inside = [one for one in reports if places.path_of(one).startswith(jurisdiction.path)]
    taken, set_aside = _below(period, jurisdiction, scope, states, way, places, reports)
    covered = tuple(one.jurisdiction.path for one in taken if one.jurisdiction)
    direct = (
        [one for one in inside if not places.path_of(one).startswith(covered)]
        if covered
        else inside
    )
    counted = [one for one in direct if one.state in states]
    held = {one.commune_id for one in counted} | _held_below(taken, inside, places)
    missing = [one for one in inside if one.commune_id not in held]
    units = [*(CountedUnit(str(one.unit), (one,)) for one in taken), *_units(counted, places)]
    return Sources(
        way=way,
        counted=[*taken, *(report for unit in units[len(taken) :] for report in unit.reports)],
        missing=missing,
        units=units,
        held=frozenset(key for key in held if key is not None),
        set_aside=set_aside,
        divided=[
            str(one.unit)
            for one in inside
            if way.with_successors and one.commune_id in places.divided
        ],
        labels=_labels(units),
    )


def _of_communes(
    period: ReportingPeriod, jurisdiction: Jurisdiction, scope: Scope, places: _Places
) -> list[Report]:
    """The communes' reports that count in the jurisdiction, by their own or by their successor's place."""
    arriving = [
        before
        for before, after in places.going_on.items()
        if after.jurisdiction.path.startswith(jurisdiction.path)
    ]
    found = (
        Report.objects.visible_to(scope)
        .filter(period=period, is_current=True, commune__isnull=False)
        .filter(
            Q(commune__jurisdiction__path__startswith=jurisdiction.path) | Q(commune__in=arriving)
        )
        .select_related("commune__jurisdiction", "jurisdiction")
        .only(*SHOWN)
    )
    return list(found.order_by("commune__sort_key", "commune_id"))


# What the pages show of a report and its unit; a province has thousands of them.
SHOWN = (
    "period",
    "commune",
    "jurisdiction",
    "state",
    "due_at",
    "first_submitted_at",
    "submitted_at",
    "excused_at",
    "nothing_to_report",
    "commune__name",
    "commune__kind",
    "commune__sort_key",
    "commune__jurisdiction__path",
    "jurisdiction__name",
    "jurisdiction__path",
)


def _below(
    period: ReportingPeriod,
    jurisdiction: Jurisdiction,
    scope: Scope,
    states: Collection[str],
    way: Way,
    places: _Places,
    reports: Sequence[Report],
) -> tuple[list[Report], list[Report]]:
    """The reports of jurisdictions below that count, and those made from other communes; of nested ones
    the upper counts, because it has the lower inside."""
    found = (
        Report.objects.visible_to(scope)
        .filter(
            period=period,
            is_current=True,
            commune__isnull=True,
            state__in=states,
            jurisdiction__path__startswith=jurisdiction.path,
        )
        .exclude(jurisdiction=jurisdiction.pk)
        .select_related("jurisdiction")
        .only("basis", *(name for name in SHOWN if not name.startswith("commune__")))
    )
    taken: list[Report] = []
    set_aside: list[Report] = []
    upper: tuple[str, ...] = ()
    by_path = {one.jurisdiction.path: one for one in found if one.jurisdiction}
    for path in sorted(by_path):
        one = by_path[path]
        if path.startswith(upper):
            continue
        if _holds_what_is_asked(one, path, way, places, reports):
            taken.append(one)
            upper = (*upper, path)
        else:
            set_aside.append(one)
    return taken, set_aside


def _holds_what_is_asked(
    report: Report, path: str, way: Way, places: _Places, reports: Iterable[Report]
) -> bool:
    """Tell whether a jurisdiction's report was made from the communes that count in it as asked."""
    basis = report.basis or {}
    if bool(basis.get("successors")) == way.with_successors:
        return True
    return not any(
        places.path_of(one).startswith(path) != places.other_path_of(one).startswith(path)
        for one in reports
    )


def _held_below(
    taken: Iterable[Report], inside: Sequence[Report], places: _Places
) -> set[int | None]:
    """The communes inside the reports of jurisdictions below; where a report does not say, those accepted."""
    held: set[int | None] = set()
    for one in taken:
        assert one.jurisdiction is not None
        path, basis = one.jurisdiction.path, one.basis
        within = [each for each in inside if places.path_of(each).startswith(path)]
        if basis is None:
            held |= {each.commune_id for each in within if each.state in ACCEPTED}
        else:
            held |= {each.commune_id for each in within} & set(basis["communes"])
    return held


def _units(counted: Iterable[Report], places: _Places) -> list[CountedUnit]:
    """Put reports under the commune that they count for, in the order of names."""
    grouped: dict[int, tuple[Commune, list[Report]]] = {}
    for report in counted:
        unit = places.unit_of(report)
        grouped.setdefault(unit.pk, (unit, []))[1].append(report)
    ordered = sorted(grouped.values(), key=lambda pair: (pair[0].sort_key, pair[0].pk))
    return [
        CountedUnit(
            unit.full_name,
            tuple(reports),
            tuple(str(one.unit) for one in reports if one.commune_id != unit.pk),
        )
        for unit, reports in ordered
    ]


def _labels(units: Iterable[CountedUnit]) -> dict[int, str]:
    """How each report's unit is named beside a gathered text: a commune that ended, with its successor."""
    return {
        report.pk: unit.name
        if str(report.unit) == unit.name
        else _("%(unit)s (formerly %(before)s)") % {"unit": unit.name, "before": report.unit}
        for unit in units
        for report in unit.reports
    }
