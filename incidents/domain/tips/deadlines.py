"""Starts, stops and re-bases the deadlines of a tip by the rules that held when it was received."""

from __future__ import annotations

import datetime
from copy import copy
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Exists, F, Min, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.tips.clock import Span, due_at, due_before
from incidents.models import (
    CrimeTip,
    DeadlineRule,
    Step,
    TipDeadline,
    TipState,
    Urgency,
)
from units.domain.working_days import WorkingCalendar
from units.models import Jurisdiction

NO_RULE = "no_rule"
RUNNING = Q(met_at__isnull=True, replaced_at__isnull=True)


def rule_for(step: Step, tip: CrimeTip) -> DeadlineRule | None:
    """Return the rule for a step that held where and when the tip was received and was known then; the latest, and of
    these the narrowest; one query. A rule approved later leaves tips alone that were received before. Until somebody
    says what a tip is, its hand-over runs as an ordinary one's."""
    day = timezone.localdate(tip.received_at)
    urgency = tip.urgency
    if step == Step.HAND_OVER:
        urgency = urgency or Urgency.ORDINARY
    here = Jurisdiction.objects.filter(communes=tip.commune_id).annotate(
        upper=OuterRef("jurisdiction__path")
    )
    rules = DeadlineRule.objects.approved().filter(
        Q(jurisdiction__isnull=True) | Exists(here.filter(path__startswith=F("upper"))),
        Q(kind="") | Q(kind=tip.kind),
        Q(urgency="") | Q(urgency=urgency),
        Q(is_remote__isnull=True) | Q(is_remote=tip.is_remote),
        Q(is_delivered=True) | Q(approved_at__lte=tip.received_at),
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        step=step,
        valid_from__lte=day,
    )
    return max(rules, key=_rank, default=None)


def _rank(rule: DeadlineRule) -> tuple[datetime.date, int, int]:
    said = sum(
        (
            bool(rule.kind),
            bool(rule.urgency),
            rule.is_remote is not None,
            rule.jurisdiction_id is not None,
        )
    )
    return rule.valid_from, said, rule.pk


def due_by(
    rule: DeadlineRule,
    began: datetime.datetime,
    working: WorkingCalendar,
    *,
    end: datetime.datetime | None = None,
) -> datetime.datetime:
    """Return when a deadline of ``rule`` that began at ``began`` is due; ``end`` is the deadline that one counted
    back belongs to. No query."""
    span = Span(rule.amount, rule.unit, rule.rolls_forward)
    if rule.counts_back and end is not None:
        return due_before(end, span, working)
    return due_at(began, span, working)


def begun(
    tip: CrimeTip,
    step: Step,
    began: datetime.datetime,
    *,
    end: datetime.datetime | None = None,
    working: WorkingCalendar | None = None,
) -> TipDeadline | None:
    """Return the deadline of a step, not kept yet, by the rule that holds; ``None`` where none does. ``end`` is the
    deadline that one counted back belongs to. Whoever starts several reads the ``working`` days once for all."""
    rule = rule_for(step, tip)
    if rule is None:
        return None
    due = due_by(rule, began, working or WorkingCalendar.read(), end=end)
    return TipDeadline(tip=tip, step=step, rule=rule, began_at=began, due_at=due)


def no_rule(step: Step) -> ValidationError:
    """Return what is wrong where a step has to have a deadline and no rule gives one; pages know it by its code."""
    return ValidationError(
        _(
            "No approved rule that held when this tip was received says by when to “%(step)s”. Check the time of receipt. District staff propose deadlines on the page of deadlines and somebody else approves them; they hold for tips received after that."
        )
        % {"step": step.label},
        code=NO_RULE,
    )


def on_receipt(tip: CrimeTip) -> list[TipDeadline]:
    """Return the deadlines, not kept yet, of a tip that nobody has classified: the classification's, where an order sets
    one, and the ordinary hand-over's, so that no tip waits without a limit. Where no rule holds for a step there is
    none: a tip is received all the same."""
    working = WorkingCalendar.read()
    steps = (Step.CLASSIFY, Step.HAND_OVER)
    found = (begun(tip, step, tip.received_at, working=working) for step in steps)
    return [one for one in found if one is not None]


def start(
    tip: CrimeTip,
    step: Step,
    began: datetime.datetime,
    *,
    decision: tuple[str, datetime.date] | None = None,
    end: datetime.datetime | None = None,
    working: WorkingCalendar | None = None,
    set_at: datetime.datetime | None = None,
) -> TipDeadline:
    """Start the deadline of a step; ``end`` and ``working`` as for ``begun``; ``set_at`` where it is set later than it
    began.

    Raises ``ValidationError`` where no rule holds, so that no tip runs without a clock unnoticed.
    """
    deadline = begun(tip, step, began, end=end, working=working)
    if deadline is None:
        raise no_rule(step)
    deadline.decision_number, deadline.decision_on = decision or ("", None)
    deadline.set_at = set_at
    deadline.save()
    return deadline


def hand_over_by_class(tip: CrimeTip, *, at: datetime.datetime, is_first: bool) -> None:
    """Let the hand-over run by the class that the tip has now, from where it began: the receipt, or the return by the
    district. One that runs by the same rule is left alone. The first class takes over the one that ran without on the day
    it began; later a new one is set, and figures of a period that ended before ``at`` go on counting by the class of then.

    Raises ``ValidationError`` where no rule holds.
    """
    held = next(iter(running(tip, Step.HAND_OVER)), None)
    rule = rule_for(Step.HAND_OVER, tip)
    if held is not None and held.rule == rule:
        return
    if held and rule and is_first and timezone.localdate(held.began_at) == timezone.localdate(at):
        held.rule, held.due_at = rule, due_by(rule, held.began_at, WorkingCalendar.read())
        held.save(update_fields=["rule", "due_at", "updated_at"])
        return
    stop(tip, Step.HAND_OVER, at=at, is_met=False)
    start(tip, Step.HAND_OVER, held.began_at if held else tip.received_at, set_at=at)


def start_deciding(
    tip: CrimeTip,
    step: Step,
    began: datetime.datetime,
    *,
    decision: tuple[str, datetime.date] | None = None,
    working: WorkingCalendar | None = None,
) -> TipDeadline:
    """Start a deadline of the decision, and the report that is due before it ends; ``working`` as for ``start``.

    Raises ``ValidationError`` where no rule holds for one of them.
    """
    working = working or WorkingCalendar.read()
    deadline = start(tip, step, began, decision=decision, working=working)
    start(tip, Step.CLOSING_REPORT, began, end=deadline.due_at, working=working)
    return deadline


def ask_by(tip: CrimeTip, extension: TipDeadline) -> datetime.datetime | None:
    """Return until when the procuracy is asked for the second extension; ``None`` where no rule says. Asking is
    no duty, so no clock runs for it. Two queries."""
    rule = rule_for(Step.ASK_EXTENSION, tip)
    if rule is None:
        return None
    return due_by(rule, extension.began_at, WorkingCalendar.read(), end=extension.due_at)


def running(tip: CrimeTip, *steps: Step) -> list[TipDeadline]:
    """Return the deadlines that run, of these steps or of all, the next first; one query."""
    rows = tip.deadlines.filter(RUNNING).select_related("rule").order_by("due_at", "pk")
    return list(rows.filter(step__in=steps) if steps else rows)


def handed_over(tip: CrimeTip, since: datetime.datetime | None = None) -> list[TipDeadline]:
    """Return the deadlines that the tip's hand-overs met, those only that began at ``since``; one query."""
    rows = tip.deadlines.filter(step=Step.HAND_OVER, met_at__isnull=False).select_related("rule")
    return list(rows.filter(began_at=since) if since else rows)


def stop(
    tip: CrimeTip,
    *steps: Step,
    at: datetime.datetime,
    is_met: bool = True,
    stays_late: bool = False,
) -> None:
    """End the running deadlines of the steps: done, or replaced by others. With ``stays_late`` one whose time is past
    goes on to count as late: stopping a clock gives back no time that has run out."""
    for deadline in running(tip, *steps):
        if is_met:
            deadline.met_at = at
        else:
            deadline.replaced_at = at
            deadline.ended_late = stays_late and deadline.due_at <= at
        deadline.save(update_fields=["met_at", "replaced_at", "ended_late", "updated_at"])


def note_next(tip: CrimeTip) -> None:
    """Write the earliest running deadline on the tip; the caller saves the tip."""
    tip.next_due_at = tip.deadlines.filter(RUNNING).aggregate(first=Min("due_at"))["first"]


@dataclass(frozen=True, slots=True)
class CountedAnew:
    """One deadline before and after the receipt was corrected; ``None`` where none ran, or where no rule has one. Of a
    hand-over that was made, ``after`` is the same deadline, met when it was."""

    before: TipDeadline | None
    after: TipDeadline | None


def count_anew(
    tip: CrimeTip, since: datetime.datetime, *, at: datetime.datetime
) -> list[CountedAnew]:
    """Count the running deadlines that began with the receipt at ``since`` anew, from the receipt and by the kind that
    the tip has now, one by a decision too; those that stay as they are, are left alone. The caller saves the tip.

    Raises ``ValidationError`` where no rule holds for a step that every tip has a deadline of.
    """
    found = []
    for before in from_receipt(tip, since):
        if before.began_at == tip.received_at and before.rule == rule_for(Step(before.step), tip):
            continue
        stop(tip, Step(before.step), at=at, is_met=False)
        found.append(CountedAnew(before, _from_now_on(tip, before)))
    found += _judged_anew(tip, since)
    was_to_be_classified = any(one.before and one.before.step == Step.CLASSIFY for one in found)
    if tip.state == TipState.RECEIVED and not was_to_be_classified:
        first = _classified_by(tip) if not running(tip, Step.CLASSIFY) else None
        found += [CountedAnew(None, first)] if first else []
    note_next(tip)
    return found


def _from_now_on(tip: CrimeTip, before: TipDeadline) -> TipDeadline | None:
    """Start a deadline that was stopped from the receipt that the tip has now."""
    if before.step == Step.CLASSIFY:
        return _classified_by(tip)
    decision = (before.decision_number, before.decision_on) if before.decision_on else None
    return start(tip, Step(before.step), tip.received_at, decision=decision, set_at=before.set_at)


def _judged_anew(tip: CrimeTip, since: datetime.datetime) -> list[CountedAnew]:
    """Let the hand-over that was made be judged by the receipt that the tip has now; when it was made stays."""
    found = []
    for held in handed_over(tip, since):
        counted = begun(_as_handed_over(tip, held), Step.HAND_OVER, tip.received_at)
        if counted is None:
            raise no_rule(Step.HAND_OVER)
        if (held.began_at, held.rule) == (counted.began_at, counted.rule):
            continue
        before = copy(held)
        held.began_at, held.due_at, held.rule = counted.began_at, counted.due_at, counted.rule
        held.save()
        found.append(CountedAnew(before, held))
    return found


def _as_handed_over(tip: CrimeTip, held: TipDeadline) -> CrimeTip:
    """The tip with the class that it was handed over with: a class said after a return judges no hand-over before it."""
    then = copy(tip)
    then.urgency = held.rule.urgency or tip.urgency
    if held.rule.is_remote is not None:
        then.is_remote = held.rule.is_remote
    return then


def _classified_by(tip: CrimeTip) -> TipDeadline | None:
    """Start the deadline of the classification where an order of the receipt's day sets one."""
    deadline = begun(tip, Step.CLASSIFY, tip.received_at)
    if deadline:
        deadline.save()
    return deadline


def from_receipt(tip: CrimeTip, since: datetime.datetime) -> list[TipDeadline]:
    """Return the running deadlines that began with the receipt at ``since``, the next first; one query."""
    return [one for one in running(tip) if one.began_at == since]


def counted_from_receipt(tip: CrimeTip) -> list[TipDeadline]:
    """Return what a correction of the receipt counts anew: what runs from it and, once the tip is handed over, what the
    hand-over met; two queries at most."""
    return [*from_receipt(tip, tip.received_at), *handed_over(tip, tip.received_at)]
