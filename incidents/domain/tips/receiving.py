"""Receiving a tip, at any hour, and saying what it is, which sets its clock; until then the ordinary hand-over's runs, and
one of the classification where a rule says by when."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from incidents.domain.incidents.recording import CLOCKS_APART
from incidents.domain.locking import locked, saved
from incidents.domain.numbering import next_number
from incidents.domain.permissions import HANDLE_TIP, RECEIVE_TIP, require
from incidents.domain.secrecy import must_not_tell
from incidents.domain.sentences import must_say
from incidents.domain.submissions import made_by_same_form
from incidents.domain.tips import deadlines
from incidents.domain.tips.informants import (
    Informant,
    keep_informant,
    must_not_tell_of,
    refusals_kept,
)
from incidents.domain.tips.proposing import turn_proposal
from incidents.models import WITH_COMMUNE, CrimeTip, NumberedBook, Step, TipState
from units.models import Commune

# The register is written on receipt; what is entered later than this is a slip of the pen.
LONGEST_LATE = datetime.timedelta(days=366)
# What is written freely on receipt and read by everybody who sees the tip.
TOLD = ("content", "channel_code", "event_time", "event_place", "others", "anonymous_reason")


@dataclass(frozen=True, slots=True)
class TipFacts:
    """What is written down on receipt. ``received_at`` is aware; without an informant the reason is said."""

    kind: str
    channel: str
    content: str
    received_at: datetime.datetime
    channel_code: str = ""
    event_time: str = ""
    event_place: str = ""
    others: str = ""
    anonymous_reason: str = ""


@dataclass(frozen=True, slots=True)
class Classification:
    """What a tip is: the kind of crime, the clock, whether the commune is remote, and why; and whether it is a simple case
    that the commune proposes to handle itself."""

    urgency: str
    is_remote: bool = False
    category_id: int | None = None
    because: str = ""
    is_proposed: bool = False


def told_by(facts: TipFacts) -> dict[str, str]:
    """Return the words of a receipt that others read, by field."""
    return {name: getattr(facts, name) for name in TOLD}


@transaction.atomic
@sensitive_variables("informant")
def receive_tip(
    facts: TipFacts,
    informant: Informant | None,
    *,
    commune: Commune,
    by: User,
    now: datetime.datetime,
    key: uuid.UUID,
) -> CrimeTip:
    """Enter a tip in the register under the next number; the same ``key`` again returns the first one.

    Raises ``PermissionDenied``; ``ValidationError`` for a time to come, for nobody named without a reason, for words
    that say who gave it, or for a key of somebody else's form.
    """
    require(by, RECEIVE_TIP)
    if known := made_by_same_form(CrimeTip, key, received_by_id=by.pk):
        return known
    if facts.received_at > now + CLOCKS_APART:
        raise ValidationError({"received_at": _("This time has not come yet.")})
    if facts.received_at < now - LONGEST_LATE:
        raise ValidationError(
            {"received_at": _("This lies more than a year back. Check the day and the year.")}
        )
    if informant is None:
        must_say(facts.anonymous_reason, "anonymous_reason")
    else:
        must_not_tell(told_by(facts), *informant.people)
    tip = CrimeTip(
        **asdict(facts),
        is_anonymous=informant is None,
        commune=commune,
        number=next_number(commune, timezone.localdate(now).year, NumberedBook.TIPS),
        received_by=by,
        received_by_name=by.get_full_name(),
        submission_key=key,
    )
    _enter(tip)
    if informant:
        keep_informant(tip, informant)
    return tip


def _enter(tip: CrimeTip) -> None:
    """Keep a new tip with the clocks that run until somebody says what it is."""
    clocks = deadlines.on_receipt(tip)
    tip.next_due_at = min((one.due_at for one in clocks), default=None)
    tip.save()
    for one in clocks:
        one.tip = tip
        one.save()


def may_classify(tip: CrimeTip, user: User) -> bool:
    """Tell who may: the first class is said by whoever receives tips, another by who handles them, until the tip is
    handed over."""
    right = RECEIVE_TIP if tip.state == TipState.RECEIVED else HANDLE_TIP
    return tip.state in WITH_COMMUNE and user.has_perm(right)


@refusals_kept
@transaction.atomic
def classify_tip(
    tip: CrimeTip, said: Classification, *, by: User, now: datetime.datetime, version: int
) -> CrimeTip:
    """Say what a tip is, or say it anew with a reason. Its hand-over runs from receipt, or from the district's return, by
    the class it has now; another kind of crime alone leaves the clock as it is.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError``; ``ValidationError`` once it has been handed over,
    without a reason for a new class or with one that names the informant, or where no rule holds.
    """
    current = locked(tip, version)
    is_first = current.state == TipState.RECEIVED
    require(by, RECEIVE_TIP if is_first else HANDLE_TIP)
    _check_class(current, said, is_first=is_first, by=by)
    is_same_clock = not is_first and (current.urgency, current.is_remote) == (
        said.urgency,
        said.is_remote,
    )
    current.urgency, current.is_remote = said.urgency, said.is_remote
    current.category_id, current.classified_because = said.category_id, said.because.strip()
    if is_first:
        current.classify()
        deadlines.stop(current, Step.CLASSIFY, at=now)
    if not is_same_clock:
        deadlines.hand_over_by_class(current, at=now, is_first=is_first)
    turn_proposal(current, is_proposed=said.is_proposed, is_anew=not is_same_clock, now=now)
    deadlines.note_next(current)
    return saved(current)


def _check_class(tip: CrimeTip, said: Classification, *, is_first: bool, by: User) -> None:
    if tip.state not in WITH_COMMUNE:
        raise ValidationError(_("A tip is classified before it is handed over."))
    if not is_first:
        must_say(said.because, "because")
    must_not_tell_of(tip, {"because": said.because}, by=by)
