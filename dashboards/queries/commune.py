"""The figures of one commune, from the same functions as the overview's."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, prefetch_related_objects

from dashboards.queries.incident_months import (
    MonthlyIncidents,
    Months,
    added_months,
    incident_months,
)
from incidents.models import UNSETTLED, Hotspot, Incident
from incidents.models.hotspots import HotspotQuerySet
from incidents.models.states import OPEN
from units.domain.norms import NormSource, sources_of
from units.models import (
    Commune,
    Condition,
    Departure,
    DepartureKind,
    DepartureReason,
    EquipmentItem,
    EquipmentStock,
    EstablishmentNorm,
    Hamlet,
    NormKind,
    Officer,
    Position,
    Station,
)
from units.queries.area import Area
from units.queries.departures import year_before
from units.queries.headcount import ForceFigure, PostFigure, headcount_on
from units.queries.successors import line_of

if TYPE_CHECKING:
    from units.domain.scope import Scope


@dataclass(frozen=True, slots=True)
class PostLine:
    """One position with its name and figure."""

    position: Position
    figure: PostFigure
    norm: NormSource | None


@dataclass(frozen=True, slots=True)
class ServingLine:
    """Somebody who serves now, in words; no hamlet and no phone is an empty text."""

    pk: int
    name: str
    position: str
    hamlet: str
    phone: str


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """Countable goods of one kind in one condition."""

    name: str
    quantity: int
    unit: str
    condition: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A numbered item in the book."""

    item: EquipmentItem
    name: str
    condition: str


@dataclass(frozen=True, slots=True)
class DepartureLine:
    """Somebody who left: when, from which post, how and why."""

    departure: Departure
    officer: str
    position: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class CommuneFigures:
    """What a commune's page and desk say in numbers on ``day``; in its ``area`` are the communes that ended whole in it."""

    day: datetime.date
    area: Area
    posts: list[PostLine]
    regular: ForceFigure
    part_time: ForceFigure
    station: Station | None
    hotspots_open: int
    reviews_overdue: int
    departures: int
    departures_since: datetime.date
    months: Months
    incidents: MonthlyIncidents
    incidents_unsettled: int


# What the rule in words is made of, and nothing more: whole rows take longer to build than to read.
NORM_SAID = (
    "article",
    "instrument",
    "is_verified",
    "kind",
    "low",
    "high",
    "share_percent",
    "rounding",
    "measure",
    "per_hamlet",
)


def commune_figures(commune: Commune, scope: Scope, day: datetime.date) -> CommuneFigures:
    """Return the figures of ``commune`` on ``day``; ten queries at most."""
    headcount = headcount_on(day, scope.narrowed_to([commune.pk]))
    line = line_of(commune.pk)
    area = Area(scope.narrowed_to(line))
    positions = Position.objects.only("name").in_bulk(
        [post.position_id for post in headcount.posts]
    )
    sources = _sources([post.norm_id for post in headcount.posts if post.norm_id])
    since = year_before(day) + datetime.timedelta(days=1)
    places = Hotspot.objects.filter(commune__in=line).aggregate(
        open=Count("id", filter=Q(state__in=OPEN)),
        overdue=Count("id", filter=HotspotQuerySet.is_overdue(day)),
    )
    return CommuneFigures(
        day=day,
        area=area,
        posts=[
            PostLine(positions[post.position_id], post, sources.get(post.norm_id or 0))
            for post in headcount.posts
        ],
        regular=headcount.total(regular=True),
        part_time=headcount.total(regular=False),
        station=Station.objects.filter(commune=commune, is_main=True, validity__contains=day)
        .only("tenure")
        .order_by()
        .first(),
        hotspots_open=places["open"],
        reviews_overdue=places["overdue"],
        departures=Departure.objects.filter(commune=commune, on__gte=since, on__lte=day).count(),
        departures_since=since,
        months=Months.of(day),
        incidents=added_months(incident_months(area, day).values()),
        incidents_unsettled=Incident.objects.standing()
        .filter(commune__in=line, state__in=UNSETTLED)
        .count(),
    )


def _sources(norm_ids: list[int]) -> dict[int, NormSource]:
    """Return what the norms say; bands are read only where a norm goes by bands."""
    norms = EstablishmentNorm.objects.only(*NORM_SAID).in_bulk(norm_ids)
    prefetch_related_objects(
        [norm for norm in norms.values() if norm.kind == NormKind.BAND], "bands"
    )
    return sources_of(norms.values())


def serving_lines(commune: Commune, most: int) -> list[ServingLine]:
    """Return up to ``most`` who serve in ``commune`` now, by rank of post and name; one query."""
    officers = (
        Officer.objects.filter(commune=commune)
        .serving()
        .only("family_name", "middle_name", "given_name", "phone")
        .annotate(
            position_name=F("post__position__name"),
            hamlet_name=F("post__hamlet__name"),
            hamlet_kind=F("post__hamlet__kind"),
        )
        .order_by("post__position__order", "sort_key")[:most]
    )
    hamlets: dict[tuple[str, str], str] = {}
    lines = []
    for officer in officers:
        known = officer.hamlet_kind, officer.hamlet_name
        if known not in hamlets:
            kind, name = known
            hamlets[known] = Hamlet(kind=kind, name=name).full_name if name else ""
        lines.append(
            ServingLine(
                officer.pk,
                officer.full_name,
                officer.position_name,
                hamlets[known],
                officer.masked_phone,
            )
        )
    return lines


# The words of a choice come from its class below: a model's own get_…_display() puts the field's whole
# list of choices together at every call.


def goods_lines(commune: Commune, most: int) -> list[GoodsLine]:
    """Return up to ``most`` countable goods of ``commune``, in the catalogue's order; one query."""
    rows = (
        EquipmentStock.objects.filter(commune=commune)
        .order_by("type", "condition")
        .values_list("type__name", "quantity", "type__unit", "condition")
    )
    return [
        GoodsLine(name, quantity, unit, str(Condition(condition).label))
        for name, quantity, unit, condition in rows[:most]
    ]


def item_lines(commune: Commune, most: int) -> list[ItemLine]:
    """Return up to ``most`` numbered items that ``commune`` has in its book; one query."""
    items = (
        EquipmentItem.objects.filter(commune=commune, disposal="")
        .select_related("type")
        .only("code", "serial", "condition", "type__name")
        .order_by("type", "code", "id")
    )
    return [
        ItemLine(item, str(item), str(Condition(item.condition).label)) for item in items[:most]
    ]


def latest_departures(commune: Commune, most: int) -> list[DepartureLine]:
    """Return the latest ``most`` departures from ``commune``; one query."""
    rows = (
        Departure.objects.filter(commune=commune)
        .select_related("officer", "position")
        .only(
            "on",
            "kind",
            "reason",
            "officer__family_name",
            "officer__middle_name",
            "officer__given_name",
            "position__name",
        )
    )
    return [
        DepartureLine(
            row,
            row.officer.full_name,
            row.position.name,
            str(DepartureKind(row.kind).label),
            str(DepartureReason(row.reason).label),
        )
        for row in rows[:most]
    ]
