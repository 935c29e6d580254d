"""Recording a mediation and correcting what was recorded."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.days import unlikely_day
from incidents.domain.locking import locked, saved
from incidents.domain.numbering import next_number
from incidents.domain.permissions import DECIDE_MEDIATIONS, RECORD_MEDIATIONS, require
from incidents.domain.sentences import must_say
from incidents.domain.submissions import made_by_same_form
from incidents.models import Mediation, NumberedBook
from units.models import Commune


@dataclass(frozen=True, slots=True)
class MediationFacts:
    """What is recorded of a mediation; keys of rows are ids."""

    subject_id: int
    summary: str
    opened_on: datetime.date
    hamlet_id: int | None = None
    handler_id: int | None = None


@transaction.atomic
def open_mediation(
    facts: MediationFacts, *, commune: Commune, by: User, key: uuid.UUID
) -> Mediation:
    """Open a mediation under the next number of the commune's book; the same ``key`` a second time
    returns what the first time made.

    Raises ``PermissionDenied``; ``ValidationError`` for a day to come, a summary that says nothing or a key of
    somebody else's form.
    """
    require(by, RECORD_MEDIATIONS)
    if known := made_by_same_form(Mediation, key, recorded_by_id=by.pk):
        return known
    _check(facts)
    return Mediation.objects.create(
        **asdict(facts),
        commune=commune,
        number=next_number(commune, facts.opened_on.year, NumberedBook.MEDIATIONS),
        recorded_by=by,
        recorded_by_name=by.get_full_name(),
        submission_key=key,
    )


@transaction.atomic
def correct_mediation(
    mediation: Mediation, facts: MediationFacts, *, by: User, version: int
) -> Mediation:
    """Write the corrected record; number, state and outcome stay.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` if somebody saved it since ``version``;
    ``ValidationError`` for a day to come, or after the outcome or a session.
    """
    current = locked(mediation, version)
    if not may_correct(current, by):
        raise PermissionDenied
    _check(facts)
    if current.outcome_on and facts.opened_on > current.outcome_on:
        raise ValidationError({"opened_on": _("It did not end before it began.")})
    if current.sessions.standing().filter(on__lt=facts.opened_on).exists():
        raise ValidationError({"opened_on": _("A session was held before this day.")})
    for name, value in asdict(facts).items():
        setattr(current, name, value)
    return saved(current)


def may_correct(mediation: Mediation, user: User) -> bool:
    """Tell whether ``user`` may correct the record: who decides always, whoever records while it is open; nobody once it
    was withdrawn."""
    if mediation.is_withdrawn:
        return False
    return user.has_perm(DECIDE_MEDIATIONS) or (
        user.has_perm(RECORD_MEDIATIONS) and mediation.is_open
    )


def _check(facts: MediationFacts) -> None:
    if problem := unlikely_day(facts.opened_on, timezone.localdate()):
        raise ValidationError({"opened_on": problem})
    must_say(facts.summary, "summary")
