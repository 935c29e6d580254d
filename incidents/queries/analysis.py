"""Where and when incidents happened, for the statistics: points, times and counts, never persons.

What was withdrawn counts nowhere. Counts by month come from the rollup that the database keeps, so they agree with every
other page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from incidents.domain.analysis.areas import Part
from incidents.domain.analysis.knox import Dated
from incidents.domain.analysis.plane import Ground, Spot
from incidents.domain.analysis.windows import Window
from incidents.models import Incident, IncidentCount
from units.domain.scope import Scope
from units.queries.successors import line_of, read_successors

MOST_POINTS = 5_000


@dataclass(frozen=True, slots=True)
class Slice:
    """Which incidents: those that ``scope`` sees, of some days, of one commune and of one category or group where given."""

    scope: Scope
    window: Window
    commune_id: int | None = None
    category_id: int | None = None

    def rows(self) -> QuerySet[Incident]:
        """Return them in no order."""
        rows: QuerySet[Incident] = (
            Incident.objects.visible_to(self.scope)
            .standing()
            .filter(occurred_on__range=(self.window.first, self.window.last))
        )
        if self.commune_id is not None:
            rows = rows.filter(commune__in=line_of(self.commune_id))
        if self.category_id is not None:
            rows = rows.filter(of_category(self.category_id))
        return rows.order_by()


@dataclass(frozen=True, slots=True)
class Points:
    """Where incidents happened; ``without`` have no point, ``is_cut`` says that there were more than are read."""

    spots: list[Spot]
    without: int
    is_cut: bool


def of_category(category_id: int) -> Q:
    """The condition that an incident is of a category, or of any category of a group."""
    return Q(category=category_id) | Q(category__parent=category_id)


def points(asked: Slice, most: int = MOST_POINTS) -> Points:
    """Return the points, the latest ``most``; two queries."""
    located = asked.rows().filter(latitude__isnull=False)
    found = list(
        located.order_by("-occurred_from").values_list("latitude", "longitude")[: most + 1]
    )
    without = asked.rows().filter(latitude__isnull=True).count()
    return Points([_spot(*one) for one in found[:most]], without, len(found) > most)


def keys_in(rows: QuerySet[Incident], part: Part, ground: Ground) -> list[int]:
    """Return the keys of the commune's incidents whose point lies in a part of its ground; one query."""
    located = rows.filter(commune__in=line_of(part.commune_id), latitude__isnull=False).order_by()
    found = located.values_list("pk", "latitude", "longitude")
    return [pk for pk, *where in found if part.has(_spot(*where), ground)]


def dated_points(asked: Slice, most: int) -> tuple[list[Dated], list[int], bool]:
    """Return points with their days, the incidents' keys in the same order, and whether there were more; one query."""
    rows = asked.rows().filter(latitude__isnull=False).order_by("-occurred_from", "-pk")
    found = list(rows.values_list("latitude", "longitude", "occurred_on", "pk")[: most + 1])
    dated = [Dated(_spot(lat, lng), day.toordinal()) for lat, lng, day, _pk in found[:most]]
    return dated, [pk for *_where, pk in found[:most]], len(found) > most


def _spot(latitude: float | None, longitude: float | None) -> Spot:
    """The point of a row that was asked for because it has one."""
    return Spot(cast(float, latitude), cast(float, longitude))


@dataclass(frozen=True, slots=True)
class MonthlyCounts:
    """Incidents of one row in each window that was asked for, in its order."""

    key: int
    counts: tuple[int, ...]


def counts_in(
    scope: Scope,
    windows: Sequence[Window],
    *,
    by: str,
    commune_id: int | None = None,
    category_id: int | None = None,
    without: Sequence[frozenset[int]] = (),
) -> list[MonthlyCounts]:
    """Return the incidents of whole months by ``commune`` or ``category``, the most first; one query on the rollup.

    ``without`` names, window by window, communes that are left out of it.
    """
    rows = _counts_of(scope, commune_id)
    if category_id is not None:
        rows = rows.filter(of_category(category_id))
    spans = [Q(month__range=(one.first, one.last)) for one in windows]
    for place, communes in enumerate(without):
        if communes:
            spans[place] &= ~Q(commune__in=communes)
    every = _in_months(windows)
    sums = {f"in_{place}": Sum("count", filter=span, default=0) for place, span in enumerate(spans)}
    found = (
        rows.filter(every)
        .order_by()
        .values(f"{by}_id")
        .annotate(**sums)
        .order_by("-in_0", f"{by}_id")
    )
    counted = [
        MonthlyCounts(row[f"{by}_id"], tuple(row[name] for name in sums))
        for row in found
        if any(row[name] for name in sums)
    ]
    return _under_those_that_go_on(counted, scope) if by == "commune" else counted


def communes_counted(
    scope: Scope, windows: Sequence[Window], commune_id: int | None = None
) -> set[int]:
    """Return the communes that have incidents in any of the windows; one query on the rollup."""
    rows = _counts_of(scope, commune_id).filter(_in_months(windows), count__gt=0)
    return set(rows.order_by().values_list("commune_id", flat=True).distinct())


def _counts_of(scope: Scope, commune_id: int | None) -> QuerySet[IncidentCount]:
    rows: QuerySet[IncidentCount] = IncidentCount.objects.visible_to(scope)
    return rows if commune_id is None else rows.filter(commune__in=line_of(commune_id))


def _in_months(windows: Sequence[Window]) -> Q:
    """The condition of the windows' months: named one by one, they are read from the index alone."""
    return Q(month__in={month for one in windows for month in one.months})


def _under_those_that_go_on(counted: list[MonthlyCounts], scope: Scope) -> list[MonthlyCounts]:
    """Add the counts of communes that ended whole to the one that goes on, the most first; one query."""
    successors = read_successors(timezone.localdate(), scope=scope)
    together: dict[int, MonthlyCounts] = {}
    for one in counted:
        last = successors.last(one.key)
        before = together[last].counts if last in together else (0,) * len(one.counts)
        sums = tuple(map(sum, zip(before, one.counts, strict=True)))
        together[last] = MonthlyCounts(last, sums)
    return sorted(together.values(), key=lambda one: (-one.counts[0], one.key))
