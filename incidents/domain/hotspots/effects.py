"""Did it help? Each measure at a place, held against what happened before it, around it and elsewhere."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from incidents.domain.analysis.effect import Judged, Span, judge
from incidents.domain.analysis.windows import LONGEST_DAYS, Window, around_measure
from incidents.models import ActionState, Hotspot, HotspotAction
from incidents.queries.analysis import Zones, zones_of
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
    scope: Scope, hotspot: Hotspot, actions: Sequence[HotspotAction], *, today: datetime.date
) -> list[ActionEffect]:
    """Return what each measure that began shows, in the order given; two queries, none without such a measure."""
    begun = [one for one in actions if one.state in JUDGED_STATES and one.starts_on < today]
    if not begun:
        return []
    year = datetime.timedelta(days=LONGEST_DAYS)
    whole = Window(min(one.starts_on for one in begun) - year, today)
    zones = zones_of(scope, hotspot, whole)
    if zones.known_since is None:
        return []
    effects = []
    for action in begun:
        windows = around_measure(
            action.starts_on, action.ends_on, today=today, known_since=zones.known_since
        )
        if windows:
            effects.append(_effect(action, windows, zones, begun))
    return effects


def _effect(
    action: HotspotAction,
    windows: tuple[Window, Window],
    zones: Zones,
    every: Sequence[HotspotAction],
) -> ActionEffect:
    before, after = windows
    compared = Window(before.first, after.last)
    return ActionEffect(
        action,
        before,
        after,
        judge(_span(zones, before), _span(zones, after)),
        any(other.pk != action.pk and compared.has(other.starts_on) for other in every),
    )


def _span(zones: Zones, window: Window) -> Span:
    return Span(
        place=zones.count("place", window),
        ring=zones.count("ring", window),
        rest=zones.count("rest", window),
        days=window.days,
    )
