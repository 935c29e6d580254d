"""Correcting what was written on receipt of a tip, while the commune has it; the register number never changes.

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
from incidents.domain.permissions import RECEIVE_TIP
from incidents.domain.sentences import must_say
from incidents.domain.tips import deadlines
from incidents.domain.tips.deadlines import CountedAnew
from incidents.domain.tips.receiving import LONGEST_LATE, TipFacts, may_classify
from incidents.models import WITH_COMMUNE, CrimeTip

ONE_MINUTE = datetime.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Corrected:
    """The tip as it is now, and the deadlines that are counted anew because of it."""

    tip: CrimeTip
    counted_anew: list[CountedAnew]


def may_correct_tip(tip: CrimeTip, user: User) -> bool:
    """Tell whether ``user`` may correct what was written on receipt: whoever received the tip and whoever may
    classify it, while it is with the commune; no query beyond those of rights."""
    if tip.state not in WITH_COMMUNE:
        return False
    is_receiver = tip.received_by_id == user.pk and user.has_perm(RECEIVE_TIP)
    return is_receiver or may_classify(tip, user)


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
    """Write the corrected facts with the reason, and count the deadlines anew that run from receipt.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` if somebody saved it since ``version``;
    ``ValidationError`` without a reason, where nothing differs, for a time of receipt that cannot be, or where no
    rule holds for the corrected one.
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


def _check(facts: TipFacts, tip: CrimeTip, now: datetime.datetime) -> None:
    if tip.is_anonymous:
        must_say(facts.anonymous_reason, "anonymous_reason")
    if facts.received_at == tip.received_at:
        return
    if facts.received_at > now + CLOCKS_APART:
        raise ValidationError({"received_at": _("This time has not come yet.")})
    if facts.received_at > tip.created_at + CLOCKS_APART:
        raise ValidationError({"received_at": _("By then the tip stood in the register already.")})
    if facts.received_at < tip.created_at - LONGEST_LATE:
        raise ValidationError(
            {
                "received_at": _(
                    "This lies more than a year before the tip was entered. Check the day and the year."
                )
            }
        )
