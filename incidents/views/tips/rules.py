"""Pages of deadline rules: what holds, what is proposed, and what open tips a change leaves under the old rule."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.views.pages import RightView, StepByPost, key_or_none
from commune_police.history import history_of
from incidents.domain.permissions import APPROVE_RULE, PROPOSE_RULE, VIEW_RULES, VIEW_TIPS
from incidents.domain.tips.clock_told import until_words
from incidents.domain.tips.rule_ends import may_decide_end, may_propose_end
from incidents.domain.tips.rules import (
    MOST_TOUCHED,
    decide_rule,
    may_decide,
    may_withdraw,
    propose_rule,
    tips_touched,
    withdraw_rule,
)
from incidents.filters.tip_rules import RuleFilter
from incidents.forms.tips import EndForm, ReasonForm, RuleForm
from incidents.models import DeadlineRule, RuleState, TipDeadline
from incidents.queries.tip_rules import RuleStage, replaced_by, with_stage
from incidents.tables.tip_rules import STAGE_TONES, RuleTable, tips_words
from incidents.tables.tip_rules import term_words as term
from incidents.tables.tip_rules import validity_words as validity
from incidents.views.forms import add_errors
from lists.views import ListPage, parts
from units.models import Jurisdiction


class RuleList(ListPage):
    """The deadlines that hold for the person's communes, and those proposed."""

    page_key = "tip_rules"
    title = gettext_lazy("Deadlines of crime tips")
    permission_required = VIEW_RULES
    table_class = RuleTable
    filterset_class = RuleFilter
    default_order = "step"
    standard_filters = "stage=current"
    standard_name = gettext_lazy("In force, coming or proposed")
    empty_title = gettext_lazy("No deadline is like this")

    def get_queryset(self) -> QuerySet[DeadlineRule]:
        rows = DeadlineRule.objects.visible_to(self.request.scope)
        return with_stage(rows, timezone.localdate())

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related("jurisdiction", "proposed_by", "approved_by")

    def buttons(self) -> list[parts.Button]:
        if not self.request.user.has_perm(PROPOSE_RULE):
            return []
        return [parts.Button(_("Propose a deadline"), reverse("tip_rule_propose"))]


class RulePropose(RightView):
    """A new rule, or a new version of one (``?after=``)."""

    permission_required = PROPOSE_RULE

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, filled with the rule that is followed."""
        return self.show(self.form(after=self.followed()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the proposal and show it, or say what is wrong."""
        form = self.form(request.POST)
        if form.is_valid():
            try:
                rule = propose_rule(form.instance, by=self.request.user, scope=self.request.scope)
            except ValidationError as problem:
                add_errors(form, problem)
            else:
                messages.success(
                    request, _("The deadline is proposed; somebody else has to approve it.")
                )
                return redirect("tip_rule", rule.pk)
        return self.show(form, status=422)

    def form(self, *args: Any, **kwargs: Any) -> RuleForm:
        """The form with the jurisdictions that this person answers for."""
        answering = self.request.scope.jurisdictions
        rows = Jurisdiction.objects.all()
        return RuleForm(
            *args,
            jurisdictions=rows if answering is None else rows.filter(pk__in=answering),
            is_everywhere=answering is None,
            **kwargs,
        )

    def followed(self) -> DeadlineRule | None:
        """The rule that the address names, among those this person sees."""
        key = key_or_none(self.request.GET.get("after"))
        rows = DeadlineRule.objects.visible_to(self.request.scope)
        return rows.filter(pk=key).first() if key else None

    def show(self, form: RuleForm, status: int = 200) -> HttpResponse:
        """Render the form."""
        return render(self.request, "incidents/tips/rule_form.html", {"form": form}, status=status)


class RulePage(RightView):
    """One rule."""

    permission_required: str = VIEW_RULES

    @cached_property
    def rule(self) -> DeadlineRule:
        """The rule of the address, among those this person sees; else 404."""
        rows = with_stage(DeadlineRule.objects.visible_to(self.request.scope), self.today)
        rows = rows.select_related("jurisdiction", "proposed_by", "approved_by", "end_proposed_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def page_of_record(self) -> str:
        """The address of the rule's page."""
        return reverse("tip_rule", args=[self.rule.pk])

    def show(self, status: int = 200, **forms: ReasonForm) -> HttpResponse:
        """Render the rule, with the form that came back."""
        rule, user, scope = self.rule, self.request.user, self.request.scope
        stage = RuleStage(rule.stage)  # type: ignore[attr-defined]
        context = {
            "rule": rule,
            "stage": stage,
            "stage_tone": STAGE_TONES[stage],
            "term": term(rule),
            "tips_said": tips_words(rule),
            "validity": validity(rule),
            "followed": self.followed(),
            "touched": self.touched(),
            "speaks_of_open_tips": self.speaks_of_open_tips,
            "most": MOST_TOUCHED,
            "may_see_tips": user.has_perm(VIEW_TIPS),
            "may_propose": user.has_perm(PROPOSE_RULE),
            "may_decide": may_decide(rule, user, scope),
            "may_withdraw": may_withdraw(rule, user),
            "decline_form": ReasonForm(auto_id="id_decline_%s"),
            "may_end": may_propose_end(rule, user, scope, self.today),
            "may_decide_end": may_decide_end(rule, user, scope),
            "end_form": EndForm(),
            "withdraw_form": ReasonForm(auto_id="id_withdraw_%s"),
            "story": history_of(rule),
            **forms,
        }
        return render(self.request, "incidents/tips/rule.html", context, status=status)

    @property
    def speaks_of_open_tips(self) -> bool:
        """Whether the rule can still be compared with clocks that run: it holds, will, or is proposed."""
        return self.rule.state in (RuleState.PROPOSED, RuleState.APPROVED)

    def touched(self) -> list[tuple[TipDeadline, str]]:
        """The open tips that keep another rule, each with the end of its deadline in words."""
        if not self.speaks_of_open_tips:
            return []
        rows = tips_touched(self.rule, self.request.scope)
        return [(one, until_words(one.due_at)) for one in rows]

    def followed(self) -> list[tuple[DeadlineRule, str, str]]:
        """The rules whose place a rule that does not hold yet would take, each in words."""
        if self.rule.stage not in (RuleStage.PROPOSED, RuleStage.COMING):  # type: ignore[attr-defined]
            return []
        rows = replaced_by(self.rule, self.today, self.request.scope)
        return [(one, term(one), tips_words(one)) for one in rows]


class RuleDetail(RulePage):
    """A rule with the open tips that a change leaves alone."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Render the page."""
        return self.show()


class RuleDecision(StepByPost, RulePage):
    """What ends a proposal, by POST from its page: approved, not approved, taken back."""

    form_name = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide, or show the page with what is missing."""
        form = ReasonForm(request.POST, auto_id=f"id_{self.form_name}_%s")
        if self.form_name and not form.is_valid():
            return self.show(**{f"{self.form_name}_form": form}, status=422)
        try:
            self.decide(form.cleaned_data["reason"] if self.form_name else "")
        except ValidationError as problem:
            messages.warning(request, " ".join(problem.messages))
        return redirect("tip_rule", self.rule.pk)

    def decide(self, reason: str) -> None:
        """Carry the decision out and say so."""
        raise NotImplementedError


class RuleApprove(RuleDecision):
    """Approves a proposal of somebody else."""

    permission_required = APPROVE_RULE

    def decide(self, reason: str) -> None:
        """Approve."""
        decide_rule(self.rule, is_approved=True, by=self.request.user, now=self.now)
        messages.success(
            self.request,
            _("The deadline is approved; tips received from now on take it once it is in force."),
        )


class RuleDecline(RuleDecision):
    """Does not approve a proposal of somebody else."""

    permission_required = APPROVE_RULE
    form_name = "decline"

    def decide(self, reason: str) -> None:
        """Say why not."""
        user = self.request.user
        decide_rule(self.rule, is_approved=False, by=user, now=self.now, reason=reason)
        messages.success(self.request, _("The proposal is not approved."))


class RuleWithdraw(RuleDecision):
    """Takes back one's own proposal."""

    permission_required = PROPOSE_RULE
    form_name = "withdraw"

    def decide(self, reason: str) -> None:
        """Take it back."""
        withdraw_rule(self.rule, reason, by=self.request.user)
        messages.success(self.request, _("The proposal is withdrawn."))
