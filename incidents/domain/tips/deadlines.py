"""Starts, stops and re-bases the deadlines of a tip by the rules that held when it was received."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Exists, F, Min, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.tips.clock import Span, due_at, due_before
from incidents.models import CrimeTip, DeadlineRule, Step, TipDeadline, TipState
from units.domain.working_days import WorkingCalendar
from units.models import Jurisdiction

RUNNING = Q(met_at__isnull=True, replaced_at__isnull=True)


def rule_for(step: Step, tip: CrimeTip) -> DeadlineRule | None:
    """Return the rule for a step that held where and when the tip was received and was known then; the latest, and of
    these the narrowest; one query. A rule approved later leaves tips alone that were received before."""
    day = timezone.localdate(tip.received_at)
    here = Jurisdiction.objects.filter(communes=tip.commune_id).annotate(
        upper=OuterRef("jurisdiction__path")
    )
    rules = DeadlineRule.objects.approved().filter(
        Q(jurisdiction__isnull=True) | Exists(here.filter(path__startswith=F("upper"))),
        Q(kind="") | Q(kind=tip.kind),
        Q(urgency="") | Q(urgency=tip.urgency),
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


def start(
    tip: CrimeTip,
    step: Step,
    began: datetime.datetime,
    *,
    decision: tuple[str, datetime.date] | None = None,
    end: datetime.datetime | None = None,
    working: WorkingCalendar | None = None,
) -> TipDeadline:
    """Start the deadline of a step; ``end`` and ``working`` as for ``begun``.

    Raises ``ValidationError`` where no rule holds, so that no tip runs without a clock unnoticed.
    """
    deadline = begun(tip, step, began, end=end, working=working)
    if deadline is None:
        raise ValidationError(
            _("No approved rule says by when to “%(step)s”. An administrator has to enter it.")
            % {"step": step.label}
        )
    deadline.decision_number, deadline.decision_on = decision or ("", None)
    deadline.save()
    return deadline


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


def stop(tip: CrimeTip, *steps: Step, at: datetime.datetime, is_met: bool = True) -> None:
    """End the running deadlines of the steps: done, or replaced by others."""
    for deadline in running(tip, *steps):
        if is_met:
            deadline.met_at = at
        else:
            deadline.replaced_at = at
        deadline.save(update_fields=["met_at", "replaced_at", "updated_at"])


def note_next(tip: CrimeTip) -> None:
    """Write the earliest running deadline on the tip; the caller saves the tip."""
    tip.next_due_at = tip.deadlines.filter(RUNNING).aggregate(first=Min("due_at"))["first"]


@dataclass(frozen=True, slots=True)
class CountedAnew:
    """One deadline before and after the receipt was corrected; ``None`` where none ran, or where no rule has one."""

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
    if tip.state == TipState.RECEIVED and not any(one.before for one in found):
        first = _classified_by(tip) if not running(tip, Step.CLASSIFY) else None
        found += [CountedAnew(None, first)] if first else []
    note_next(tip)
    return found


def _from_now_on(tip: CrimeTip, before: TipDeadline) -> TipDeadline | None:
    """Start a deadline that was stopped from the receipt that the tip has now."""
    if before.step == Step.CLASSIFY:
        return _classified_by(tip)
    decision = (before.decision_number, before.decision_on) if before.decision_on else None
    return start(tip, Step(before.step), tip.received_at, decision=decision)


def _classified_by(tip: CrimeTip) -> TipDeadline | None:
    """Start the deadline of the classification where an order of the receipt's day sets one."""
    deadline = begun(tip, Step.CLASSIFY, tip.received_at)
    if deadline:
        deadline.save()
    return deadline


def from_receipt(tip: CrimeTip, since: datetime.datetime) -> list[TipDeadline]:
    """Return the running deadlines that began with the receipt at ``since``, the next first; one query."""
    return [one for one in running(tip) if one.began_at == since]
