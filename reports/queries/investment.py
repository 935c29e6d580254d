"""Support projects that wait for money, with what the ranking reads about each and its commune."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.queries.hotspots import places_by_key
from reports.domain.ranking import Candidate, Reading
from reports.models import WANTED, DifficultySeverity, ProjectKind, SupportProject
from units.domain.scope import Scope
from units.models import Station, StationCondition, Tenure
from units.queries.area import Area
from units.queries.equipment import short_kinds_on
from units.queries.headcount import strength_on

MOST_CANDIDATES = 500
OF_STATIONS = (ProjectKind.BUILD_STATION, ProjectKind.REPAIR_STATION)
BY_TENURE = {Tenure.NONE: 1.0, Tenure.SHARED: 0.6, Tenure.RENTED: 0.6, Tenure.OWN: 0.0}
BY_CONDITION = {
    StationCondition.UNSAFE: 1.0,
    StationCondition.POOR: 0.75,
    StationCondition.WORN: 0.4,
    StationCondition.GOOD: 0.0,
}


@dataclass(frozen=True)
class _Ground:
    """What is known of the communes: their stations, open places, and what they lack."""

    today: datetime.date
    stations: Mapping[int, Station]
    places: Mapping[int, int]
    short: Mapping[tuple[int, str], tuple[int, int]]
    force: Mapping[int, tuple[int, int]]


def waiting_projects(scope: Scope) -> QuerySet[SupportProject]:
    """Return the projects proposed or approved, those that have waited longest first."""
    rows: QuerySet[SupportProject] = SupportProject.objects.visible_to(scope).filter(
        stage__in=WANTED
    )
    return rows.order_by("proposed_on", "pk")


def candidates_of(
    projects: QuerySet[SupportProject], scope: Scope, today: datetime.date
) -> list[Candidate]:
    """Return at most 500 of ``projects`` as the ranking reads them; five queries."""
    rows = list(
        projects.select_related("commune", "difficulty", "equipment_type").defer(
            "commune__boundary", "search_text", "difficulty__search_text"
        )[:MOST_CANDIDATES]
    )
    ground = _ground(scope.narrowed_to(row.commune_id for row in rows), today)
    return [
        Candidate(
            key=row.pk,
            title=row.title,
            commune=row.commune.full_name,
            kind=str(row.get_kind_display()),
            stage=str(row.get_stage_display()),
            cost=row.cost,
            readings={
                "need": _need(row, ground),
                "population": _population(row),
                "places": _places(row, ground),
                "station": _station(row, ground),
                "wait": _wait(row, today),
            },
        )
        for row in rows
    ]


def _ground(scope: Scope, today: datetime.date) -> _Ground:
    area = Area(scope)
    stations = Station.objects.visible_to(scope).filter(is_main=True, validity__contains=today)
    return _Ground(
        today=today,
        stations={one.commune_id: one for one in stations},
        places={key: one.open for key, one in places_by_key(area, today).items()},
        short={
            (one.commune_id, one.name): (one.short, one.due) for one in short_kinds_on(today, area)
        },
        force={
            key: (one.part_time.short or 0, one.part_time.due or 0)
            for key, one in strength_on(today, area).items()
        },
    )


def _need(row: SupportProject, ground: _Ground) -> Reading:
    """The severity of the difficulty behind it, or the gap to the norm, whichever is larger."""
    gap = _gap(row, ground)
    if row.difficulty is None:
        return gap
    severity = row.difficulty.severity / max(DifficultySeverity.values)
    said = Reading(severity, str(row.difficulty.get_severity_display()))
    if gap.value is None:
        return said
    return Reading(max(severity, gap.value), f"{said.words}; {gap.words}")


def _gap(row: SupportProject, ground: _Ground) -> Reading:
    if row.kind in OF_STATIONS:
        return _state_of_station(row.commune_id, ground)
    if row.kind == ProjectKind.BUY_EQUIPMENT and row.equipment_type is not None:
        short, due = ground.short.get((row.commune_id, row.equipment_type.name), (0, 0))
    else:
        short, due = ground.force.get(row.commune_id, (0, 0))
    if not due or not short:
        return Reading(0.0, _("nothing missing against the norm"))
    words = _("%(short)s of %(due)s missing") % {"short": short, "due": due}
    return Reading(short / due, words)


def _state_of_station(commune_id: int, ground: _Ground) -> Reading:
    station = ground.stations.get(commune_id)
    if station is None:
        return Reading(None, _("station not recorded"))
    worst = BY_TENURE.get(Tenure(station.tenure), 0.0)
    words = str(station.get_tenure_display())
    if station.condition:
        worst = max(worst, BY_CONDITION[StationCondition(station.condition)])
        words = f"{words}, {station.get_condition_display()}"
    return Reading(worst, words)


def _station(row: SupportProject, ground: _Ground) -> Reading:
    if row.kind not in OF_STATIONS:
        return Reading(None, _("not about a station"))
    return _state_of_station(row.commune_id, ground)


def _population(row: SupportProject) -> Reading:
    people = row.commune.population
    if people is None:
        return Reading(None, _("not known"))
    return Reading(float(people), str(number_format(people, force_grouping=True)))


def _places(row: SupportProject, ground: _Ground) -> Reading:
    count = ground.places.get(row.commune_id, 0)
    people = row.commune.population
    if not people:
        return Reading(None, _("population not known"))
    words = ngettext(
        "%(count)s open place, %(rate)s per 1,000",
        "%(count)s open places, %(rate)s per 1,000",
        count,
    ) % {"count": count, "rate": number_format(1000 * count / people, decimal_pos=2)}
    return Reading(1000 * count / people, words)


def _wait(row: SupportProject, today: datetime.date) -> Reading:
    days = max((today - row.proposed_on).days, 0)
    return Reading(float(days), ngettext("%(days)s day", "%(days)s days", days) % {"days": days})
