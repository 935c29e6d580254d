"""What is done on a tip's page, by POST; whether it is allowed now is asked where it is carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.requests import client_address
from accounts.views.pages import StepByPost, key_or_none
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.moves import declared_moves
from incidents.domain.permissions import DECIDE_TIP, HANDLE_TIP, VIEW_INFORMANT
from incidents.domain.tips.deadlines import NO_RULE
from incidents.domain.tips.informants import see_informant
from incidents.domain.tips.proposing import note_answer, propose_handling
from incidents.domain.tips.receiving import classify_tip
from incidents.domain.tips.step_told import deadlines_of, step_told
from incidents.domain.tips.workflow import extend_tip, finish_step, move_tip
from incidents.forms.tips import (
    AnswerForm,
    ClassifyForm,
    ExtendForm,
    LookForm,
    ProposeForm,
    TipMoveForm,
)
from incidents.models import CrimeTip, Step
from incidents.views.forms import add_errors, at_version
from incidents.views.tips.detail import TipPage


class TipStep(StepByPost, TipPage):
    """A page that carries one step out."""

    has_changed = False

    def again(self, form: Form, shown: dict[str, Any]) -> HttpResponse:
        """Show the page with what was typed. Where somebody was faster it is the page as it is now, and the form
        goes with its version, so that sending it again is a decision about what stands there."""
        if not self.has_changed:
            return self.show(**shown, status=422)
        messages.warning(
            self.request,
            _("Somebody changed this tip since you opened it. Look at it again, then decide."),
        )
        at_version(form, self.tip.version)
        return self.show(**shown, status=409)

    def carried_out(self, form: Form, step: Callable[[], CrimeTip]) -> HttpResponse | None:
        """Run the step and go back to the tip; none when the form was not right, which then says why."""
        if not form.is_valid():
            return None
        before, held = self.tip, deadlines_of(self.tip)
        try:
            tip = step()
        except ChangedMeanwhileError:
            self.__dict__.pop("tip", None)  # read as it is now
            self.has_changed = True
            return None
        except ValidationError as problem:
            add_errors(form, problem)
            self.lacks_rule = getattr(problem, "code", "") == NO_RULE
            return None
        messages.success(self.request, step_told(before, tip, held))
        return redirect("tip_detail", tip.pk)


class TipClassify(TipStep):
    """Says what the tip is, which sets or re-bases its clock."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Classify, or show the page again."""
        form = ClassifyForm(request.POST, tip=self.tip)
        before = self.tip.urgency, self.tip.is_remote
        done = self.carried_out(
            form,
            lambda: classify_tip(
                self.tip,
                form.classification(),
                by=self.request.user,
                now=self.now,
                version=form.cleaned_data["version"],
            ),
        )
        said = form.cleaned_data.get("urgency"), form.cleaned_data.get("is_remote")
        if done is not None and before[0] and said != before:
            messages.info(
                request,
                _(
                    "The clock of the hand-over was set anew by the new class, from where it began: the receipt, or the district's return."
                ),
            )
        return done or self.again(form, {"classify_form": form})


class TipMove(TipStep):
    """One move."""

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Make the move, or show the page again with what was typed."""
        move = declared_moves(CrimeTip).get(name)
        if move is None:
            raise Http404
        form = TipMoveForm(request.POST, name=name, move=move)
        done = self.carried_out(
            form,
            lambda: move_tip(
                name,
                self.tip,
                form.cleaned_data.get("note", ""),
                by=self.request.user,
                now=self.now,
                version=form.cleaned_data["version"],
            ),
        )
        return done or self.again(form, {"moves": {name: form}})


class TipByPaper(TipStep):
    """A step that rests on a paper with its number and day: ``step`` is what it does, and the page knows the form as
    ``shown_as``."""

    form_class: type[ExtendForm]
    shown_as: str
    step: Callable[..., CrimeTip]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Carry the step out, or show the page again."""
        form = self.form_class(request.POST)
        done = self.carried_out(
            form,
            lambda: self.step(
                self.tip,
                form.cleaned_data["decision_number"],
                form.cleaned_data["decision_on"],
                by=self.request.user,
                now=self.now,
                version=form.cleaned_data["version"],
            ),
        )
        return done or self.again(form, {self.shown_as: form})


class TipExtend(TipByPaper):
    """Extends the deadline of the decision."""

    permission_required = DECIDE_TIP
    form_class, shown_as, step = ExtendForm, "extend_form", staticmethod(extend_tip)


class TipPropose(TipByPaper):
    """Notes the report by which the commune proposes to handle the tip itself."""

    permission_required = HANDLE_TIP
    form_class, shown_as, step = ProposeForm, "propose_form", staticmethod(propose_handling)


class TipAnswered(TipStep):
    """Notes what the head of the provincial body answered to the proposal."""

    permission_required = HANDLE_TIP

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note it, or show the page again."""
        form = AnswerForm(request.POST, tip=self.tip)
        done = self.carried_out(
            form,
            lambda: note_answer(
                self.tip,
                form.said(),
                by=self.request.user,
                now=self.now,
                version=form.cleaned_data["version"],
            ),
        )
        return done or self.again(form, {"answer_form": form})


class TipFinish(TipStep):
    """Notes that the tip has been assigned, or its receipt notified."""

    permission_required = DECIDE_TIP

    def post(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        """End that deadline."""
        if step not in Step.values:
            raise Http404
        form = Form(request.POST)
        version = key_or_none(request.POST.get("version")) or 0
        done = self.carried_out(
            form,
            lambda: finish_step(
                self.tip, Step(step), by=self.request.user, now=self.now, version=version
            ),
        )
        if done is None and self.has_changed:
            return self.again(form, {})
        if done is None:
            messages.warning(request, _("This deadline does not run."))
        return done or redirect("tip_detail", pk)


class TipInformantShown(StepByPost, TipPage):
    """Shows who gave the tip once the reason is said; the look is recorded before."""

    permission_required = VIEW_INFORMANT

    @sensitive_variables("informant")
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record the look and show the page with the informant in it, kept by no cache."""
        form = LookForm(request.POST)
        if not form.is_valid():
            return self.show(look_form=form, status=422)
        try:
            informant = see_informant(
                self.tip,
                by=self.request.user,
                reason=form.cleaned_data["reason"],
                address=client_address(self.request),
            )
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show(look_form=form, status=422)
        response = self.show(informant=informant)
        response["Cache-Control"] = "no-store"
        return response
