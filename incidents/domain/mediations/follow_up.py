"""Following an agreement up: whether it is kept, and the day on which somebody asks next."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.facts import facts_at
from incidents.domain.locking import ChangedMeanwhileError, locked, saved
from incidents.domain.permissions import RECORD_MEDIATIONS, require
from incidents.models import FollowUpCheck, Mediation, MediationState


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """What a follow-up found, and the day of the next one; without one nobody asks again."""

    on: datetime.date
    verdict: str
    note: str = ""
    next_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class FollowUpFacts:
    """The day on which somebody asks next, nobody where there is none, and why it was corrected."""

    follow_up_on: datetime.date | None
    follow_up_reason: str


@transaction.atomic
def check_follow_up(
    mediation: Mediation, facts: CheckFacts, *, by: User, version: int | None = None
) -> FollowUpCheck:
    """Write down whether the agreement is kept and when somebody asks again; the same answer a second
    time is the first one, sent again.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` if somebody set another day of follow-up since
    ``version``; ``ValidationError`` unless the quarrel is settled, for a day to come or before the
    agreement, and for a next day that is not later.
    """
    require(by, RECORD_MEDIATIONS)
    current = locked(mediation)
    agreed_on = _agreed_on(current)
    if not agreed_on <= facts.on <= timezone.localdate():
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
    if version is not None and _day_at(current, version) != current.follow_up_on:
        raise ChangedMeanwhileError(current)
    check = FollowUpCheck.objects.create(mediation=current, **said)
    current.follow_up_on, current.follow_up_reason = facts.next_on, ""
    saved(current)
    return check


@transaction.atomic
def correct_follow_up(
    mediation: Mediation, facts: FollowUpFacts, *, by: User, version: int
) -> Mediation:
    """Correct the day on which somebody asks next, and say why.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` if somebody saved the mediation since ``version``;
    ``ValidationError`` unless the quarrel is settled, without a reason, for the day that stands there
    already, and for one that is not later than the agreement and the last follow-up.
    """
    require(by, RECORD_MEDIATIONS)
    current = locked(mediation, version)
    _check_day(current, facts.follow_up_on)
    reason = facts.follow_up_reason.strip()
    if not reason:
        said = _("Say it in a sentence that others will understand.")
        raise ValidationError({"follow_up_reason": said})
    current.follow_up_on, current.follow_up_reason = facts.follow_up_on, reason
    return saved(current)


def _check_day(mediation: Mediation, day: datetime.date | None) -> None:
    agreed_on = _agreed_on(mediation)
    if day == mediation.follow_up_on:
        raise ValidationError({"follow_up_on": _("This is the day that stands there already.")})
    asked_on = mediation.checks.order_by("-on").values_list("on", flat=True).first()
    if day and day <= max(agreed_on, asked_on or agreed_on):
        said = _("Choose a day after the agreement and the last follow-up.")
        raise ValidationError({"follow_up_on": said})


def _agreed_on(mediation: Mediation) -> datetime.date:
    """Return the day of the agreement; raise ``ValidationError`` where there is none."""
    if mediation.state != MediationState.SETTLED or mediation.outcome_on is None:
        raise ValidationError(_("Only a settled quarrel has an agreement to follow up."))
    return mediation.outcome_on


def _day_at(mediation: Mediation, version: int) -> datetime.date | None:
    return facts_at(mediation, version, FollowUpFacts).follow_up_on
