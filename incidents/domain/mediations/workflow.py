"""Carries out the moves of a mediation and its follow-up: who may, under a lock, with the day and the words.

Which moves there are is declared in ``incidents.models.mediation_states``.
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
from incidents.domain.mediations.recording import locked_mediation
from incidents.domain.permissions import RECORD_MEDIATIONS, require
from incidents.models import FollowUpCheck, Mediation, MediationState
from incidents.models.mediation_states import MEDIATION_MOVES
from incidents.models.states import Move


@dataclass(frozen=True, slots=True)
class MediationOutcome:
    """What a move says: the day, the words, and after an agreement when somebody asks whether it is kept."""

    on: datetime.date
    note: str = ""
    follow_up_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """What a follow-up found, and the day of the next one; without one nobody asks again."""

    on: datetime.date
    verdict: str
    note: str = ""
    next_on: datetime.date | None = None


def moves_offered(mediation: Mediation, user: User) -> list[tuple[str, Move]]:
    """Return name and move of those allowed now to this person, in the order of ``MEDIATION_MOVES``."""
    offered = [
        (transition.name, transition.custom["move"])
        for transition in mediation.get_available_user_state_transitions(user)  # type: ignore[attr-defined]
    ]
    return sorted(offered, key=lambda one: MEDIATION_MOVES.index(one[0]))


def declared_moves() -> dict[str, Move]:
    """Return every move by its name."""
    return {name: step.custom["move"] for name, step in _transitions().items()}


@transaction.atomic
def make_move(
    name: str,
    mediation: Mediation,
    outcome: MediationOutcome,
    *,
    by: User,
    version: int | None = None,
) -> Mediation:
    """Make the named move: lock, check, move and save.

    Raises ``KeyError`` for an unknown name; ``PermissionDenied``; ``ChangedMeanwhileError`` when it is no
    longer what the person saw; ``ValidationError`` when its state does not allow the move, or when what
    the move must say is missing.
    """
    step = _transitions()[name]
    if not by.has_perm(step.permission):
        raise PermissionDenied
    current = locked_mediation(mediation, version)
    move = getattr(current, name)
    if not can_proceed(move):
        raise ValidationError(
            _("%(name)s is now “%(state)s”, so this step is not possible.")
            % {"name": current.number, "state": current.get_state_display()}
        )
    _check(current, outcome)
    move()
    _write(current, outcome)
    current.save()
    current.refresh_from_db(fields=["version"])
    return current


@transaction.atomic
def check_follow_up(mediation: Mediation, facts: CheckFacts, *, by: User) -> FollowUpCheck:
    """Write down whether the agreement is kept and when somebody asks again; the same answer a second
    time is the first one, sent again.

    Raises ``PermissionDenied``; ``ValidationError`` unless the quarrel is settled, for a day to come or
    before the agreement, and for a next day that is not later.
    """
    require(by, RECORD_MEDIATIONS)
    current = locked_mediation(mediation)
    if current.state != MediationState.SETTLED or current.outcome_on is None:
        raise ValidationError(_("Only a settled quarrel has an agreement to follow up."))
    if not current.outcome_on <= facts.on <= timezone.localdate():
        raise ValidationError({"on": _("Choose a day from the agreement until today.")})
    if facts.next_on and facts.next_on <= facts.on:
        raise ValidationError({"next_on": _("The next follow-up comes later than this one.")})
    said = {
        "on": facts.on,
        "verdict": facts.verdict,
        "note": facts.note.strip(),
        "checked_by_name": by.get_full_name(),
    }
    known: FollowUpCheck | None = current.checks.filter(**said).first()
    if known and current.follow_up_on == facts.next_on:
        return known
    check = FollowUpCheck.objects.create(mediation=current, **said)
    current.follow_up_on = facts.next_on
    current.save(update_fields=["follow_up_on", "updated_at"])
    return check


def _check(mediation: Mediation, outcome: MediationOutcome) -> None:
    problems: dict[str, str] = {}
    if not outcome.note.strip():
        problems["note"] = _("Say it in a sentence that others will understand.")
    if outcome.on < mediation.opened_on:
        problems["on"] = _("It did not end before it began.")
    if outcome.on > timezone.localdate():
        problems["on"] = _("This day has not come yet.")
    if outcome.follow_up_on and outcome.follow_up_on <= outcome.on:
        problems["follow_up_on"] = _("The next follow-up comes later than this one.")
    if problems:
        raise ValidationError(dict(problems))


def _write(mediation: Mediation, outcome: MediationOutcome) -> None:
    """Write the day and the words that go with the state just entered."""
    note = outcome.note.strip()
    is_settled = mediation.state == MediationState.SETTLED
    mediation.agreement = note if is_settled else ""
    mediation.follow_up_on = outcome.follow_up_on if is_settled else None
    if mediation.state == MediationState.OPEN:
        mediation.reopened_reason, mediation.outcome_on, mediation.outcome_note = note, None, ""
        return
    mediation.outcome_on = outcome.on
    mediation.outcome_note = "" if is_settled else note


def _transitions() -> dict[str, Any]:
    steps = Mediation._meta.get_field("state").get_all_transitions(Mediation)
    return {step.name: step for step in steps}
