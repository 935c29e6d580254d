"""Carries out the moves of an incident: who may, under a lock, with the day and what was decided.

Which moves there are is declared in ``incidents.models.incident_states``.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from accounts.models import User
from incidents.domain.incidents.locking import locked_incident
from incidents.models import OUTCOMES, Incident, IncidentState
from incidents.models.incident_states import MOVES
from incidents.models.states import Move


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move says: the day, in words how or why, and for a fine the decision and the amount (VND)."""

    on: datetime.date
    note: str = ""
    decision_number: str = ""
    fine_vnd: int | None = None


@dataclass(frozen=True, slots=True)
class OfferedMove:
    """A move that this person may make now."""

    name: str
    move: Move


def moves_offered(incident: Incident, user: User) -> list[OfferedMove]:
    """Return the moves allowed now to this person, in the order of ``MOVES``."""
    offered = [
        OfferedMove(transition.name, transition.custom["move"])
        for transition in incident.get_available_user_state_transitions(user)  # type: ignore[attr-defined]
    ]
    return sorted(offered, key=lambda one: MOVES.index(one.name))


def declared_moves() -> dict[str, Move]:
    """Return every move by its name."""
    return {name: step.custom["move"] for name, step in _transitions().items()}


@transaction.atomic
def make_move(
    name: str, incident: Incident, outcome: Outcome, *, by: User, version: int | None = None
) -> Incident:
    """Make the named move: lock, check, move and save.

    Raises ``KeyError`` for an unknown name; ``PermissionDenied``; ``ChangedMeanwhileError`` when the incident is
    no longer what the person saw; ``ValidationError`` when its state does not allow the move, or when what
    the move must say is missing.
    """
    step = _transitions()[name]
    if not by.has_perm(step.permission):
        raise PermissionDenied
    current = locked_incident(incident, version)
    move = getattr(current, name)
    if not can_proceed(move):
        raise ValidationError(
            _("%(name)s is now “%(state)s”, so this step is not possible.")
            % {"name": current.number, "state": current.get_state_display()}
        )
    _check(name, current, outcome)
    move()
    _write(current, outcome)
    current.save()
    current.refresh_from_db(fields=["version"])
    return current


def _check(name: str, incident: Incident, outcome: Outcome) -> None:
    problems: dict[str, str] = {}
    if declared_moves()[name].needs_reason and not outcome.note.strip():
        problems["note"] = _("Say it in a sentence that others will understand.")
    if name == "fine" and not outcome.decision_number.strip():
        problems["decision_number"] = _("Give the number of the decision.")
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


def _transitions() -> dict[str, Any]:
    steps = Incident._meta.get_field("state").get_all_transitions(Incident)
    return {step.name: step for step in steps}
