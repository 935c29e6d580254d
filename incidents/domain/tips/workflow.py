"""The moves of a tip, with what each must say and the clock it turns; its extensions.

Which moves there are is declared in ``incidents.models.tip_states``; how they are made is ``incidents.domain.moves``.
"""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain import moves
from incidents.domain.locking import locked, saved
from incidents.domain.moves import OfferedMove
from incidents.domain.permissions import DECIDE_TIP, require
from incidents.domain.sentences import is_decision_number, must_say, names_a_decision
from incidents.domain.tips import deadlines
from incidents.domain.tips.clock import ends_on
from incidents.domain.tips.informants import must_not_tell_of, refusals_kept
from incidents.models import DECIDING, CrimeTip, Step, TipDeadline, TipState
from incidents.models.tip_states import TIP_MOVES
from units.domain.working_days import WorkingCalendar

# An extension follows the deadline that runs, and no other.
EXTENSIONS = {Step.DECISION: Step.EXTENSION, Step.EXTENSION: Step.SECOND_EXTENSION}
# What the district says is done, by a button of its own.
FINISHED_BY_HAND = (Step.ASSIGNMENT, Step.RECEIPT_NOTICE, Step.CLOSING_REPORT)
# What rests on a decision, which is found by its number.
BY_DECISION = ("resolve", "suspend", "resume")


def moves_offered(tip: CrimeTip, user: User) -> list[OfferedMove]:
    """Return the moves allowed now to this person, in the order of ``TIP_MOVES``."""
    return moves.moves_offered(tip, user, TIP_MOVES)


@refusals_kept
def move_tip(
    name: str, tip: CrimeTip, note: str, *, by: User, now: datetime.datetime, version: int
) -> CrimeTip:
    """Make the named move and turn the clock; raises what ``moves.carry_out`` does, and ``ValidationError`` when what
    the move must say is missing or names the informant."""

    def write(current: CrimeTip) -> None:
        _write(current, name, note.strip(), now)
        _turn_clock(current, name, now)
        deadlines.note_next(current)

    def check(current: CrimeTip) -> None:
        _check(name, note)
        must_not_tell_of(current, {"note": note}, by=by)

    return moves.carry_out(name, tip, by=by, version=version, check=check, write=write)


def _check(name: str, note: str) -> None:
    """A move that must say something says it in a sentence, one that rests on a decision with its number."""
    if moves.declared_moves(CrimeTip)[name].needs_reason:
        must_say(note, "note")
    if name in BY_DECISION and not names_a_decision(note):
        raise ValidationError({"note": _("Give the decision's number too, such as 12/QĐ-CAH.")})


def _write(tip: CrimeTip, name: str, note: str, now: datetime.datetime) -> None:
    tip.moved_note = note
    if name == "hand_over":
        tip.handed_with = note
    if name == "resolve":
        tip.result, tip.resolved_at = note, now
    elif name == "close":
        tip.informant_notified = note


def _turn_clock(tip: CrimeTip, name: str, now: datetime.datetime) -> None:
    """The hand-over stops when it is made; when the tip comes back another runs from the return, for the days that the
    district held it are not the commune's. The decision and what the district owes run from the day it gets the tip,
    accepted or not; it stands still while the tip is suspended and begins anew after, and what was overdue when it was
    stopped stays late. The notice of the result runs from the result."""
    if name == "hand_over":
        _hand_clock_over(tip, now)
    elif name == "give_back":
        deadlines.stop(tip, *DECIDING, *FINISHED_BY_HAND, at=now, is_met=False, stays_late=True)
        deadlines.start(tip, Step.HAND_OVER, now)
    elif name == "resolve":
        deadlines.stop(tip, *DECIDING, at=now)
        # What nobody said is done was not done; it only waits no longer.
        deadlines.stop(tip, *FINISHED_BY_HAND, at=now, is_met=False)
        deadlines.start(tip, Step.RESULT_NOTICE, now)
    elif name == "suspend":
        deadlines.stop(tip, *DECIDING, Step.CLOSING_REPORT, at=now, is_met=False, stays_late=True)
    elif name == "resume":
        deadlines.start_deciding(tip, Step.RESUMED, now)
    elif name == "close":
        deadlines.stop(tip, at=now)


def _hand_clock_over(tip: CrimeTip, now: datetime.datetime) -> None:
    deadlines.stop(tip, Step.HAND_OVER, at=now)
    # Whoever hands the file over without having proposed proposes no more.
    deadlines.stop(tip, Step.PROPOSE, at=now, is_met=False)
    working = WorkingCalendar.read()
    for step in (Step.RECEIPT_NOTICE, Step.ASSIGNMENT):
        deadlines.start(tip, step, now, working=working)
    deadlines.start_deciding(tip, Step.DECISION, now, working=working)


@transaction.atomic
def finish_step(
    tip: CrimeTip, step: Step, *, by: User, now: datetime.datetime, version: int
) -> CrimeTip:
    """Note that the district has assigned the tip, notified of its receipt or reported before the end.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError``; ``ValidationError`` for any other step.
    """
    require(by, DECIDE_TIP)
    current = locked(tip, version)
    if step not in FINISHED_BY_HAND or not deadlines.running(current, step):
        raise ValidationError(_("This deadline does not run."))
    deadlines.stop(current, step, at=now)
    deadlines.note_next(current)
    return saved(current)


@transaction.atomic
def extend_tip(
    tip: CrimeTip,
    decision_number: str,
    decision_on: datetime.date,
    *,
    by: User,
    now: datetime.datetime,
    version: int,
) -> CrimeTip:
    """Extend the deadline of the decision by a decision with number and day.

    The first extension runs from the hand-over (two months in all), the second from the end of the first.
    Raises ``PermissionDenied``; ``ChangedMeanwhileError``; ``ValidationError`` where nothing can be extended
    any more, or for a decision without number or of a day outside the deadline.
    """
    require(by, DECIDE_TIP)
    current = locked(tip, version)
    running = deadlines.running(current, *DECIDING)
    if current.state != TipState.ACCEPTED or not running or Step(running[0].step) not in EXTENSIONS:
        raise ValidationError(_("This deadline cannot be extended any more."))
    held = running[0]
    check_decision(decision_number, decision_on, held.began_at, now)
    _must_be_in_time(decision_on, held)
    step = EXTENSIONS[Step(held.step)]
    began = held.due_at if step == Step.SECOND_EXTENSION else held.began_at
    if step == Step.SECOND_EXTENSION:
        # The end is 24:00 of the last day; the extension counts from that day.
        began -= datetime.timedelta(microseconds=1)
    deadlines.stop(current, Step(held.step), Step.CLOSING_REPORT, at=now, is_met=False)
    decision = decision_number.strip(), decision_on
    deadlines.start_deciding(current, step, began, decision=decision)
    deadlines.note_next(current)
    return saved(current)


def _must_be_in_time(decision_on: datetime.date, held: TipDeadline) -> None:
    """A deadline that has ended is not extended: the decision is of its last day at the latest, whenever it is
    entered. Source: BLTTHS 2015, art. 147."""
    last = ends_on(held.due_at)
    if decision_on > last:
        raise ValidationError(
            {
                "decision_on": _(
                    "The deadline ended with %(day)s: a decision to extend it is of that day or before."
                )
                % {"day": date_format(last, "SHORT_DATE_FORMAT")}
            }
        )


def check_decision(
    number: str, on: datetime.date, began: datetime.datetime, now: datetime.datetime
) -> None:
    """Raise ``ValidationError`` for a paper without number, or of a day before ``began`` or still to come."""
    if not number.strip():
        raise ValidationError({"decision_number": _("Give the number of the decision.")})
    if not is_decision_number(number):
        raise ValidationError(
            {"decision_number": _("Write the number as the decision has it, such as 12/QĐ-CAH.")}
        )
    if on > timezone.localdate(now):
        raise ValidationError({"decision_on": _("This day has not come yet.")})
    if on < timezone.localdate(began):
        raise ValidationError({"decision_on": _("It lies before the deadline began.")})
