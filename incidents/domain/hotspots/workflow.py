"""The moves of a place between its states: with dates and the stated reason.

Which moves there are is declared in ``incidents.models.states``; how they are made is ``incidents.domain.moves``.
"""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain import moves
from incidents.domain.moves import OfferedMove
from incidents.models import CLOSED, UNDER_REVIEW, Hotspot, HotspotState
from incidents.models.states import HOTSPOT_MOVES


def moves_offered(hotspot: Hotspot, user: User) -> list[OfferedMove]:
    """Return the moves allowed now to this person, in the order of ``HOTSPOT_MOVES``."""
    return moves.moves_offered(hotspot, user, HOTSPOT_MOVES)


def make_move(
    name: str,
    hotspot: Hotspot,
    *,
    by: User,
    on: datetime.date,
    reason: str = "",
    version: int | None = None,
) -> Hotspot:
    """Make the named move; raises what ``moves.carry_out`` does, and ``ValidationError`` when the reason is missing.

    ``begin_action`` is no button: recording the first measure makes it.
    """
    return moves.carry_out(
        name,
        hotspot,
        by=by,
        version=version,
        check=lambda _current: _check(name, reason),
        write=lambda current: _note_reason(current, on=on, reason=reason.strip()),
    )


def _check(name: str, reason: str) -> None:
    if moves.unsaid(moves.declared_moves(Hotspot)[name], reason):
        raise ValidationError({"reason": _("Say why, in a sentence that others will understand.")})


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
