"""The end of a deadline rule that no other follows: proposed by one with its last day, decided by another."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.permissions import APPROVE_RULE, PROPOSE_RULE, require
from incidents.domain.sentences import must_say
from incidents.domain.tips.rules import locked_rule
from incidents.models import WITHOUT_RULE, DeadlineRule, RuleState
from units.domain.scope import Scope


def may_propose_end(rule: DeadlineRule, user: User, scope: Scope, today: datetime.date) -> bool:
    """Tell whether ``user`` may propose that this rule ends; no query."""
    return (
        rule.state == RuleState.APPROVED
        and rule.ends_on is None
        and (rule.valid_until is None or rule.valid_until > today)
        and scope.sees_jurisdiction(rule.jurisdiction_id)
        and user.has_perm(PROPOSE_RULE)
    )


def may_decide_end(rule: DeadlineRule, user: User, scope: Scope) -> bool:
    """Tell whether ``user`` may decide on the end that somebody else proposed; no query."""
    return (
        rule.ends_on is not None
        and rule.end_proposed_by_id != user.pk
        and scope.sees_jurisdiction(rule.jurisdiction_id)
        and user.has_perm(APPROVE_RULE)
    )


@transaction.atomic
def propose_end(
    rule: DeadlineRule,
    last_day: datetime.date,
    reason: str,
    *,
    by: User,
    today: datetime.date,
) -> DeadlineRule:
    """Propose the last day on which a rule in force holds for tips received.

    Raises ``PermissionDenied``; ``ValidationError`` for a rule that is not in force or whose end is proposed already, for
    a day that is past or changes nothing, without a reason, and where no rule would hold afterwards though one has to.
    """
    require(by, PROPOSE_RULE)
    current = locked_rule(rule)
    if current.state != RuleState.APPROVED or current.ends_on is not None:
        raise ValidationError(_("The end of this rule cannot be proposed now."))
    if last_day < max(today, current.valid_from):
        raise ValidationError({"last_day": _("This day has passed, or lies before the rule.")})
    if current.valid_until is not None and last_day >= current.valid_until:
        raise ValidationError({"last_day": _("The rule ends by then anyway.")})
    _must_go_on(current, last_day)
    current.ended_because = must_say(reason, "reason")
    current.ends_on, current.end_proposed_by = last_day, by
    current.full_clean()
    current.save()
    return current


@transaction.atomic
def decide_end(
    rule: DeadlineRule, *, is_approved: bool, by: User, today: datetime.date
) -> DeadlineRule:
    """Let a rule end on the day proposed, today if that has passed (tips received meanwhile keep the rule they began with),
    or go on. Raises ``PermissionDenied`` also for the person who proposed it;
    ``ValidationError`` where nothing is proposed, and where the rule that was to hold afterwards has an end itself by now.
    """
    require(by, APPROVE_RULE)
    current = _locked_among_its_step(rule)
    if current.ends_on is None:
        raise ValidationError(_("Nobody proposes that this rule ends."))
    if current.end_proposed_by_id == by.pk:
        raise PermissionDenied
    if is_approved:
        last_day = max(current.ends_on, today)
        if current.valid_until is not None:  # it ended, or ends, by itself
            last_day = min(last_day, current.valid_until)
        _must_go_on(current, last_day)
        current.valid_until = last_day
    else:
        current.ended_because = ""
    current.ends_on, current.end_proposed_by = None, None
    current.save()
    return current


def _locked_among_its_step(rule: DeadlineRule) -> DeadlineRule:
    """Return the rule as it is now, while nobody else ends one for the same step."""
    list(DeadlineRule.objects.select_for_update().filter(step=rule.step).order_by("pk"))
    return locked_rule(rule)


def _must_go_on(rule: DeadlineRule, last_day: datetime.date) -> None:
    """Raise ``ValidationError`` where a step that needs a rule has none from the day after on."""
    if rule.step not in WITHOUT_RULE and not _goes_on_without(rule, last_day):
        raise ValidationError(
            _("No other rule would hold afterwards. Propose the one that takes its place instead.")
        )


def _goes_on_without(rule: DeadlineRule, last_day: datetime.date) -> bool:
    """Whether another rule holds, for all tips of this one, from the day after its end on."""
    above: list[int] = []
    if rule.jurisdiction is not None:
        above = [int(key) for key in rule.jurisdiction.path.strip("/").split("/")]
    others = DeadlineRule.objects.approved().exclude(pk=rule.pk)
    return others.filter(
        Q(jurisdiction__isnull=True) | Q(jurisdiction__in=above),
        Q(kind="") | Q(kind=rule.kind),
        Q(urgency="") | Q(urgency=rule.urgency),
        Q(is_remote__isnull=True) | Q(is_remote=rule.is_remote),
        step=rule.step,
        valid_from__lte=last_day + datetime.timedelta(days=1),
        valid_until__isnull=True,
    ).exists()
