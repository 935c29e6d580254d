"""Recording sessions of outreach, correcting them, and withdrawing what was recorded by mistake."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from incidents.domain.days import unlikely_day
from incidents.domain.locking import ChangedMeanwhileError, locked
from incidents.domain.permissions import RECORD_OUTREACH, require
from incidents.domain.submissions import wait_for_same_form
from incidents.domain.withdrawing import refuse_withdrawn, withdraw
from incidents.models import OutreachSession
from units.models import Commune


@dataclass(frozen=True, slots=True)
class OutreachFacts:
    """What is recorded of a session of outreach; attendance in persons, ``None`` where nobody can count."""

    on: datetime.date
    kind: str
    topic: str
    hamlet_id: int | None = None
    attendance: int | None = None
    place: str = ""
    held_by: str = ""
    note: str = ""


@transaction.atomic
def record_outreach(
    facts: OutreachFacts, *, commune: Commune, by: User, key: uuid.UUID
) -> OutreachSession:
    """Record a session; the same ``key`` a second time returns what the first time made.

    Raises ``PermissionDenied``; ``ValidationError`` for a day to come.
    """
    require(by, RECORD_OUTREACH)
    wait_for_same_form(key)
    known: OutreachSession | None = OutreachSession.objects.filter(
        submission_key=key, commune=commune
    ).first()
    if known:
        return known
    _check(facts)
    return OutreachSession.objects.create(
        **asdict(facts), commune=commune, submission_key=key, recorded_by_name=by.get_full_name()
    )


@transaction.atomic
def correct_outreach(
    session: OutreachSession, facts: OutreachFacts, *, by: User, version: int
) -> OutreachSession:
    """Write the corrected session; who recorded it stays.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` if somebody saved it since ``version``;
    ``ValidationError`` for a day to come and for one that was withdrawn.
    """
    require(by, RECORD_OUTREACH)
    current = locked(session)
    refuse_withdrawn(current)
    if current.version != version:
        raise ChangedMeanwhileError(current)
    _check(facts)
    for name, value in asdict(facts).items():
        setattr(current, name, value)
    current.save()
    return current


@transaction.atomic
def withdraw_outreach(session: OutreachSession, reason: str, *, by: User) -> OutreachSession:
    """Withdraw a session that was recorded by mistake. Raises ``PermissionDenied``; ``ValidationError``
    without a reason."""
    require(by, RECORD_OUTREACH)
    return withdraw(locked(session), reason)


def _check(facts: OutreachFacts) -> None:
    if problem := unlikely_day(facts.on, timezone.localdate()):
        raise ValidationError({"on": problem})
