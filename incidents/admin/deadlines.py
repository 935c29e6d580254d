"""Deadlines of crime tips: proposed here by one person, approved by another; never changed, only followed."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.requests import SignedInRequest
from incidents.domain.permissions import APPROVE_RULE, PROPOSE_RULE
from incidents.domain.tips.rules import decide_rule, propose_rule, tips_touched
from incidents.models import DeadlineRule
from units.admin.base import ScopedAdmin, scope_of


class DecisionForm(ActionForm):
    """Beside the choice of an action: why a rule is not approved."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is not approved"), max_length=1000, required=False
    )


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
        "jurisdiction",
        "valid_from",
        "is_verified",
        "state",
    )
    list_select_related = ("jurisdiction",)
    list_filter = ("state", "step", "is_verified")
    owner_field = None
    readonly_fields = (
        "state",
        "proposed_by",
        "approved_by",
        "approved_at",
        "ended_because",
        "tips_that_keep_theirs",
    )
    actions = ("approve", "decline")
    action_form = DecisionForm

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

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Only who answers for everything leaves the jurisdiction empty."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and db_field.name == "jurisdiction":
            field.required = scope_of(request).jurisdictions is not None
        return field

    def save_model(self, request: HttpRequest, obj: DeadlineRule, form: Any, change: bool) -> None:
        """Keep the proposal."""
        asking = cast(SignedInRequest, request)
        propose_rule(obj, by=asking.user, scope=asking.scope)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any | None:
        """The rule, which knows within whose sight its tips are counted."""
        rule = super().get_object(request, object_id, from_field)
        if rule is not None:
            rule.seen_in = scope_of(request)
        return rule

    @admin.display(description=gettext_lazy("open tips that keep the rule they began with"))
    def tips_that_keep_theirs(self, rule: DeadlineRule) -> str:
        """The numbers of the tips on which another rule for the same step runs."""
        if not rule.pk:
            return ""
        touched = tips_touched(rule, rule.seen_in)  # type: ignore[attr-defined]
        return ", ".join(one.tip.number for one in touched) or _("none")

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
                    reason=request.POST.get("reason", ""),
                )
            except ValidationError as problem:
                messages.error(request, f"{rule}: {' '.join(problem.messages)}")
            except PermissionDenied:
                said = _("A rule is approved by another person than proposed it.")
                messages.error(request, f"{rule}: {said}")
