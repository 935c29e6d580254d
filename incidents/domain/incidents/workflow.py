"""The moves of an incident: with the day and what was decided.

Which moves there are is declared in ``incidents.models.incident_states``; how they are made is ``incidents.domain.moves``.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain import moves
from incidents.domain.moves import OfferedMove
from incidents.domain.sentences import is_decision_number, says_something, too_little
from incidents.models import OUTCOMES, Incident, IncidentState
from incidents.models.incident_states import MOVES


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move says: the day, in words how or why, and for a fine the decision and the amount (VND)."""

    on: datetime.date
    note: str = ""
    decision_number: str = ""
    fine_vnd: int | None = None


def moves_offered(incident: Incident, user: User) -> list[OfferedMove]:
    """Return the moves allowed now to this person, in the order of ``MOVES``."""
    return moves.moves_offered(incident, user, MOVES)


def make_move(
    name: str, incident: Incident, outcome: Outcome, *, by: User, version: int | None = None
) -> Incident:
    """Make the named move; raises what ``moves.carry_out`` does, and ``ValidationError`` when what the move must say is
    missing."""
    return moves.carry_out(
        name,
        incident,
        by=by,
        version=version,
        check=lambda current: _check(name, current, outcome),
        write=lambda current: _write(current, outcome),
    )


def _check(name: str, incident: Incident, outcome: Outcome) -> None:
    problems: dict[str, str] = {}
    must_say_why = moves.declared_moves(Incident)[name].needs_reason
    if must_say_why and not says_something(outcome.note):
        problems["note"] = too_little()
    if name == "fine" and not is_decision_number(outcome.decision_number):
        problems["decision_number"] = _("Give the number of the decision, as 12/QĐ-XPHC.")
    if outcome.on < timezone.localdate(incident.occurred_from):
        problems["on"] = _("It did not end before it happened.")
    if outcome.on > timezone.localdate():
        problems["on"] = _("This day has not come yet.")
    if problems:
        raise ValidationError(dict(problems))


def _write(incident: Incident, outcome: Outcome) -> None:
    """Write the day and the words that go with the state just entered."""
    note = outcome.note.strip()
    if incident.state in OUTCOMES:
        incident.outcome_on, incident.outcome_note = outcome.on, note
        is_fine = incident.state == IncidentState.FINED
        incident.decision_number = outcome.decision_number.strip()
        incident.fine_vnd = outcome.fine_vnd if is_fine else None
        return
    if incident.outcome_on is not None:
        incident.reopened_reason = note
    incident.outcome_on, incident.outcome_note = None, ""
    incident.decision_number, incident.fine_vnd = "", None
