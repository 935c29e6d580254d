"""Correcting what was written on receipt of a tip, until it is closed; the register number never changes.

Who gave the tip is corrected in ``incidents.domain.tips.correcting_informant``.
"""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass, replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.facts import facts_of
from incidents.domain.incidents.recording import CLOCKS_APART
from incidents.domain.locking import locked, saved
from incidents.domain.permissions import HANDLE_TIP, RECEIVE_TIP
from incidents.domain.sentences import must_say
from incidents.domain.tips import deadlines
from incidents.domain.tips.deadlines import CountedAnew
from incidents.domain.tips.informants import must_not_tell_of, refusals_kept
from incidents.domain.tips.receiving import LONGEST_LATE, TipFacts, may_classify, told_by
from incidents.models import OPEN_TIPS, WITH_COMMUNE, CrimeTip

ONE_MINUTE = datetime.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Corrected:
    """The tip as it is now, and the deadlines that are counted anew because of it."""

    tip: CrimeTip
    counted_anew: list[CountedAnew]


def may_correct_tip(tip: CrimeTip, user: User) -> bool:
    """Tell whether ``user`` may correct what was written on receipt: whoever received the tip and whoever may
    classify it, while it is with the commune; from the hand-over until it is closed whoever answers for the
    commune's register. No query beyond those of rights."""
    if tip.state not in WITH_COMMUNE:
        return tip.state in OPEN_TIPS and user.has_perm(HANDLE_TIP)
    is_receiver = tip.received_by_id == user.pk and user.has_perm(RECEIVE_TIP)
    return is_receiver or may_classify(tip, user)


@refusals_kept
@transaction.atomic
def correct_tip(
    tip: CrimeTip,
    facts: TipFacts,
    because: str,
    *,
    by: User,
    now: datetime.datetime,
    version: int,
) -> Corrected:
    """Write the corrected facts with the reason, and count the deadlines anew that run from receipt; where the tip was
    handed over, also the one of the hand-over, which was met. What the investigators owe runs from that and stays.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` if somebody saved it since ``version``;
    ``ValidationError`` without a reason, where nothing differs, for words that say who gave the tip, for a time of
    receipt that cannot be, or where no rule holds for the corrected one.
    """
    current = locked(tip, version)
    if not may_correct_tip(current, by):
        raise PermissionDenied
    reason = must_say(because, "because")
    said = facts_of(current, TipFacts)
    facts = _as_meant(facts, current)
    if facts == said:
        raise ValidationError(_("You changed nothing, so there is nothing to correct."))
    _check(facts, current, now)
    must_not_tell_of(current, {"because": reason, **_newly_told(facts, said)}, by=by)
    for name, value in asdict(facts).items():
        setattr(current, name, value)
    current.corrected_at, current.corrected_because = now, reason
    anew = deadlines.count_anew(current, said.received_at, at=now)
    return Corrected(saved(current), anew)


def _as_meant(facts: TipFacts, tip: CrimeTip) -> TipFacts:
    """A form knows minutes only: the same minute is no correction of the seconds. A tip that names its informant
    has no reason for not doing so."""
    if abs(facts.received_at - tip.received_at) < ONE_MINUTE:
        facts = replace(facts, received_at=tip.received_at)
    return facts if tip.is_anonymous else replace(facts, anonymous_reason="")


def _newly_told(facts: TipFacts, before: TipFacts) -> dict[str, str]:
    """The words that the correction writes; what stood there before is not judged anew."""
    held = told_by(before)
    return {name: words for name, words in told_by(facts).items() if words != held[name]}


def _check(facts: TipFacts, tip: CrimeTip, now: datetime.datetime) -> None:
    if tip.is_anonymous:
        must_say(facts.anonymous_reason, "anonymous_reason")
    if facts.received_at == tip.received_at:
        return
    if facts.received_at > now + CLOCKS_APART:
        raise ValidationError({"received_at": _("This time has not come yet.")})
    if facts.received_at > tip.created_at + CLOCKS_APART:
        raise ValidationError({"received_at": _("By then the tip stood in the register already.")})
    handed = deadlines.handed_over(tip)
    if handed and facts.received_at > min(one.met_at for one in handed if one.met_at):
        raise ValidationError({"received_at": _("By then the tip had been handed over already.")})
    if facts.received_at < tip.created_at - LONGEST_LATE:
        raise ValidationError(
            {
                "received_at": _(
                    "This lies more than a year before the tip was entered. Check the day and the year."
                )
            }
        )
