"""The moves of a mediation, with the day and the words.

Which moves there are is declared in ``incidents.models.mediation_states``; how they are made is ``incidents.domain.moves``.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain import moves
from incidents.domain.days import too_far_ahead
from incidents.domain.moves import OfferedMove
from incidents.domain.sentences import says_something
from incidents.models import Mediation, MediationState
from incidents.models.mediation_states import MEDIATION_MOVES

FEWEST_PARTIES = 2


@dataclass(frozen=True, slots=True)
class MediationOutcome:
    """What a move says: the day, the words, and after an agreement when somebody asks whether it is kept."""

    on: datetime.date
    note: str = ""
    follow_up_on: datetime.date | None = None


def moves_offered(mediation: Mediation, user: User) -> list[OfferedMove]:
    """Return the moves allowed now to this person, in the order of ``MEDIATION_MOVES``."""
    return moves.moves_offered(mediation, user, MEDIATION_MOVES)


def make_move(
    name: str,
    mediation: Mediation,
    outcome: MediationOutcome,
    *,
    by: User,
    version: int | None = None,
) -> Mediation:
    """Make the named move; raises what ``moves.carry_out`` does, and ``ValidationError`` when what the move must say is
    missing."""
    return moves.carry_out(
        name,
        mediation,
        by=by,
        version=version,
        check=lambda current: _check(name, current, outcome),
        write=lambda current: _write(current, outcome),
    )


def _check(name: str, mediation: Mediation, outcome: MediationOutcome) -> None:
    problems: dict[str, str] = {}
    move = moves.declared_moves(Mediation)[name]
    if move.needs_reason and not says_something(outcome.note):
        problems["note"] = _("Say it in a sentence that others will understand.")
    ends = name != "reopen"
    if outcome.on < mediation.opened_on:
        problems["on"] = _("It did not end before it began.")
    elif ends and mediation.sessions.standing().filter(on__gt=outcome.on).exists():
        problems["on"] = _("A session was held after this day.")
    if outcome.on > timezone.localdate():
        problems["on"] = _("This day has not come yet.")
    if outcome.follow_up_on and outcome.follow_up_on <= outcome.on:
        problems["follow_up_on"] = _("The next follow-up comes later than this one.")
    elif outcome.follow_up_on and (
        problem := too_far_ahead(outcome.follow_up_on, timezone.localdate())
    ):
        problems["follow_up_on"] = problem
    if missing := _missing(name, mediation):
        problems[NON_FIELD_ERRORS] = missing
    if problems:
        raise ValidationError(dict(problems))


def _missing(name: str, mediation: Mediation) -> str:
    """What the record lacks for this end: a quarrel has two parties, and an agreement is reached in a session."""
    if name == "reopen":
        return ""
    if mediation.parties.count() < FEWEST_PARTIES:
        return _("Write down both parties first: a quarrel has at least two.")
    if name == "settle" and not mediation.sessions.standing().exists():
        return _("Write down the session in which they agreed first.")
    return ""


def _write(mediation: Mediation, outcome: MediationOutcome) -> None:
    """Write the day and the words that go with the state just entered."""
    note = outcome.note.strip()
    is_settled = mediation.state == MediationState.SETTLED
    mediation.agreement = note if is_settled else ""
    mediation.follow_up_on = outcome.follow_up_on if is_settled else None
    mediation.follow_up_reason = ""
    if mediation.state == MediationState.OPEN:
        mediation.reopened_reason, mediation.outcome_on, mediation.outcome_note = note, None, ""
        return
    mediation.outcome_on = outcome.on
    mediation.outcome_note = "" if is_settled else note
