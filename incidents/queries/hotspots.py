"""Reads that more than one page needs: figures of hotspots, reviews due, what awaits the district."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from incidents.models import (
    OPEN,
    UNDER_REVIEW,
    Hotspot,
    HotspotCount,
    HotspotReview,
    HotspotState,
    OfficialListing,
)
from units.domain.scope import Scope
from units.queries.area import Area, fetch

SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class HotspotFigures:
    """Places of one commune or of a whole scope: how many in each state, how many reviews overdue."""

    by_state: Mapping[str, int] = field(default_factory=dict)
    overdue: int = 0

    def __add__(self, other: HotspotFigures) -> HotspotFigures:
        """Both together."""
        return added_places((self, other))

    @property
    def open(self) -> int:
        """Places reported and not closed: reported, confirmed, under action, reopened."""
        return sum(self.by_state.get(state, 0) for state in OPEN)

    @property
    def under_review(self) -> int:
        """Places that must be reviewed regularly: confirmed, under action, reopened."""
        return sum(self.by_state.get(state, 0) for state in UNDER_REVIEW)

    @property
    def total(self) -> int:
        """All places, closed ones too."""
        return sum(self.by_state.values())


@dataclass(frozen=True, slots=True)
class ScopeFigures:
    """The figures of a scope and of each commune in it that has a place."""

    whole: HotspotFigures
    by_commune: Mapping[int, HotspotFigures]

    def of(self, commune_id: int) -> HotspotFigures:
        """The figures of one commune; all zero where it has no place."""
        return self.by_commune.get(commune_id, HotspotFigures())


def hotspot_figures(scope: Scope, day: datetime.date) -> ScopeFigures:
    """Return counts by state and reviews overdue on ``day``, whole and by commune; two queries.

    Counts come from the rollup that the database keeps; a review is overdue when it was due before
    ``day``.
    """
    states: dict[int, dict[str, int]] = {}
    counts = HotspotCount.objects.visible_to(scope).exclude(count=0)
    for commune, state, count in counts.values_list("commune_id", "state", "count"):
        states.setdefault(commune, {})[state] = count
    late = dict(
        Hotspot.objects.visible_to(scope)
        .overdue(day)
        .order_by()
        .values_list("commune_id")
        .annotate(late=Count("pk"))
    )
    by_commune = {
        commune: HotspotFigures(by_state, late.get(commune, 0))
        for commune, by_state in states.items()
    }
    total: dict[str, int] = {}
    for by_state in states.values():
        for state, count in by_state.items():
            total[state] = total.get(state, 0) + count
    return ScopeFigures(HotspotFigures(total, sum(late.values())), by_commune)


def reviews_due(scope: Scope, day: datetime.date, *, within: int = SOON_DAYS) -> QuerySet[Hotspot]:
    """Return the places to review by ``day`` + ``within`` days, the longest overdue first."""
    due: QuerySet[Hotspot] = (
        Hotspot.objects.visible_to(scope)
        .filter(state__in=UNDER_REVIEW, next_review_on__lte=day + datetime.timedelta(days=within))
        .select_related("commune", "kind")
        .order_by("next_review_on", "sort_key", "pk")
    )
    return due


def awaiting_confirmation(scope: Scope) -> QuerySet[Hotspot]:
    """Return the reported places that the district has not answered, the oldest first."""
    waiting: QuerySet[Hotspot] = (
        Hotspot.objects.visible_to(scope)
        .filter(state=HotspotState.REPORTED)
        .select_related("commune", "kind")
        .order_by("state_since", "pk")
    )
    return waiting


def ready_rows(rows: QuerySet[Hotspot]) -> QuerySet[Hotspot]:
    """Keep the open places whose latest visit found them no longer complicated; a visit from before a
    place was reopened says nothing any more."""
    latest = HotspotReview.objects.filter(hotspot=OuterRef("pk")).order_by("-on", "-pk")
    return rows.filter(
        ~Q(state=HotspotState.REOPENED) | Q(state_since__lt=Subquery(latest.values("on")[:1])),
        ~Subquery(latest.values("still_complicated")[:1]),
        state__in=UNDER_REVIEW,
    )


def ready_to_resolve(scope: Scope) -> QuerySet[Hotspot]:
    """Return the visible places that a visit found no longer complicated and nobody has closed."""
    ready = ready_rows(Hotspot.objects.visible_to(scope))
    return ready.select_related("commune", "kind").order_by("sort_key", "pk")


def with_list_facts(rows: QuerySet[Hotspot], day: datetime.date) -> QuerySet[Hotspot]:
    """Add what a list of places shows beside their own columns: last visit, official list."""
    reviews = HotspotReview.objects.filter(hotspot=OuterRef("pk")).order_by("-on", "-pk")
    listed = OfficialListing.objects.in_force(day).filter(hotspot=OuterRef("pk")).order_by("-year")
    return rows.select_related("commune", "kind", "hamlet", "responsible").annotate(
        last_review_on=Subquery(reviews.values("on")[:1]),
        listed_types=Subquery(listed.values("types")[:1]),
        listed_year=Subquery(listed.values("year")[:1]),
    )


def on_official_list(
    rows: QuerySet[Hotspot], day: datetime.date, kind: str = ""
) -> QuerySet[Hotspot]:
    """Keep the places on the official list in force on ``day``, with one of its types if given."""
    entries = OfficialListing.objects.in_force(day).filter(hotspot=OuterRef("pk"))
    if kind:
        entries = entries.filter(types__contains=[kind])
    return rows.filter(Exists(entries))


PLACES = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT chosen.key, c.state, sum(c.count) FROM incidents_hotspotcount c JOIN chosen USING (commune_id)
    WHERE c.count <> 0 AND {only_counts} GROUP BY 1, 2
    UNION ALL
    SELECT chosen.key, '', count(*) FROM incidents_hotspot h JOIN chosen USING (commune_id)
    WHERE h.state = ANY (%(under_review)s) AND h.next_review_on < %(day)s AND {only_places} GROUP BY 1
"""


def places_by_key(area: Area, today: datetime.date) -> dict[int, HotspotFigures]:
    """Return the complicated places by state and the reviews overdue, by the area's keys; one query."""
    sql = PLACES.format(
        chosen=area.chosen,
        only_counts=area.only("c.commune_id"),
        only_places=area.only("h.commune_id"),
    )
    states: dict[int, dict[str, int]] = {}
    parameters = {**area.parameters, "day": today, "under_review": [str(s) for s in UNDER_REVIEW]}
    for key, state, count in fetch(sql, parameters):
        states.setdefault(key, {})[state] = int(count)
    return {
        key: HotspotFigures({s: n for s, n in found.items() if s}, found.get("", 0))
        for key, found in states.items()
    }


def added_places(parts: Iterable[HotspotFigures]) -> HotspotFigures:
    """Return the sum of several areas' places."""
    states: dict[str, int] = {}
    overdue = 0
    for part in parts:
        overdue += part.overdue
        for state, count in part.by_state.items():
            states[state] = states.get(state, 0) + count
    return HotspotFigures(states, overdue)


TURNED = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT chosen.key, count(*) FILTER (WHERE h.reported_on BETWEEN %(first)s AND %(last)s),
           count(*) FILTER (WHERE h.closed_on BETWEEN %(first)s AND %(last)s AND h.state = %(resolved)s)
    FROM incidents_hotspot h JOIN chosen USING (commune_id)
    WHERE (h.reported_on BETWEEN %(first)s AND %(last)s OR h.closed_on BETWEEN %(first)s AND %(last)s) AND {only}
    GROUP BY 1
"""


def places_turned(
    first: datetime.date, last: datetime.date, area: Area
) -> dict[int, tuple[int, int]]:
    """Return how many places were reported, and how many closed as resolved, from ``first`` to ``last``, by
    the area's keys; one query."""
    sql = TURNED.format(chosen=area.chosen, only=area.only("h.commune_id"))
    parameters = {
        **area.parameters,
        "first": first,
        "last": last,
        "resolved": HotspotState.RESOLVED.value,
    }
    return {
        key: (int(reported), int(resolved)) for key, reported, resolved in fetch(sql, parameters)
    }


def open_places(area: Area) -> QuerySet[Hotspot]:
    """Return the open places of an area with their kinds and measures under way; two queries."""
    places = Hotspot.objects.visible_to(area.scope).open().select_related("kind")
    if area.path:
        places = places.filter(commune__jurisdiction__path__startswith=area.path)
    rows: QuerySet[Hotspot] = places.prefetch_related("actions").order_by(
        "commune_id", "sort_key", "pk"
    )
    return rows
