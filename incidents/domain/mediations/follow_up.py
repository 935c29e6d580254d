"""Following an agreement up: whether it is kept, and the day on which somebody asks next; both are corrected with a
reason."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass, replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from incidents.domain.days import too_far_ahead
from incidents.domain.facts import facts_at, facts_of
from incidents.domain.locking import ChangedMeanwhileError, locked, saved
from incidents.domain.permissions import DECIDE_MEDIATIONS, RECORD_MEDIATIONS, require
from incidents.domain.sentences import must_say
from incidents.domain.withdrawing import refuse_withdrawn
from incidents.models import FollowUpCheck, Mediation, MediationState, Verdict

# What must be asked again, and how to say so.
ASKS_AGAIN = {
    Verdict.NOT_KEPT: gettext_lazy(
        "The agreement is not kept: set the day of the next follow-up, or take the mediation up again afterwards."
    ),
    Verdict.UNCLEAR: gettext_lazy(
        "Nobody knows whether the agreement is kept: set the day on which somebody asks again."
    ),
}


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """What a follow-up found, and the day of the next one; without one nobody asks again."""

    on: datetime.date
    verdict: str
    note: str = ""
    next_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class CheckSaid:
    """What a follow-up that is written down says."""

    on: datetime.date
    verdict: str
    note: str = ""


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
    agreement, for a next day that is not later or too far off, and for none where the agreement is not kept or nobody
    knows.
    """
    require(by, RECORD_MEDIATIONS)
    current = locked(mediation)
    _check_asked_on(current, facts.on)
    if facts.next_on is None and facts.verdict in ASKS_AGAIN:
        raise ValidationError({"next_on": ASKS_AGAIN[Verdict(facts.verdict)]})
    if facts.next_on and facts.next_on <= facts.on:
        raise ValidationError({"next_on": _("The next follow-up comes later than this one.")})
    if facts.next_on and (problem := too_far_ahead(facts.next_on, timezone.localdate())):
        raise ValidationError({"next_on": problem})
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


def may_correct_checks(mediation: Mediation, user: User) -> bool:
    """Tell whether ``user`` may correct what a follow-up says; no query beyond that of rights."""
    is_settled = mediation.state == MediationState.SETTLED and not mediation.is_withdrawn
    return is_settled and user.has_perm(DECIDE_MEDIATIONS)


@transaction.atomic
def correct_check(
    check: FollowUpCheck, said: CheckSaid, because: str, *, by: User, version: int
) -> FollowUpCheck:
    """Correct what a follow-up says, and why. Who asked stays, and so does the day of the next one.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` if somebody saved it since ``version``;
    ``ValidationError`` without a reason, where nothing differs, for a day to come, before the agreement or not before
    the next follow-up, and for an answer that asks for another follow-up where none is set. One of an agreement before
    this one stays before it, and asks for nothing.
    """
    mediation = locked(check.mediation)
    if not may_correct_checks(mediation, by):
        raise PermissionDenied
    current = locked(check, version)
    said = replace(said, note=said.note.strip())
    reason = must_say(because, "because")
    if said == facts_of(current, CheckSaid):
        raise ValidationError(_("You changed nothing, so there is nothing to correct."))
    if said.verdict not in Verdict.values:
        raise ValidationError({"verdict": _("There is no such answer.")})
    if is_of_this_agreement(mediation, current):
        _check_correction(mediation, current, said)
    elif not mediation.opened_on <= said.on < _agreed_on(mediation):
        raise ValidationError(
            {
                "on": _(
                    "This is a follow-up of an earlier agreement: choose a day before the present one."
                )
            }
        )
    for name, value in asdict(said).items():
        setattr(current, name, value)
    current.corrected_at, current.corrected_because = timezone.now(), reason
    current.mediation = mediation
    return saved(current)


def is_of_this_agreement(mediation: Mediation, check: FollowUpCheck) -> bool:
    """Tell whether a follow-up asks about the agreement that stands, and not about one before the quarrel was taken up
    again; no query."""
    agreed_on = mediation.outcome_on if mediation.state == MediationState.SETTLED else None
    return agreed_on is not None and check.on >= agreed_on


def _check_correction(mediation: Mediation, check: FollowUpCheck, said: CheckSaid) -> None:
    _check_asked_on(mediation, said.on)
    if mediation.follow_up_on and said.on != check.on and said.on >= mediation.follow_up_on:
        raise ValidationError({"on": _("The next follow-up comes later than this one.")})
    if said.verdict in ASKS_AGAIN and mediation.follow_up_on is None:
        raise ValidationError({"verdict": _("Nobody asks again by now: set the next day first.")})


@transaction.atomic
def correct_follow_up(
    mediation: Mediation, facts: FollowUpFacts, *, by: User, version: int
) -> Mediation:
    """Correct the day on which somebody asks next, and say why.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` if somebody saved the mediation since ``version``;
    ``ValidationError`` unless the quarrel is settled, without a reason, for the day that stands there
    already, and for one that is too far off or not later than the agreement and the last follow-up.
    """
    require(by, RECORD_MEDIATIONS)
    current = locked(mediation, version)
    _check_day(current, facts.follow_up_on)
    reason = must_say(facts.follow_up_reason, "follow_up_reason")
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
    if day and (problem := too_far_ahead(day, timezone.localdate())):
        raise ValidationError({"follow_up_on": problem})


def _check_asked_on(mediation: Mediation, day: datetime.date) -> None:
    if not _agreed_on(mediation) <= day <= timezone.localdate():
        raise ValidationError({"on": _("Choose a day from the agreement until today.")})


def _agreed_on(mediation: Mediation) -> datetime.date:
    """Return the day of the agreement; raise ``ValidationError`` where there is none or the mediation was withdrawn."""
    refuse_withdrawn(mediation)
    if mediation.state != MediationState.SETTLED or mediation.outcome_on is None:
        raise ValidationError(_("Only a settled quarrel has an agreement to follow up."))
    return mediation.outcome_on


def _day_at(mediation: Mediation, version: int) -> datetime.date | None:
    return facts_at(mediation, version, FollowUpFacts).follow_up_on
