"""The records of an area in one period, as the cells of reports read them."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any

from django.utils import timezone

from incidents.models import ActionState, HotspotAction
from incidents.queries.hotspots import open_places, places_by_key, places_turned
from incidents.queries.incidents import Amounts, IncidentFigures, happened, harm_stated
from incidents.queries.kinds import Kinds
from incidents.queries.mediations import MediationFigures, mediated_by_subject
from incidents.queries.movement import (
    ModelFigures,
    OutreachFigures,
    StandardFigures,
    models_on,
    reached,
    standards_of,
)
from incidents.queries.tips import TipFigures, tip_figures
from units.models import Position, Tenure
from units.queries.area import Area
from units.queries.careers import careers_between
from units.queries.departures import departures_between
from units.queries.equipment import equipment_on, expired_by_commune, short_kinds_on
from units.queries.headcount import Headcount, headcount_on
from units.queries.stations import stations_on

Given = Mapping[int, Any]
UNDER_WAY = (ActionState.PLANNED, ActionState.ONGOING)


class Records:
    """The records of an area in one period; every underlying query is asked once, when first needed."""

    def __init__(
        self, area: Area, first: datetime.date, last: datetime.date, today: datetime.date
    ) -> None:
        self.area, self.first, self.last = area, first, last
        self.today = today
        self.day = min(last, today)

    @cached_property
    def headcount(self) -> Headcount:
        """Who was due and present on the day, post by post."""
        return headcount_on(self.day, self.area)

    def force(self, name: str, *, regular: bool) -> Given:
        """Return due, present or short of the regular police or of the others."""
        figures = self.headcount.by_commune(regular=regular)
        return {key: getattr(figure, name) for key, figure in figures.items()}

    @cached_property
    def departures(self) -> Mapping[int, Mapping[str, int]]:
        """Departures of the period by reason."""
        return departures_between(self.first, self.day, self.area)

    def departed(self, *reasons: str) -> Given:
        """Return the departures of the period, all or those for the given reasons."""
        return {
            key: sum(n for reason, n in by_reason.items() if not reasons or reason in reasons)
            for key, by_reason in self.departures.items()
        }

    @cached_property
    def stations(self) -> Mapping[int, Any]:
        """The stations of the day."""
        return stations_on(self.day, self.area)

    @cached_property
    def equipment(self) -> Mapping[int, Any]:
        """Equipment due, usable and short on the day."""
        return equipment_on(self.day, self.area)

    @cached_property
    def expired(self) -> Mapping[int, tuple[int, int]]:
        """Licences and inspections past their day."""
        return expired_by_commune(self.day, self.area)

    @cached_property
    def places(self) -> Mapping[int, Any]:
        """Complicated places as they stand; their states have no past."""
        return places_by_key(self.area, self.today)

    @cached_property
    def turned(self) -> Mapping[int, tuple[int, int]]:
        """Places reported and resolved in the period."""
        return places_turned(self.first, self.day, self.area)

    @cached_property
    def happened(self) -> Mapping[int, IncidentFigures]:
        """Incidents that happened in the period, by how they stand now."""
        return happened(self.first, self.day, self.area)

    @cached_property
    def harm_stated(self) -> Mapping[int, Mapping[int, Amounts]]:
        """How many of these incidents state each harm, by category."""
        return harm_stated(self.first, self.day, self.area)

    @cached_property
    def kinds(self) -> Kinds:
        """The catalogue of incidents by code."""
        return Kinds.read()

    @cached_property
    def tips(self) -> Mapping[int, TipFigures]:
        """Crime tips of the period, by kind and channel."""
        return tip_figures(self.first, self.day, self.area, now=timezone.now())

    @cached_property
    def mediated(self) -> Mapping[int, Mapping[int, MediationFigures]]:
        """Mediations of the period by subject."""
        return mediated_by_subject(self.first, self.day, self.area, today=self.today)

    @cached_property
    def subjects(self) -> Kinds:
        """The subjects of mediations by code."""
        return Kinds.read_subjects()

    @cached_property
    def models(self) -> Mapping[int, ModelFigures]:
        """Models of the movement that run on the day."""
        return models_on(self.day, self.area)

    @cached_property
    def outreach(self) -> Mapping[int, OutreachFigures]:
        """Outreach of the period."""
        return reached(self.first, self.day, self.area)

    @cached_property
    def standards(self) -> Mapping[int, StandardFigures]:
        """The standards of the day's year."""
        return standards_of(self.day.year, self.area)

    @cached_property
    def careers(self) -> Mapping[int, Any]:
        """Training, rewards and discipline of the period."""
        return careers_between(self.first, self.day, self.area)

    @cached_property
    def communes(self) -> Collection[int]:
        """The communes of the area that exist on the day."""
        return self.stations.keys()


def tenure(records: Records) -> Given:
    return {
        key: str(Tenure(figure.tenure).label) if figure.tenure else ""
        for key, figure in records.stations.items()
    }


def vacant_posts(records: Records) -> Given:
    names = dict(Position.objects.values_list("pk", "name"))
    found: dict[int, list[dict[str, Any]]] = {}
    for post in records.headcount.posts:
        if post.short:
            found.setdefault(post.commune_id, []).append(
                {
                    "position": names.get(post.position_id, ""),
                    "due": post.due,
                    "present": post.present,
                    "short": post.short,
                }
            )
    return found


def short_kinds(records: Records) -> Given:
    found: dict[int, list[dict[str, Any]]] = {}
    for kind in short_kinds_on(records.day, records.area):
        found.setdefault(kind.commune_id, []).append(
            {"type": kind.name, "due": kind.due, "usable": kind.usable, "short": kind.short}
        )
    return found


def place_rows(records: Records) -> Given:
    found: dict[int, list[dict[str, Any]]] = {}
    for place in open_places(records.area):
        found.setdefault(place.commune_id, []).append(
            {
                "name": place.name,
                "kind": place.kind.name,
                "state": str(place.get_state_display()),
                "measures": "; ".join(_measures(place.actions.all())),
            }
        )
    return found


def _measures(actions: Any) -> list[str]:
    rows: list[HotspotAction] = [one for one in actions if one.state in UNDER_WAY]
    return [one.description for one in rows]
