"""Carries out the moves between states: who may, under a lock, with dates and the stated reason.

Which moves there are is declared in ``incidents.models.states``.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from accounts.models import User
from incidents.domain.locking import ChangedMeanwhileError, locked_hotspot
from incidents.models import CLOSED, UNDER_REVIEW, Hotspot, HotspotState, Move


@dataclass(frozen=True, slots=True)
class OfferedMove:
    """A move that this person may make now."""

    name: str
    move: Move


def moves_offered(hotspot: Hotspot, user: User) -> list[OfferedMove]:
    """Return the moves allowed now to this person, the main one first."""
    offered = [
        OfferedMove(transition.name, transition.custom["move"])
        for transition in hotspot.get_available_user_state_transitions(user)  # type: ignore[attr-defined]
    ]
    return sorted(
        (one for one in offered if one.move.is_offered), key=lambda one: not one.move.is_main
    )


def confirm(
    hotspot: Hotspot, *, by: User, on: datetime.date, version: int | None = None
) -> Hotspot:
    """Take a reported place up; reviews are due from now on."""
    return _carry_out("confirm", hotspot, by=by, on=on, version=version)


def decline(
    hotspot: Hotspot, *, by: User, on: datetime.date, reason: str, version: int | None = None
) -> Hotspot:
    """Do not take a reported place up, saying why."""
    return _carry_out("decline", hotspot, by=by, on=on, reason=reason, version=version)


def begin_action(hotspot: Hotspot, *, by: User, on: datetime.date) -> Hotspot:
    """Mark a place as under action; recording the first measure does this."""
    return _carry_out("begin_action", hotspot, by=by, on=on)


def resolve(
    hotspot: Hotspot, *, by: User, on: datetime.date, reason: str, version: int | None = None
) -> Hotspot:
    """Close a place as no longer complicated, saying what shows it."""
    return _carry_out("resolve", hotspot, by=by, on=on, reason=reason, version=version)


def reopen(
    hotspot: Hotspot, *, by: User, on: datetime.date, reason: str, version: int | None = None
) -> Hotspot:
    """Open a resolved place again, saying what has happened."""
    return _carry_out("reopen", hotspot, by=by, on=on, reason=reason, version=version)


def report_again(
    hotspot: Hotspot, *, by: User, on: datetime.date, reason: str, version: int | None = None
) -> Hotspot:
    """Send a report that was not taken up to the district once more."""
    return _carry_out("report_again", hotspot, by=by, on=on, reason=reason, version=version)


MOVES: dict[str, Callable[..., Hotspot]] = {
    "confirm": confirm,
    "decline": decline,
    "resolve": resolve,
    "reopen": reopen,
    "report_again": report_again,
}


def make_move(
    name: str, hotspot: Hotspot, *, by: User, on: datetime.date, reason: str, version: int
) -> Hotspot:
    """Make the named move, as a page asks for it. Raises ``KeyError`` for an unknown name."""
    needs_reason = name != "confirm"
    extra = {"reason": reason} if needs_reason else {}
    return MOVES[name](hotspot, by=by, on=on, version=version, **extra)


@transaction.atomic
def _carry_out(
    name: str,
    hotspot: Hotspot,
    *,
    by: User,
    on: datetime.date,
    reason: str = "",
    version: int | None = None,
) -> Hotspot:
    """Lock, check, move and save.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` when the place is no longer what the person
    saw; ``ValidationError`` when the state does not allow the move or the reason is missing.
    """
    current = locked_hotspot(hotspot)
    step = getattr(current, name)
    if not _may_ever(name, by):
        raise PermissionDenied
    if version is not None and current.version != version:
        raise ChangedMeanwhileError(current)
    if not can_proceed(step):
        raise ValidationError(
            _("%(name)s is now “%(state)s”, so this step is not possible.")
            % {"name": current.name, "state": current.get_state_display()}
        )
    if declared_move(name).needs_reason and not reason.strip():
        raise ValidationError({"reason": _("Say why, in a sentence that others will understand.")})
    step()
    _note_reason(current, on=on, reason=reason.strip())
    current.save()
    current.refresh_from_db(fields=["version"])
    return current


def _note_reason(hotspot: Hotspot, *, on: datetime.date, reason: str) -> None:
    """Write the dates and the reason that go with the state just entered."""
    hotspot.state_since = on
    if hotspot.state in CLOSED:
        hotspot.closed_on, hotspot.closed_reason, hotspot.next_review_on = on, reason, None
        return
    hotspot.closed_on, hotspot.closed_reason = None, ""
    if hotspot.state == HotspotState.REOPENED or (
        reason and hotspot.state == HotspotState.REPORTED
    ):
        hotspot.reopened_reason = reason
    begins_review = hotspot.state in UNDER_REVIEW and hotspot.state != HotspotState.UNDER_ACTION
    if begins_review or (hotspot.state in UNDER_REVIEW and hotspot.next_review_on is None):
        hotspot.next_review_on = on + datetime.timedelta(days=hotspot.review_interval_days)


def _transition(name: str) -> object:
    for transition in Hotspot._meta.get_field("state").get_all_transitions(Hotspot):
        if transition.name == name:
            return transition
    raise KeyError(name)


def declared_move(name: str) -> Move:
    """Return how a move is offered. Raises ``KeyError`` for an unknown name."""
    move: Move = _transition(name).custom["move"]  # type: ignore[attr-defined]
    return move


def _may_ever(name: str, user: User) -> bool:
    """Tell whether the person may make this move in any state, so that a lack of right is said first."""
    return user.has_perm(_transition(name).permission)  # type: ignore[attr-defined]
