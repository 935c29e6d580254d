"""Deadline rules: proposed by one, approved by another, with the open tips that would have begun under it."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.permissions import APPROVE_RULE, PROPOSE_RULE, require
from incidents.domain.tips.deadlines import RUNNING
from incidents.models import DeadlineRule, RuleState, TipDeadline


@transaction.atomic
def propose_rule(rule: DeadlineRule, *, by: User) -> DeadlineRule:
    """Keep a new rule as a proposal. Raises ``PermissionDenied``; ``ValidationError``."""
    require(by, PROPOSE_RULE)
    rule.state, rule.proposed_by = RuleState.PROPOSED, by
    rule.full_clean()
    rule.save()
    return rule


@transaction.atomic
def decide_rule(
    rule: DeadlineRule, *, is_approved: bool, by: User, now: datetime.datetime
) -> DeadlineRule:
    """Approve a proposal or not. Raises ``PermissionDenied`` also for the person who proposed it;
    ``ValidationError`` once it has been decided."""
    require(by, APPROVE_RULE)
    current = DeadlineRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if current.proposed_by_id == by.pk:
        raise PermissionDenied
    if current.state != RuleState.PROPOSED:
        raise ValidationError(_("This rule has been decided already."))
    current.state = RuleState.APPROVED if is_approved else RuleState.DECLINED
    current.approved_by, current.approved_at = by, now
    current.save()
    return current


def tips_touched(rule: DeadlineRule) -> list[TipDeadline]:
    """Return the running deadlines of the step that the rule speaks of. They keep the rule they began with;
    the page shows them so that whoever approves knows what goes on under the old one; row-level security keeps to the communes
    that they may see. One query."""
    rows = TipDeadline.objects.filter(RUNNING, step=rule.step)
    if rule.kind:
        rows = rows.filter(tip__kind=rule.kind)
    if rule.urgency:
        rows = rows.filter(tip__urgency=rule.urgency)
    if rule.is_remote is not None:
        rows = rows.filter(tip__is_remote=rule.is_remote)
    return list(rows.select_related("tip__commune", "rule").order_by("due_at", "pk")[:200])
