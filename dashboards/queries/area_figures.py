"""Every figure of an area on a day, by its rows and in all: what the overview, the map and the export show."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dashboards.queries.incident_months import MonthlyIncidents, added_months
from incidents.queries.hotspots import HotspotFigures, added_places, places_by_key
from incidents.queries.mediations import MediationFigures, added_mediations
from incidents.queries.tips import TipCounts, TipFigures, added_tips
from units.queries.area import Area
from units.queries.departures import DepartureFigure, Departures, departures_until
from units.queries.equipment import EquipmentFigure, equipment_on
from units.queries.headcount import Strength, strength_on
from units.queries.stations import StationFigure, stations_on
from units.queries.successors import NOBODY, Successors, read_successors


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """The figures of one row: a commune, a jurisdiction, or everything together."""

    strength: Strength = field(default_factory=Strength)
    departures: DepartureFigure = field(default_factory=DepartureFigure)
    stations: StationFigure = field(default_factory=StationFigure)
    equipment: EquipmentFigure = field(default_factory=EquipmentFigure)
    places: HotspotFigures = field(default_factory=HotspotFigures)
    incidents: MonthlyIncidents = field(default_factory=MonthlyIncidents)
    tips: TipCounts = field(default_factory=TipCounts)
    mediations: MediationFigures = field(default_factory=MediationFigures)

    @property
    def due(self) -> int | None:
        """Least number due of the part-time force; ``None`` where no norm speaks."""
        return self.strength.part_time.due

    @property
    def present(self) -> int:
        """Part-time force in post."""
        return self.strength.part_time.present

    @property
    def short(self) -> int | None:
        """Missing of the part-time force to the least due, post by post."""
        return self.strength.part_time.short

    @property
    def regular(self) -> int:
        """Regular police in post."""
        return self.strength.regular.present

    @property
    def regular_short(self) -> int | None:
        """Missing of the regular police; ``None`` where no norm speaks of them."""
        return self.strength.regular.short

    @property
    def departed(self) -> int:
        """Departures in 12 months."""
        return self.departures.count

    @property
    def stations_missing(self) -> int | None:
        """Communes without a station; ``None`` where none has said."""
        return None if self.stations.unknown == self.stations.communes > 0 else self.stations.none

    @property
    def equipment_short(self) -> int | None:
        """Equipment missing by norm."""
        return self.equipment.short

    @property
    def places_open(self) -> int:
        """Complicated places not closed."""
        return self.places.open

    @property
    def incidents_last_month(self) -> int:
        """Incidents of the last whole month."""
        return self.incidents.last

    @property
    def reviews_overdue(self) -> int:
        """Places whose review is overdue."""
        return self.places.overdue


@dataclass(frozen=True, slots=True)
class FiguresOnDay:
    """The figures by key and in all, and the departures with their reasons."""

    day: datetime.date
    by_key: Mapping[int, AreaFigures]
    total: AreaFigures
    departures: Departures
    # How what happened in communes that ended whole by the day is counted; nobody where the keys are jurisdictions.
    successors: Successors = NOBODY


def area_figures(
    area: Area, day: datetime.date, *, today: datetime.date, with_places: bool = True
) -> FiguresOnDay:
    """Return every figure of ``area`` on ``day``; seven queries, whatever the size of the area.

    Complicated places have no history of states: they are counted as they are ``today``.
    """
    departures = departures_until(day, area)
    successors = successors_in(area, day)
    rows = rows_of(
        area, day, departures, today=today, with_places=with_places, successors=successors
    )
    return put_together(day, rows, departures, successors)


def rows_of(
    area: Area,
    day: datetime.date,
    departures: Departures,
    *,
    today: datetime.date,
    with_places: bool = True,
    successors: Successors = NOBODY,
) -> dict[int, AreaFigures]:
    """Return the figures by the area's keys, those of departures given; four queries. Places are counted under the
    commune that goes on, as ``successors`` say."""
    strength = strength_on(day, area)
    stations = stations_on(day, area)
    equipment = equipment_on(day, area)
    places = successors.folded(places_by_key(area, today)) if with_places else {}
    # A commune that has ended stays in sight while anybody is still in post there, or a place open.
    keys = {
        *stations,
        *(key for key, force in strength.items() if force.together.present),
        *(key for key, found in places.items() if found.open),
    }
    return {
        key: AreaFigures(
            strength.get(key, Strength()),
            departures.by_key.get(key, DepartureFigure()),
            stations.get(key, StationFigure()),
            equipment.get(key, EquipmentFigure()),
            places.get(key, HotspotFigures()),
        )
        for key in keys
    }


def successors_in(area: Area, day: datetime.date) -> Successors:
    """Return which communes of the area had ended whole by a day; one query, none where the keys are jurisdictions."""
    return NOBODY if area.by_branch else read_successors(day, scope=area.scope)


def put_together(
    day: datetime.date,
    by_key: Mapping[int, AreaFigures],
    departures: Departures,
    successors: Successors = NOBODY,
) -> FiguresOnDay:
    """Return the rows with their sum."""
    total = added_up(by_key.values(), departures.total)
    return FiguresOnDay(day, by_key, total, departures, successors)


def with_incidents(figures: FiguresOnDay, months: Mapping[int, MonthlyIncidents]) -> FiguresOnDay:
    """Return the figures with the incidents of the months about their day."""
    return _beside(figures, "incidents", months, added_months(months.values()))


def with_tips(figures: FiguresOnDay, tips: Mapping[int, TipFigures]) -> FiguresOnDay:
    """Return the figures with the crime tips of the last whole month before their day."""
    counts = {key: found.total for key, found in tips.items()}
    return _beside(figures, "tips", counts, added_tips(counts.values()))


def with_mediations(
    figures: FiguresOnDay, mediations: Mapping[int, MediationFigures]
) -> FiguresOnDay:
    """Return the figures with the mediations of the last whole month before their day."""
    return _beside(figures, "mediations", mediations, added_mediations(mediations.values()))


def _beside(
    figures: FiguresOnDay, name: str, by_key: Mapping[int, Any], total: Any
) -> FiguresOnDay:
    """Put one more figure into each row that has it, and its sum into the total.

    Where something happened there is a row, also of a commune that was divided and has ended: the rows add up.
    """
    empty = getattr(AreaFigures(), name)
    happened = {key: AreaFigures() for key, found in by_key.items() if found != empty}
    rows = {
        key: replace(row, **{name: by_key[key]}) if key in by_key else row
        for key, row in {**happened, **figures.by_key}.items()
    }
    return replace(figures, by_key=rows, total=replace(figures.total, **{name: total}))


def added_up(rows: Iterable[AreaFigures], departures: DepartureFigure) -> AreaFigures:
    """Return the sum of rows; departures are given, since their marks do not add up."""
    parts = list(rows)
    return AreaFigures(
        sum((row.strength for row in parts), Strength()),
        departures,
        sum((row.stations for row in parts), StationFigure()),
        sum((row.equipment for row in parts), EquipmentFigure()),
        added_places(row.places for row in parts),
    )
