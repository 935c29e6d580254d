"""What happened in one commune over some days: crime tips, mediations, the movement; the registers' own figures."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incidents.queries.mediations import MediationFigures, mediated
from incidents.queries.movement import (
    ModelFigures,
    OutreachFigures,
    StandardFigures,
    models_on,
    reached,
    standards_of,
)
from incidents.queries.tips import TipCounts, TipFigures, tip_figures

if TYPE_CHECKING:
    from units.models import Commune
    from units.queries.area import Area

SEE_TIPS, SEE_MEDIATIONS = "incidents.view_crimetip", "incidents.view_mediation"
SEE_MOVEMENT = "incidents.view_movementmodel"


@dataclass(frozen=True, slots=True)
class Movement:
    """Models that run on the last day, outreach of the days, standards of the last day's year."""

    models: ModelFigures
    outreach: OutreachFigures
    standards: StandardFigures


@dataclass(frozen=True, slots=True)
class Happenings:
    """What happened from ``first`` to ``last``; ``None`` for what the person may not see or was not asked for."""

    commune: Commune
    first: datetime.date
    last: datetime.date
    tips: TipCounts | None
    mediations: MediationFigures | None
    movement: Movement | None


def happenings(
    commune: Commune,
    area: Area,
    days: tuple[datetime.date, datetime.date],
    *,
    now: datetime.datetime,
    today: datetime.date,
    may: Callable[[str], bool],
    with_mediations: bool = True,
    with_movement: bool = False,
) -> Happenings:
    """Return what the person may see of the days, both of them in it, of the commune's ``area``; five queries at most."""
    first, last = days
    tips = mediations = movement = None
    if may(SEE_TIPS):
        tips = sum(tip_figures(first, last, area, now=now).values(), TipFigures()).total
    if with_mediations and may(SEE_MEDIATIONS):
        found = mediated(first, last, area, today=today)
        mediations = sum(found.values(), MediationFigures())
    if with_movement and may(SEE_MOVEMENT):
        movement = Movement(
            sum(models_on(last, area).values(), ModelFigures()),
            sum(reached(first, last, area).values(), OutreachFigures()),
            sum(standards_of(last.year, area).values(), StandardFigures()),
        )
    return Happenings(commune, first, last, tips, mediations, movement)
