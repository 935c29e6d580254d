"""A simple case that the commune handles itself: it reports to the head of the provincial body and proposes so, within
hours of receipt; the file follows by the deadline of the hand-over. The answer is noted too; by when it comes, nothing
says. Source: HD 11/HD-BCA-V03 of 27/2/2025."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.locking import locked, saved
from incidents.domain.permissions import HANDLE_TIP, require
from incidents.domain.sentences import must_say
from incidents.domain.tips import deadlines
from incidents.domain.tips.informants import must_not_tell_of, refusals_kept
from incidents.domain.tips.workflow import check_decision
from incidents.models import OPEN_TIPS, WITH_COMMUNE, CrimeTip, Step, TipAnswer, TipDeadline


@dataclass(frozen=True, slots=True)
class ProposalAnswer:
    """What the head of the provincial body answered (a value of ``TipAnswer``), when and who it was."""

    answer: str
    on: datetime.date
    by_whom: str
    note: str = ""


def turn_proposal(
    tip: CrimeTip, *, is_proposed: bool, is_anew: bool, now: datetime.datetime
) -> None:
    """Start the clock of the proposal from receipt, or from the return by the district, where the commune means to handle the tip itself, stop it where it no
    longer does; ``is_anew`` where the tip has another class, so that another rule may hold. A proposal that was made
    stands. The caller has locked the tip and writes its next deadline.

    Raises ``ValidationError`` where no rule holds.
    """
    if tip.deadlines.filter(step=Step.PROPOSE, met_at__isnull=False).exists():
        return
    is_running = bool(deadlines.running(tip, Step.PROPOSE))
    if is_running and (is_anew or not is_proposed):
        deadlines.stop(tip, Step.PROPOSE, at=now, is_met=False)
        is_running = False
    if is_proposed and not is_running:
        held = deadlines.running(tip, Step.HAND_OVER)
        deadlines.start(tip, Step.PROPOSE, held[0].began_at if held else tip.received_at)


@transaction.atomic
def propose_handling(
    tip: CrimeTip,
    number: str,
    on: datetime.date,
    *,
    by: User,
    now: datetime.datetime,
    version: int,
) -> CrimeTip:
    """Note that the commune has proposed to handle the tip itself, with the number and day of its report.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError``; ``ValidationError`` where the commune did not say that it means
    to, or no longer has the tip, and for a report without number or of a day before receipt or to come.
    """
    require(by, HANDLE_TIP)
    current = locked(tip, version)
    running = deadlines.running(current, Step.PROPOSE)
    if current.state not in WITH_COMMUNE or not running:
        raise ValidationError(_("This deadline does not run."))
    held = running[0]
    check_decision(number, on, held.began_at, now)
    held.met_at, held.decision_number, held.decision_on = now, number.strip(), on
    held.save()
    deadlines.note_next(current)
    return saved(current)


def may_note_answer(tip: CrimeTip, proposal: TipDeadline | None, user: User) -> bool:
    """Tell whether ``user`` may note the answer to this proposal, or note it anew: once it was made, until the tip is
    closed; no query beyond those of rights."""
    is_made = proposal is not None and proposal.met_at is not None
    return is_made and tip.state in OPEN_TIPS and user.has_perm(HANDLE_TIP)


@refusals_kept
@transaction.atomic
def note_answer(
    tip: CrimeTip, said: ProposalAnswer, *, by: User, now: datetime.datetime, version: int
) -> CrimeTip:
    """Note what was answered to the proposal, or note it anew where it was noted wrongly. It turns no clock.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError``; ``ValidationError`` without a proposal or once the tip is
    closed, for a day before the report or to come, without who answered, for another direction that is not said, and
    for words that say who gave the tip.
    """
    require(by, HANDLE_TIP)
    current = locked(tip, version)
    proposal = current.deadlines.filter(step=Step.PROPOSE, met_at__isnull=False).first()
    if proposal is None or not may_note_answer(current, proposal, by):
        raise ValidationError(_("There is no proposal here that could be answered."))
    _check_answer(said, proposal.decision_on, now)
    must_not_tell_of(current, {"note": said.note, "by_whom": said.by_whom}, by=by)
    current.answer, current.answered_on = said.answer, said.on
    current.answered_by, current.answer_note = said.by_whom.strip(), said.note.strip()
    return saved(current)


def _check_answer(
    said: ProposalAnswer, reported_on: datetime.date | None, now: datetime.datetime
) -> None:
    if said.answer not in TipAnswer.values:
        raise ValidationError({"answer": _("There is no such answer.")})
    if said.on > timezone.localdate(now):
        raise ValidationError({"on": _("This day has not come yet.")})
    if reported_on is not None and said.on < reported_on:
        raise ValidationError({"on": _("It lies before the report that it answers.")})
    if not said.by_whom.strip():
        raise ValidationError({"by_whom": _("Write who answered.")})
    if said.answer == TipAnswer.OTHER:
        must_say(said.note, "note")
