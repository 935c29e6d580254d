"""Deadlines of crime tips: proposed here by one person, approved by another; never changed, only followed."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.requests import SignedInRequest
from incidents.domain.permissions import APPROVE_RULE, PROPOSE_RULE
from incidents.domain.tips.rules import decide_rule, propose_rule, tips_touched
from incidents.models import DeadlineRule
from units.admin.base import ScopedAdmin


@admin.register(DeadlineRule)
class DeadlineRuleAdmin(ScopedAdmin):
    """Rules in force, proposed and gone; a proposal shows the open tips that go on under the old rule."""

    list_display = (
        "step",
        "urgency",
        "is_remote",
        "amount",
        "unit",
        "instrument",
        "article",
        "valid_from",
        "is_verified",
        "state",
    )
    list_filter = ("state", "step", "is_verified")
    owner_field = None
    readonly_fields = (
        "state",
        "proposed_by",
        "approved_by",
        "approved_at",
        "tips_that_keep_theirs",
    )
    actions = ("approve", "decline")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A new rule is a proposal."""
        return bool(cast(SignedInRequest, request).user.has_perm(PROPOSE_RULE))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A rule by which tips run is never changed; another one follows it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A rule by which tips have run stays."""
        return False

    def has_approve_permission(self, request: HttpRequest) -> bool:
        """Whoever approves; that it is another person than proposed is asked where it is carried out."""
        return bool(cast(SignedInRequest, request).user.has_perm(APPROVE_RULE))

    def save_model(self, request: HttpRequest, obj: DeadlineRule, form: Any, change: bool) -> None:
        """Keep the proposal."""
        propose_rule(obj, by=cast(SignedInRequest, request).user)

    @admin.display(description=gettext_lazy("open tips that keep the rule they began with"))
    def tips_that_keep_theirs(self, rule: DeadlineRule) -> str:
        """The numbers of the tips on which another rule for the same step runs."""
        if not rule.pk:
            return ""
        return ", ".join(one.tip.number for one in tips_touched(rule)) or _("none")

    @admin.action(description=gettext_lazy("Approve"), permissions=["approve"])
    def approve(self, request: HttpRequest, queryset: QuerySet[DeadlineRule]) -> None:
        """Approve proposals of others."""
        self._decide(request, queryset, is_approved=True)

    @admin.action(description=gettext_lazy("Do not approve"), permissions=["approve"])
    def decline(self, request: HttpRequest, queryset: QuerySet[DeadlineRule]) -> None:
        """Decline proposals of others."""
        self._decide(request, queryset, is_approved=False)

    def _decide(
        self, request: HttpRequest, rules: QuerySet[DeadlineRule], *, is_approved: bool
    ) -> None:
        for rule in rules:
            try:
                decide_rule(
                    rule,
                    is_approved=is_approved,
                    by=cast(SignedInRequest, request).user,
                    now=timezone.now(),
                )
            except ValidationError as problem:
                messages.error(request, f"{rule}: {' '.join(problem.messages)}")
            except PermissionDenied:
                said = _("A rule is approved by another person than proposed it.")
                messages.error(request, f"{rule}: {said}")
