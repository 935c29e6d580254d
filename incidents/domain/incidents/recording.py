"""Recording an incident, in seconds or in full, and correcting what was recorded."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.days import unlikely_year
from incidents.domain.locking import locked
from incidents.domain.numbering import next_number
from incidents.domain.permissions import DECIDE, RECORD, require
from incidents.domain.submissions import made_by_same_form
from incidents.models import Incident, NumberedBook, TimeKnown
from units.models import Commune

# A phone's clock may be a little ahead of the server's.
CLOCKS_APART = datetime.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What is recorded of an incident. Keys of rows are ids, times are aware, money is VND; ``None`` of
    harm is “not known”."""

    category_id: int
    occurred_from: datetime.datetime
    occurred_until: datetime.datetime
    summary: str
    time_known: str = TimeKnown.EXACT.value
    hamlet_id: int | None = None
    whereabouts: str = ""
    latitude: float | None = None
    longitude: float | None = None
    point_source: str = ""
    accuracy_m: int | None = None
    hotspot_id: int | None = None
    deaths: int | None = None
    injured: int | None = None
    damage_vnd: int | None = None
    handler_id: int | None = None
    handler_note: str = ""


# What one person says as one thing, when two correct a record at once.
SAID_TOGETHER = [
    ("latitude", "longitude", "point_source", "accuracy_m"),
    ("occurred_from", "occurred_until", "time_known"),
]


@dataclass(frozen=True, slots=True)
class Recorded:
    """The incident, and whether this very form had already been received."""

    incident: Incident
    is_repeat: bool = False


@transaction.atomic
def record_incident(
    facts: IncidentFacts,
    *,
    commune: Commune,
    by: User,
    at: datetime.datetime,
    key: uuid.UUID,
    is_complete: bool = True,
) -> Recorded:
    """Record an incident under the next number of the commune's book; the same ``key`` a second time
    returns what the first time made.

    ``at`` is when it was written down, which lies earlier than now when a phone was offline. Raises
    ``PermissionDenied``; ``ValidationError`` for times to come or a key of somebody else's form.
    """
    require(by, RECORD)
    if known := made_by_same_form(Incident, key, recorded_by_id=by.pk):
        return Recorded(known, is_repeat=True)
    check_times(facts, at)
    incident = Incident.objects.create(
        **asdict(facts),
        commune=commune,
        number=next_number(commune, timezone.localdate(at).year, NumberedBook.INCIDENTS),
        is_complete=is_complete,
        recorded_at=at,
        recorded_by=by,
        recorded_by_name=by.get_full_name(),
        submission_key=key,
    )
    return Recorded(incident)


@transaction.atomic
def correct_incident(
    incident: Incident, facts: IncidentFacts, *, by: User, version: int, now: datetime.datetime
) -> Incident:
    """Write the corrected record, complete from now on; number, state and outcome stay.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` if somebody saved it since ``version``;
    ``ValidationError`` for times to come, or after the outcome.
    """
    require(by, RECORD)
    current = locked(incident, version)
    if not may_correct(current, by):
        raise PermissionDenied
    check_times(facts, now)
    _check_outcome(current, facts)
    changed = [name for name, value in asdict(facts).items() if getattr(current, name) != value]
    for name in changed:
        setattr(current, name, getattr(facts, name))
    if not current.is_complete:
        current.is_complete = True
        changed.append("is_complete")
    if changed:
        current.save(update_fields=[*changed, "updated_at"])
        current.refresh_from_db(fields=["version"])
    return current


def may_correct(incident: Incident, user: User) -> bool:
    """Tell whether ``user`` may correct the record: who decides always, whoever records while it is open; nobody once it
    was withdrawn."""
    if incident.is_withdrawn:
        return False
    return user.has_perm(DECIDE) or (user.has_perm(RECORD) and incident.is_unsettled)


def _check_outcome(incident: Incident, facts: IncidentFacts) -> None:
    """What has an outcome happened before it."""
    ended = incident.outcome_on
    if ended and timezone.localdate(facts.occurred_from) > ended:
        said = _("Its outcome is of %(day)s: it happened by then.")
        raise ValidationError(
            {"occurred_from": said % {"day": date_format(ended, "SHORT_DATE_FORMAT")}}
        )


def check_times(facts: IncidentFacts, at: datetime.datetime) -> None:
    """Refuse an incident that ends before it begins, lies ahead of ``at`` or before any book. Raises ``ValidationError``."""
    if problem := unlikely_year(facts.occurred_from.year):
        raise ValidationError({"occurred_from": problem})
    if facts.occurred_until < facts.occurred_from:
        raise ValidationError({"occurred_until": _("It ended before it began.")})
    if facts.occurred_from > at + CLOCKS_APART:
        raise ValidationError({"occurred_from": _("This time has not come yet.")})
    if facts.occurred_until > at + CLOCKS_APART:
        raise ValidationError({"occurred_until": _("This time has not come yet.")})
