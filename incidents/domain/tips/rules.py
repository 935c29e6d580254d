"""Deadline rules: proposed by one, approved or not by another, withdrawn by whoever proposed; and the open tips that
would have begun under one."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.permissions import APPROVE_RULE, PROPOSE_RULE, require
from incidents.domain.sentences import must_say
from incidents.domain.tips.deadlines import RUNNING
from incidents.models import DeadlineRule, RuleState, TipDeadline, Urgency
from units.domain.scope import Scope

# More running deadlines than these are not listed one by one.
MOST_TOUCHED = 200


@transaction.atomic
def propose_rule(rule: DeadlineRule, *, by: User, scope: Scope) -> DeadlineRule:
    """Keep a new rule as a proposal, for a jurisdiction in ``scope``; everywhere only for who answers for everything.

    Raises ``PermissionDenied``; ``ValidationError``.
    """
    require(by, PROPOSE_RULE)
    if not scope.sees_jurisdiction(rule.jurisdiction_id):
        raise ValidationError({"jurisdiction": _("Choose a jurisdiction that you answer for.")})
    rule.state, rule.proposed_by = RuleState.PROPOSED, by
    rule.full_clean()
    rule.save()
    return rule


@transaction.atomic
def decide_rule(
    rule: DeadlineRule, *, is_approved: bool, by: User, now: datetime.datetime, reason: str = ""
) -> DeadlineRule:
    """Approve a proposal, or say why not. Raises ``PermissionDenied`` also for the person who proposed it;
    ``ValidationError`` once it has been decided, or where the reason against it says nothing."""
    require(by, APPROVE_RULE)
    current = locked_rule(rule)
    if current.proposed_by_id == by.pk:
        raise PermissionDenied
    _must_be_open(current)
    if not is_approved:
        current.ended_because = must_say(reason, "reason")
    current.state = RuleState.APPROVED if is_approved else RuleState.DECLINED
    current.approved_by, current.approved_at = by, now
    current.save()
    return current


@transaction.atomic
def withdraw_rule(rule: DeadlineRule, reason: str, *, by: User) -> DeadlineRule:
    """Take back one's own proposal. Raises ``PermissionDenied`` for that of somebody else; ``ValidationError`` once it
    has been decided, or for a reason that says nothing."""
    require(by, PROPOSE_RULE)
    current = locked_rule(rule)
    if current.proposed_by_id != by.pk:
        raise PermissionDenied
    _must_be_open(current)
    current.ended_because = must_say(reason, "reason")
    current.state = RuleState.WITHDRAWN
    current.save()
    return current


def may_decide(rule: DeadlineRule, user: User, scope: Scope) -> bool:
    """Tell whether ``user`` may approve this proposal now, or not approve it; no query."""
    return (
        rule.state == RuleState.PROPOSED
        and rule.proposed_by_id != user.pk
        and scope.sees_jurisdiction(rule.jurisdiction_id)
        and user.has_perm(APPROVE_RULE)
    )


def may_withdraw(rule: DeadlineRule, user: User) -> bool:
    """Tell whether this is an open proposal of ``user``; no query."""
    return (
        rule.state == RuleState.PROPOSED
        and rule.proposed_by_id == user.pk
        and user.has_perm(PROPOSE_RULE)
    )


def tips_touched(rule: DeadlineRule, scope: Scope) -> list[TipDeadline]:
    """Return the running deadlines in ``scope``, at most ``MOST_TOUCHED``, of the step that the rule speaks of. They
    keep the rule they began with; the page shows them so that whoever approves knows what goes on under the old one.
    One query."""
    rows = TipDeadline.objects.visible_to(scope).filter(RUNNING, step=rule.step).exclude(rule=rule)
    if rule.kind:
        rows = rows.filter(tip__kind=rule.kind)
    if rule.urgency:
        # What nobody has classified yet runs as ordinary.
        meant = [rule.urgency, ""] if rule.urgency == Urgency.ORDINARY else [rule.urgency]
        rows = rows.filter(tip__urgency__in=meant)
    if rule.is_remote is not None:
        rows = rows.filter(tip__is_remote=rule.is_remote)
    if rule.jurisdiction is not None:
        rows = rows.filter(tip__commune__jurisdiction__path__startswith=rule.jurisdiction.path)
    return list(rows.select_related("tip__commune", "rule").order_by("due_at", "pk")[:MOST_TOUCHED])


def locked_rule(rule: DeadlineRule) -> DeadlineRule:
    """Lock the rule. Raises ``PermissionDenied`` where the database lets this person only read it."""
    rows = DeadlineRule.objects.select_for_update(of=("self",))
    current: DeadlineRule | None = rows.filter(pk=rule.pk).first()
    if current is None:
        raise PermissionDenied
    return current


def _must_be_open(rule: DeadlineRule) -> None:
    if rule.state != RuleState.PROPOSED:
        raise ValidationError(_("This rule has been decided already."))
