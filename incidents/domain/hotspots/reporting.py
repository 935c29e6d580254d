"""Reporting a complicated place, and correcting the report."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import asdict, dataclass

from django.db import transaction

from accounts.models import User
from incidents.domain.locking import locked
from incidents.domain.permissions import REPORT, require
from incidents.domain.submissions import made_by_same_form
from incidents.models import Hotspot
from units.models import Commune


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a report says of a place. Keys of rows are ids; ``since`` is the first day it may mean."""

    name: str
    kind_id: int
    latitude: float
    longitude: float
    reason: str
    hamlet_id: int | None = None
    whereabouts: str = ""
    since: datetime.date | None = None
    since_precision: str = "month"
    responsible_id: int | None = None
    responsible_note: str = ""
    review_interval_days: int = 30


# What one person says as one thing, when two correct a report at once.
SAID_TOGETHER = [("latitude", "longitude"), ("since", "since_precision")]


@dataclass(frozen=True, slots=True)
class Reported:
    """The place, and whether this very form had already been received."""

    hotspot: Hotspot
    is_repeat: bool = False


@transaction.atomic
def report_hotspot(
    facts: ReportFacts, *, commune: Commune, by: User, on: datetime.date, key: uuid.UUID
) -> Reported:
    """Report a place; the same ``key`` a second time returns what the first time made.

    Raises ``PermissionDenied`` without ``report_hotspot``.
    """
    require(by, REPORT)
    if known := made_by_same_form(Hotspot, key, reported_by_id=by.pk):
        return Reported(known, is_repeat=True)
    hotspot = Hotspot.objects.create(
        **asdict(facts),
        submission_key=key,
        commune=commune,
        state_since=on,
        reported_on=on,
        reported_by=by,
        reported_by_name=by.get_full_name(),
    )
    return Reported(hotspot, is_repeat=False)


@transaction.atomic
def correct_hotspot(hotspot: Hotspot, facts: ReportFacts, *, by: User, version: int) -> Hotspot:
    """Write the corrected report. Raises ``ChangedMeanwhileError`` if somebody saved it since ``version``.

    A changed interval moves the next review by the difference.
    """
    require(by, REPORT)
    current = locked(hotspot, version)
    shift = facts.review_interval_days - current.review_interval_days
    changed = [name for name, value in asdict(facts).items() if getattr(current, name) != value]
    if not changed:
        return current
    for name in changed:
        setattr(current, name, getattr(facts, name))
    if shift and current.next_review_on:
        current.next_review_on += datetime.timedelta(days=shift)
        changed.append("next_review_on")
    current.save(update_fields=[*changed, "updated_at"])
    current.refresh_from_db(fields=["version"])
    return current
