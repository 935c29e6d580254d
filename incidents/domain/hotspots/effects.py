"""Did it help? Measures held against what happened before them, around them and elsewhere in the commune."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incidents.domain.analysis.effect import Judged, Span, judge
from incidents.domain.analysis.windows import Window, around_measure
from incidents.domain.hotspots.actions import BEGUN
from incidents.models import Hotspot, HotspotAction
from incidents.queries.around import PLACE, REST, RING, RING_M
from incidents.queries.grounds import Ground, grounds_of
from incidents.queries.measures import MeasureDays, around_measures
from units.domain.geometry import circle_leaves
from units.domain.scope import Scope


@dataclass(frozen=True, slots=True)
class ActionEffect:
    """A measure with the days compared and what they show; ``with_others`` says that other measures at the place began
    within those days, so that it cannot be told which of them did it."""

    action: HotspotAction
    before: Window
    after: Window
    judged: Judged
    with_others: bool


def effects_of(
    scope: Scope,
    actions: Sequence[HotspotAction],
    *,
    today: datetime.date,
    category_id: int | None = None,
) -> list[ActionEffect]:
    """Return what each measure that has begun shows, in the order given; five queries, none without such a measure.

    The actions are those that the person may see, with their hotspots. A measure whose commune has no book yet, or none
    before it began, is left out.
    """
    begun = [one for one in actions if one.state in BEGUN and one.starts_on < today]
    if not begun:
        return []
    grounds = grounds_of(scope, {one.hotspot.commune_id for one in begun}, today=today)
    asked = list(_days(begun, grounds, today))
    counts = around_measures(asked, category_id)
    beginnings = _begun_at({one.hotspot_id for one in begun})
    return [
        ActionEffect(
            one.action,
            one.before,
            one.after,
            judge(
                _span(counts[one.action.pk].before, one.before),
                _span(counts[one.action.pk].after, one.after),
            ),
            _has_company(one, beginnings[one.action.hotspot_id]),
        )
        for one in asked
    ]


def ring_leaves_commune(place: Hotspot) -> bool:
    """Tell whether the ring around a place reaches beyond the boundary of its commune, where nothing is counted; not where
    there is no boundary. The commune is read with its boundary."""
    return place.pk in rings_cut([place], {place.commune_id: place.commune.boundary})


def rings_cut(places: Iterable[Hotspot], boundaries: Mapping[int, Any]) -> set[int]:
    """Return the keys of those places whose ring reaches beyond the boundary of their commune (by its key)."""
    return {
        place.pk
        for place in places
        if (boundary := boundaries.get(place.commune_id))
        and circle_leaves(boundary, place.longitude, place.latitude, RING_M)
    }


def _days(
    begun: Iterable[HotspotAction], grounds: Mapping[int, Ground], today: datetime.date
) -> Iterable[MeasureDays]:
    for action in begun:
        ground = grounds[action.hotspot.commune_id]
        covered = ground.around(action.starts_on)
        windows = covered and around_measure(
            action.starts_on, action.works_until, today=today, known=covered
        )
        if windows:
            yield MeasureDays(action, ground, *windows)


def _span(counts: Mapping[str, int], window: Window) -> Span:
    return Span(counts.get(PLACE, 0), counts.get(RING, 0), counts.get(REST, 0), window.days)


def _begun_at(hotspots: Iterable[int]) -> Mapping[int, dict[int, datetime.date]]:
    """When each measure at these places began, by place and measure; one query."""
    found: defaultdict[int, dict[int, datetime.date]] = defaultdict(dict)
    rows = HotspotAction.objects.filter(hotspot__in=hotspots, state__in=BEGUN)
    for place, key, starts_on in rows.values_list("hotspot_id", "pk", "starts_on"):
        found[place][key] = starts_on
    return found


def _has_company(one: MeasureDays, beginnings: Mapping[int, datetime.date]) -> bool:
    """Whether another measure began at the place within the days compared, whichever measures were asked about."""
    compared = Window(one.before.first, one.after.last)
    return any(
        key != one.action.pk and compared.has(starts_on) for key, starts_on in beginnings.items()
    )
