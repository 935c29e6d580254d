"""The figures of one commune, from the same functions as the overview's."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from incidents.models import Hotspot
from incidents.models.states import OPEN, HotspotState
from units.domain.norms import NormSource, sources_of
from units.models import Commune, Departure, EstablishmentNorm, Position, Station
from units.queries.departures import year_before
from units.queries.headcount import ForceFigure, PostFigure, headcount_on

if TYPE_CHECKING:
    from units.domain.scope import Scope


@dataclass(frozen=True, slots=True)
class PostLine:
    """One position with its name and figure."""

    position: Position
    figure: PostFigure
    norm: NormSource | None


@dataclass(frozen=True, slots=True)
class CommuneFigures:
    """What a commune's page and desk say in numbers on ``day``."""

    day: datetime.date
    posts: list[PostLine]
    regular: ForceFigure
    part_time: ForceFigure
    station: Station | None
    hotspots_by_state: list[tuple[str, str, int]]
    hotspots_open: int
    reviews_overdue: int
    departures: int
    departures_since: datetime.date


def commune_figures(commune: Commune, scope: Scope, day: datetime.date) -> CommuneFigures:
    """Return the figures of ``commune`` on ``day``; eight queries."""
    narrowed = scope.narrowed_to([commune.pk])
    headcount = headcount_on(day, narrowed)
    positions = Position.objects.in_bulk([post.position_id for post in headcount.posts])
    places = Hotspot.objects.filter(commune=commune)
    counts = dict(places.values_list("state").annotate(Count("id")))
    norms = EstablishmentNorm.objects.prefetch_related("bands").in_bulk(
        [post.norm_id for post in headcount.posts if post.norm_id]
    )
    sources = sources_of(norms.values())
    since = year_before(day) + datetime.timedelta(days=1)
    return CommuneFigures(
        day=day,
        posts=[
            PostLine(positions[post.position_id], post, sources.get(post.norm_id or 0))
            for post in headcount.posts
        ],
        regular=headcount.total(regular=True),
        part_time=headcount.total(regular=False),
        station=Station.objects.filter(
            commune=commune, is_main=True, validity__contains=day
        ).first(),
        hotspots_by_state=[
            (state.value, str(state.label), counts[state.value])
            for state in HotspotState
            if counts.get(state.value)
        ],
        hotspots_open=sum(counts.get(state.value, 0) for state in OPEN),
        reviews_overdue=places.overdue(day).count(),
        departures=Departure.objects.filter(commune=commune, on__gte=since, on__lte=day).count(),
        departures_since=since,
    )
