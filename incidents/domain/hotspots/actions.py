"""Recording what is being done about a place, and how far it is."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.days import unlikely_year
from incidents.domain.hotspots.workflow import make_move
from incidents.domain.locking import locked
from incidents.domain.permissions import ACT, require
from incidents.domain.submissions import made_by_same_form
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


# What is in one of these states began by today.
BEGUN = (ActionState.ONGOING, ActionState.DONE)


@dataclass(frozen=True, slots=True)
class ActionRecorded:
    """The measure, and whether this very form had already been received."""

    action: HotspotAction
    is_repeat: bool = False


@transaction.atomic
def record_action(
    hotspot: Hotspot, facts: ActionFacts, *, by: User, on: datetime.date, key: uuid.UUID
) -> ActionRecorded:
    """Record a measure; a confirmed or reopened place is under action from its first one that began.

    The same ``key`` a second time returns what the first time recorded. Raises ``ValidationError`` for a
    place that is closed, for days that cannot be and for a key of another form.
    """
    require(by, ACT)
    if known := made_by_same_form(HotspotAction, key, hotspot_id=hotspot.pk):
        return ActionRecorded(known, is_repeat=True)
    current = locked(hotspot)
    if not current.is_open:
        raise ValidationError(_("The place is closed. Reopen it before recording measures."))
    _check(facts, on)
    action = HotspotAction.objects.create(hotspot=current, submission_key=key, **asdict(facts))
    waits_for_first = current.state in (HotspotState.CONFIRMED, HotspotState.REOPENED)
    if waits_for_first and facts.state in BEGUN:
        make_move("begin_action", current, by=by, on=on)
    return ActionRecorded(action)


@transaction.atomic
def change_action(
    action: HotspotAction, facts: ActionFacts, *, by: User, version: int
) -> HotspotAction:
    """Change a measure. Raises ``ChangedMeanwhileError`` if somebody saved it since ``version``;
    ``ValidationError`` for days that cannot be."""
    require(by, ACT)
    current = locked(action, version)
    _check(facts, timezone.localdate())
    for name, value in asdict(facts).items():
        setattr(current, name, value)
    current.save()
    return current


def impossible_days(
    state: str, starts_on: datetime.date, ends_on: datetime.date | None, today: datetime.date
) -> dict[str, str]:
    """Return what is wrong with the days of a measure in this state, by field; only what is planned lies ahead."""
    problems: dict[str, str] = {}
    if state in BEGUN and starts_on > today:
        problems["starts_on"] = _("What is under way or done began by today; else it is planned.")
    elif problem := unlikely_year(starts_on.year):
        problems["starts_on"] = problem
    if ends_on and ends_on < starts_on:
        problems["ends_on"] = _("The last day comes before the first day.")
    elif ends_on and state == ActionState.DONE and ends_on > today:
        problems["ends_on"] = _("What is done ended by today; else it is under way.")
    return problems


def _check(facts: ActionFacts, today: datetime.date) -> None:
    if problems := impossible_days(facts.state, facts.starts_on, facts.ends_on, today):
        raise ValidationError(dict(problems))
