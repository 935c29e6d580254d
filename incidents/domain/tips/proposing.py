"""A simple case that the commune handles itself: it reports to the head of the provincial body and proposes so, within
hours of receipt; the file follows by the deadline of the hand-over. Source: HD 11/HD-BCA-V03 of 27/2/2025."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.locking import locked, saved
from incidents.domain.permissions import HANDLE_TIP, require
from incidents.domain.tips import deadlines
from incidents.domain.tips.workflow import check_decision
from incidents.models import WITH_COMMUNE, CrimeTip, Step


def turn_proposal(
    tip: CrimeTip, *, is_proposed: bool, is_anew: bool, now: datetime.datetime
) -> None:
    """Start the clock of the proposal from receipt where the commune means to handle the tip itself, stop it where it no
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
        deadlines.start(tip, Step.PROPOSE, tip.received_at)


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
