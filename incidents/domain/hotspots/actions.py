"""Recording what is being done about a place, and how far it is."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.hotspots.workflow import make_move
from incidents.domain.locking import locked
from incidents.domain.permissions import ACT, require
from incidents.models import ActionState, Hotspot, HotspotAction, HotspotState


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """What is written of a measure."""

    kind: str
    description: str
    starts_on: datetime.date
    ends_on: datetime.date | None = None
    officer_id: int | None = None
    done_by: str = ""
    state: str = ActionState.ONGOING
    note: str = ""


@transaction.atomic
def record_action(
    hotspot: Hotspot, facts: ActionFacts, *, by: User, on: datetime.date
) -> HotspotAction:
    """Record a measure; a confirmed or reopened place is under action from its first one that began.

    The same measure recorded twice (a form sent again) stays one. Raises ``ValidationError`` for a
    place that is closed.
    """
    require(by, ACT)
    current = locked(hotspot)
    if not current.is_open:
        raise ValidationError(_("The place is closed. Reopen it before recording measures."))
    same = current.actions.filter(
        kind=facts.kind, description=facts.description, starts_on=facts.starts_on
    ).first()
    action = same or HotspotAction.objects.create(hotspot=current, **asdict(facts))
    waits_for_first = current.state in (HotspotState.CONFIRMED, HotspotState.REOPENED)
    if waits_for_first and facts.state in (ActionState.ONGOING, ActionState.DONE):
        make_move("begin_action", current, by=by, on=on)
    return action


@transaction.atomic
def change_action(
    action: HotspotAction, facts: ActionFacts, *, by: User, version: int
) -> HotspotAction:
    """Change a measure. Raises ``ChangedMeanwhileError`` if somebody saved it since ``version``."""
    require(by, ACT)
    current = locked(action, version)
    for name, value in asdict(facts).items():
        setattr(current, name, value)
    current.save()
    return current
