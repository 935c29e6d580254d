"""Did it help? Measures held against what happened before them, around them and elsewhere in the commune."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from incidents.domain.analysis.effect import Judged, Span, judge
from incidents.domain.analysis.windows import Window, around_measure
from incidents.models import ActionState, HotspotAction
from incidents.queries.around import PLACE, REST, RING
from incidents.queries.measures import MeasureDays, around_measures, books_since
from units.domain.scope import Scope

JUDGED_STATES = (ActionState.ONGOING, ActionState.DONE)


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
    """Return what each measure that has begun shows, in the order given; two queries, none without such a measure.

    The actions are those that the person may see, with their hotspots. A measure whose commune has no book yet, or none
    before it began, is left out.
    """
    begun = [one for one in actions if one.state in JUDGED_STATES and one.starts_on < today]
    if not begun:
        return []
    books = books_since(scope, {one.hotspot.commune_id for one in begun})
    asked = list(_days(begun, books, today))
    counts = around_measures(asked, category_id)
    return [
        ActionEffect(
            one.action,
            one.before,
            one.after,
            judge(
                _span(counts[one.action.pk].before, one.before),
                _span(counts[one.action.pk].after, one.after),
            ),
            _has_company(one, begun),
        )
        for one in asked
    ]


def _days(
    begun: Iterable[HotspotAction], books: Mapping[int, datetime.date], today: datetime.date
) -> Iterable[MeasureDays]:
    for action in begun:
        since = books.get(action.hotspot.commune_id)
        windows = since and around_measure(
            action.starts_on, action.ends_on, today=today, known_since=since
        )
        if windows:
            yield MeasureDays(action, *windows)


def _span(counts: Mapping[str, int], window: Window) -> Span:
    return Span(counts.get(PLACE, 0), counts.get(RING, 0), counts.get(REST, 0), window.days)


def _has_company(one: MeasureDays, begun: Iterable[HotspotAction]) -> bool:
    compared = Window(one.before.first, one.after.last)
    return any(
        other.pk != one.action.pk
        and other.hotspot_id == one.action.hotspot_id
        and compared.has(other.starts_on)
        for other in begun
    )
