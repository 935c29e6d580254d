"""The page of one tip: its clock, what it says, its steps, and who may look at its informant."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from accounts.views.pages import RightView
from incidents.domain.permissions import DECIDE_TIP, HANDLE_TIP, VIEW_TIPS
from incidents.domain.tips.correcting import may_correct_tip
from incidents.domain.tips.correcting_informant import may_correct_informant
from incidents.domain.tips.first_print import printable_on_receipt, until
from incidents.domain.tips.informants import may_see_informant
from incidents.domain.tips.papers import NAMES_INFORMANT, PaperKind, papers_of
from incidents.domain.tips.proposing import may_note_answer
from incidents.domain.tips.receiving import may_classify
from incidents.domain.tips.story import story_of
from incidents.domain.tips.verifying import (
    may_draft,
    readers_instead,
    verification_moves_offered,
    who_reads,
)
from incidents.domain.tips.workflow import moves_offered
from incidents.forms.tips import (
    AnswerForm,
    ClassifyForm,
    ExtendForm,
    LookForm,
    ProposeForm,
    TipMoveForm,
)
from incidents.models import CrimeTip, TipState, TipVerification
from incidents.tables.tips import REPORT_TONES, TIP_TONES
from incidents.views.forms import moves_with_forms
from incidents.views.tips.clocks import clocks_of

# In the session: the keys of the tips that were received in it, nothing of what they say.
TYPED_HERE = "tip_typed_here"


class TipPage(RightView):
    """Renders the page; pages that take its forms show it again when one of them is not right."""

    permission_required: str = VIEW_TIPS
    lacks_rule = False  # a step was refused because no rule gives its deadline

    @cached_property
    def tip(self) -> CrimeTip:
        """The tip of the address, among those this person may see; else 404."""
        rows = CrimeTip.objects.visible_to(self.request.scope).select_related(
            "commune__jurisdiction__parent__parent", "category"
        )
        tip: CrimeTip = get_object_or_404(rows, pk=self.kwargs["pk"])
        return tip

    def page_of_record(self) -> str:
        """The address of the tip's page."""
        return reverse("tip_detail", args=[self.tip.pk])

    @sensitive_variables("more", "context")
    def show(
        self,
        moves: Mapping[str, TipMoveForm] | None = None,
        *,
        report_moves: Mapping[str, TipMoveForm] | None = None,
        status: int = 200,
        **more: Any,
    ) -> HttpResponse:
        """Render the page with the forms that came back, the others empty."""
        tip, user = self.tip, self.request.user
        offered = self.moves(moves or {})
        names = {one["name"] for one in offered}
        initial = {"version": tip.version}
        clocks = clocks_of(tip, user, self.now)
        context = {
            "tip": tip,
            "state_tone": TIP_TONES[tip.state],
            "clocks": clocks,
            "moves": offered,
            "lacks_rule": self.lacks_rule,
            # What was typed for a step that is no longer possible is shown, to be copied.
            "typed": [
                form["note"].value()
                for name, form in (moves or {}).items()
                if name not in names and "note" in form.fields
            ],
            "report": self.report,
            "earlier_reports": self.reports[1:],
            "report_tone": REPORT_TONES[self.report.state] if self.report else "",
            "report_moves": self.report_moves(report_moves or {}),
            "who_reads": who_reads(self.report, user, self.deputies) if self.report else "",
            "may_draft": may_draft(tip, self.report, user),
            "papers": self.papers(),
            "on_receipt": self.on_receipt,
            "on_receipt_until": until(tip),
            "story": story_of(tip),
            "may_classify": may_classify(tip, user),
            "may_extend": user.has_perm(DECIDE_TIP) and clocks.can_be_extended,
            "may_propose_handling": user.has_perm(HANDLE_TIP) and clocks.proposes,
            "may_note_answer": may_note_answer(tip, clocks.proposal, user),
            "may_correct": may_correct_tip(tip, user),
            "is_closed_for_good": tip.state == TipState.CLOSED and user.has_perm(HANDLE_TIP),
            "may_correct_informant": may_correct_informant(tip, user),
            "may_look": not tip.is_anonymous and may_see_informant(tip, user),
            "classify_form": ClassifyForm(tip=tip, proposal=clocks.proposal),
            "extend_form": ExtendForm(initial=initial),
            "propose_form": ProposeForm(initial=initial),
            "answer_form": AnswerForm(tip=tip),
            "look_form": LookForm(),
            **more,
        }
        return render(self.request, "incidents/tips/detail.html", context, status=status)

    def moves(self, sent: Mapping[str, TipMoveForm]) -> list[dict[str, Any]]:
        """The moves this person may make now."""
        offered = moves_offered(self.tip, self.request.user)
        return moves_with_forms(offered, TipMoveForm, sent, self.tip.version)

    @cached_property
    def reports(self) -> list[TipVerification]:
        """The verification reports, the latest first."""
        rows = self.tip.verifications.select_related("tip", "drafted_by", "read_by", "signed_by")
        return list(rows)

    def report_of(self, key: int | None) -> TipVerification:
        """The report of that key, of this tip; else 404."""
        found = next((one for one in self.reports if one.pk == key), None)
        if found is None:
            raise Http404
        return found

    @property
    def report(self) -> TipVerification | None:
        """The latest verification report, signed or not."""
        return next(iter(self.reports), None)

    @property
    def signed(self) -> TipVerification | None:
        """The latest report that the chief has signed."""
        return next((one for one in self.reports if one.signed_at), None)

    def report_moves(self, sent: Mapping[str, TipMoveForm]) -> list[dict[str, Any]]:
        """What this person may do with the report now, each with its form."""
        if self.report is None:
            return []
        offered = verification_moves_offered(self.report, self.request.user, self.deputies)
        return moves_with_forms(offered, TipMoveForm, sent, self.report.version)

    @cached_property
    def deputies(self) -> list[User]:
        """Who can read the unsigned report in this person's place."""
        if self.report is None or self.report.signed_at:
            return []
        return readers_instead(self.report, self.request.user, self.today)

    @cached_property
    def on_receipt(self) -> list[PaperKind]:
        """The papers that may still be printed filled: by who typed the tip, in the sign-in in which it was typed."""
        if self.tip.pk not in self.request.session.get(TYPED_HERE, []):
            return []
        return printable_on_receipt(self.tip, self.request.user, self.now)

    def papers(self) -> list[dict[str, Any]]:
        """The papers of the tip, and whether each can name the informant."""
        tip = self.tip
        may_name = not tip.is_anonymous and may_see_informant(tip, self.request.user)
        return [
            {"kind": kind, "may_name": may_name and kind in NAMES_INFORMANT}
            for kind in papers_of(tip, self.report)
        ]


class TipDetail(TipPage):
    """Everything known of one tip but its informant."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Render the page."""
        return self.show()
