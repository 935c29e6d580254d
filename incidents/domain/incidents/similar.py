"""What lies close to an incident: the complicated place it may belong to, and incidents it may repeat."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from math import cos, radians

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.permissions import RECORD, require
from incidents.domain.places import NEAR_M, metres_between
from incidents.domain.withdrawing import refuse_withdrawn
from incidents.models import OPEN, Hotspot, Incident, IncidentLink
from incidents.queries.grounds import ground_of
from units.domain.geometry import METRES_PER_DEGREE
from units.domain.scope import Scope
from units.queries.successors import line_of

SAME_DAYS = 7
SAME_M = 200
# Where one has a point and the other only a hamlet, near in time must do.
SAME_TIME = datetime.timedelta(hours=3)
MOST = 5
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class NearPlace:
    """An open complicated place and its distance in metres."""

    hotspot: Hotspot
    metres: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is known of an incident while it is still being written: its category, from and until when, its
    point, its hamlet."""

    category_id: int
    occurred: tuple[datetime.datetime, datetime.datetime]
    point: Point | None = None
    hamlet_id: int | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """An incident of the same category, near in time; ``metres`` is its distance where both points are known."""

    incident: Incident
    metres: int | None


def nearest_hotspot(
    scope: Scope, commune_id: int, point: Point, within: float = NEAR_M
) -> NearPlace | None:
    """Return the nearest open complicated place of the commune, or of one that ended whole in it, within ``within`` metres;
    two queries."""
    places = Hotspot.objects.visible_to(scope).filter(
        commune__in=line_of(commune_id), state__in=OPEN, **_box(point, within)
    )
    measured = [
        NearPlace(place, round(metres_between(point, (place.latitude, place.longitude))))
        for place in places.only("pk", "name", "latitude", "longitude", "commune_id")[:50]
    ]
    near = [one for one in measured if one.metres <= within]
    return min(near, key=lambda one: one.metres) if near else None


def likely_same(
    scope: Scope, commune_id: int, sketch: Sketch, *, except_pks: Collection[int] = ()
) -> list[Likeness]:
    """Return incidents of the commune that may be the same one: of the category, within a week, and near.

    Near is ``SAME_M`` metres where both points are known, else the same hamlet; where one has a point and the other
    only a hamlet, within ``SAME_TIME``. Nothing is near where neither is known. The nearest in time first; two queries.
    """
    around = datetime.timedelta(days=SAME_DAYS)
    start, end = sketch.occurred
    rows = (
        Incident.objects.visible_to(scope)
        .standing()
        .filter(
            commune__in=ground_of(commune_id),
            category=sketch.category_id,
            occurred_from__lte=end + around,
            occurred_until__gte=start - around,
        )
        .exclude(pk__in=except_pks)
        .select_related("category", "hamlet")
        .order_by("-occurred_from", "-pk")[:200]
    )
    found = [likeness for one in rows if (likeness := _likeness(sketch, one))]
    return sorted(found, key=lambda one: _apart(sketch, one.incident))[:MOST]


def sketch_of(incident: Incident) -> Sketch:
    """Return what is known of an incident that is on record."""
    return Sketch(
        category_id=incident.category_id,
        occurred=(incident.occurred_from, incident.occurred_until),
        point=incident.point,
        hamlet_id=incident.hamlet_id,
    )


def linked_to(incident: Incident) -> set[int]:
    """Return the keys of the incidents that are linked to this one, whichever was named first; one query."""
    pairs = IncidentLink.objects.filter(Q(first=incident) | Q(second=incident))
    return {key for pair in pairs.values_list("first", "second") for key in pair} - {incident.pk}


@transaction.atomic
def link_incidents(one: Incident, other: Incident, kind: str, *, by: User) -> IncidentLink:
    """Link two incidents of one commune, or of those whose ground it is or was, once, whichever is named first; a second
    time changes the kind.

    Raises ``PermissionDenied``; ``ValidationError`` for an incident and itself, one that was withdrawn, or of two
    communes.
    """
    require(by, RECORD)
    if one.pk == other.pk:
        raise ValidationError(_("An incident is not linked to itself."))
    if other.commune_id not in ground_of(one.commune_id):
        raise ValidationError(_("Only incidents of one commune can be linked."))
    for incident in (one, other):
        refuse_withdrawn(incident)
    first, second = sorted((one, other), key=lambda incident: incident.pk)
    link, _made = IncidentLink.objects.update_or_create(
        first=first,
        second=second,
        defaults={"kind": kind, "linked_by_name": by.get_full_name()},
    )
    return link


@transaction.atomic
def unlink_incidents(link: IncidentLink, *, by: User) -> None:
    """Take a link away again; its history stays. Raises ``PermissionDenied``."""
    require(by, RECORD)
    link.delete()


def _box(point: Point, within: float) -> dict[str, tuple[float, float]]:
    high = within / METRES_PER_DEGREE
    wide = high / cos(radians(point[0]))
    return {
        "latitude__range": (point[0] - high, point[0] + high),
        "longitude__range": (point[1] - wide, point[1] + wide),
    }


def _likeness(sketch: Sketch, one: Incident) -> Likeness | None:
    if sketch.point and one.point:
        metres = round(metres_between(sketch.point, one.point))
        return Likeness(one, metres) if metres <= SAME_M else None
    if sketch.hamlet_id and one.hamlet_id:
        return Likeness(one, None) if one.hamlet_id == sketch.hamlet_id else None
    is_placed = (sketch.point or sketch.hamlet_id) and (one.point or one.hamlet_id)
    return Likeness(one, None) if is_placed and _at_one_time(sketch, one) else None


def _at_one_time(sketch: Sketch, one: Incident) -> bool:
    return _apart(sketch, one)[0] <= SAME_TIME


def _apart(sketch: Sketch, one: Incident) -> tuple[datetime.timedelta, datetime.timedelta]:
    """How much time lies between two incidents, and between their beginnings."""
    start, end = sketch.occurred
    between = max(one.occurred_from - end, start - one.occurred_until, datetime.timedelta())
    return between, abs(one.occurred_from - start)
