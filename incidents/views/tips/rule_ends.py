"""The end of a deadline rule, by POST from its page: proposed, and decided by somebody else."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.views.pages import StepByPost
from incidents.domain.permissions import APPROVE_RULE, PROPOSE_RULE
from incidents.domain.tips.rule_ends import decide_end, may_propose_end, propose_end
from incidents.forms.tips import EndForm
from incidents.views.forms import add_errors
from incidents.views.tips.rules import RuleDecision, RulePage


class RuleEnd(StepByPost, RulePage):
    """Proposes the end of a rule in force."""

    permission_required = PROPOSE_RULE

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Propose it, or show the page with what is missing."""
        form = EndForm(request.POST)
        if not may_propose_end(self.rule, self.request.user, self.request.scope, self.today):
            return self.handle_no_permission()
        if form.is_valid():
            said = form.cleaned_data
            try:
                propose_end(
                    self.rule,
                    said["last_day"],
                    said["reason"],
                    by=self.request.user,
                    today=self.today,
                )
            except ValidationError as problem:
                add_errors(form, problem)
            else:
                messages.success(
                    request, _("The end is proposed; somebody else has to approve it.")
                )
                return redirect("tip_rule", self.rule.pk)
        return self.show(end_form=form, status=422)


class RuleEndApprove(RuleDecision):
    """Lets the rule end as somebody else proposed."""

    permission_required = APPROVE_RULE

    def decide(self, reason: str) -> None:
        """Approve the end."""
        rule = decide_end(self.rule, is_approved=True, by=self.request.user, today=self.today)
        assert rule.valid_until is not None
        messages.success(
            self.request,
            _("The rule holds for tips received until %(day)s, the last day included.")
            % {"day": date_format(rule.valid_until, "SHORT_DATE_FORMAT")},
        )


class RuleEndDecline(RuleDecision):
    """Lets the rule go on."""

    permission_required = APPROVE_RULE

    def decide(self, reason: str) -> None:
        """Do not approve the end."""
        decide_end(self.rule, is_approved=False, by=self.request.user, today=self.today)
        messages.success(self.request, _("The rule goes on."))
