"""Recording sessions of outreach, correcting them, and withdrawing what was recorded by mistake."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.days import unlikely_day
from incidents.domain.locking import locked
from incidents.domain.movement.records import correct, write_down
from incidents.domain.permissions import RECORD_OUTREACH, require
from incidents.domain.withdrawing import withdraw
from incidents.models import OutreachSession
from units.models import Commune

# “PCCC” is a topic; “x” is none.
FEWEST_LETTERS = 3


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
    name = by.get_full_name()
    return write_down(
        OutreachSession, facts, commune=commune, key=key, check=_check, recorded_by_name=name
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
    return correct(session, facts, version=version, check=lambda _row, said: _check(said))


@transaction.atomic
def withdraw_outreach(session: OutreachSession, reason: str, *, by: User) -> OutreachSession:
    """Withdraw a session that was recorded by mistake. Raises ``PermissionDenied``; ``ValidationError``
    without a reason."""
    require(by, RECORD_OUTREACH)
    return withdraw(locked(session), reason)


def _check(facts: OutreachFacts) -> None:
    if problem := unlikely_day(facts.on, timezone.localdate()):
        raise ValidationError({"on": problem})
    if sum(map(str.isalpha, facts.topic)) < FEWEST_LETTERS:
        raise ValidationError({"topic": _("Say what it was about.")})
