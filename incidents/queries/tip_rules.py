"""Deadline rules as pages show them: which hold today, which wait, and which has taken another's place."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.models import DeadlineRule, RuleState
from units.domain.scope import Scope


class RuleStage(TextChoices):
    """Where a rule stands on a day."""

    PROPOSED = "proposed", _("proposed")
    COMING = "coming", _("not in force yet")
    IN_FORCE = "in_force", _("in force")
    OVER = "over", _("no longer in force")
    DECLINED = "declined", _("not approved")
    WITHDRAWN = "withdrawn", _("withdrawn")


def with_stage(rules: QuerySet[Any], day: datetime.date) -> QuerySet[Any]:
    """Give each rule its ``stage`` on a day. A rule is over when its time has ended, or when a later one for the same
    tips, or for more of them, holds in its place (as ``rule_for`` chooses)."""
    is_over = Q(valid_until__lt=day) | Exists(_in_place_of(day))
    return _keyed(rules).annotate(
        stage=Case(
            When(~Q(state=RuleState.APPROVED), then=F("state")),
            When(valid_from__gt=day, then=Value(RuleStage.COMING.value)),
            When(is_over, then=Value(RuleStage.OVER.value)),
            default=Value(RuleStage.IN_FORCE.value),
            output_field=CharField(),
        )
    )


def _keyed(rules: QuerySet[DeadlineRule]) -> QuerySet[DeadlineRule]:
    """Write the columns that may be empty as values that compare."""
    return rules.alias(
        remote_key=Case(When(is_remote=True, then=2), When(is_remote=False, then=1), default=0),
        place_key=Coalesce("jurisdiction_id", 0),
    )


def _in_place_of(day: datetime.date) -> QuerySet[DeadlineRule]:
    """Those that hold on a day in place of the rule outside: later, or put down after it for exactly the same tips."""
    same = {
        name: OuterRef(name)
        for name in ("kind", "urgency", "remote_key", "place_key", "valid_from")
    }
    outer_path = ExpressionWrapper(OuterRef("jurisdiction__path"), output_field=CharField())
    rules = _keyed(DeadlineRule.objects.approved()).alias(outer_path=outer_path)
    return rules.filter(
        Q(valid_from__gt=OuterRef("valid_from")) | Q(**same, pk__gt=OuterRef("pk")),
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        Q(kind="") | Q(kind=OuterRef("kind")),
        Q(urgency="") | Q(urgency=OuterRef("urgency")),
        Q(is_remote__isnull=True) | Q(is_remote=OuterRef("is_remote")),
        Q(jurisdiction__isnull=True) | Q(outer_path__startswith=F("jurisdiction__path")),
        step=OuterRef("step"),
        valid_from__lte=day,
    )


def replaced_by(rule: DeadlineRule, day: datetime.date, scope: Scope) -> QuerySet[DeadlineRule]:
    """Return the rules in force on a day, of those seen in ``scope``, whose place ``rule`` takes where both speak of the
    same tips."""
    seen = DeadlineRule.objects.visible_to(scope).filter(step=rule.step)
    rows = with_stage(seen, day).exclude(pk=rule.pk)
    for name in ("kind", "urgency"):
        if getattr(rule, name):
            rows = rows.filter(**{f"{name}__in": ["", getattr(rule, name)]})
    if rule.is_remote is not None:
        rows = rows.filter(Q(is_remote__isnull=True) | Q(is_remote=rule.is_remote))
    if rule.jurisdiction is not None:
        # Above it, or below.
        path = rule.jurisdiction.path
        above = [int(key) for key in path.strip("/").split("/")]
        rows = rows.filter(
            Q(jurisdiction__isnull=True)
            | Q(jurisdiction__in=above)
            | Q(jurisdiction__path__startswith=path)
        )
    return rows.filter(stage=RuleStage.IN_FORCE, valid_from__lte=rule.valid_from)


def proposals_waiting(user: User, scope: Scope) -> int:
    """Count the rules, and their ends, proposed by somebody else that this person may decide; one query."""
    rows = DeadlineRule.objects.filter(
        Q(state=RuleState.PROPOSED) & ~Q(proposed_by=user)
        | Q(ends_on__isnull=False) & ~Q(end_proposed_by=user)
    )
    if scope.jurisdictions is not None:
        rows = rows.filter(jurisdiction__in=sorted(scope.jurisdictions))
    return rows.count()
