"""Writing the verification report of a tip, and reading, signing or sending it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.views.pages import StepByPost
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.moves import declared_moves
from incidents.domain.permissions import DRAFT_VERIFICATION
from incidents.domain.tips.verifying import (
    CHECKED_IN,
    draft_verification,
    may_draft,
    may_take_up,
    move_verification,
    unsigned_of,
)
from incidents.forms.tips import TipMoveForm, VerificationForm
from incidents.forms.tips.verifying import typed
from incidents.models import CrimeTip, DraftOf, TipVerification, VerificationState
from incidents.views.drafts import Drafted, DraftOfPage
from incidents.views.forms import add_errors, at_version, readable
from incidents.views.tips.detail import TipPage


class VerificationWrite(Drafted, TipPage):
    """The form, empty or with the draft that stands there. What is typed and not sent is kept sealed."""

    permission_required = DRAFT_VERIFICATION
    draft_of = DraftOf.TIP_REPORT
    page_name = "tip_verification"

    @property
    def row(self) -> CrimeTip:
        """The tip."""
        return self.tip

    def check(self) -> None:
        """Raise ``PermissionDenied`` where this person may not write the report now."""
        if not may_draft(self.tip, self.report, self.request.user):
            raise PermissionDenied

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form while the tip is with the commune and nobody has read the draft."""
        report = unsigned_of(self.tip)
        if self.tip.state not in CHECKED_IN:
            messages.info(
                request,
                _("The commune reports once the tip is classified and before it is handed over."),
            )
            return redirect("tip_detail", pk)
        if report is not None and not may_take_up(report, self.request.user):
            messages.info(request, _("Only its author corrects the draft; send it back to ask."))
            return redirect("tip_detail", pk)
        if report is not None and report.state != VerificationState.DRAFT:
            messages.info(request, _("The report has been read; send it back to correct it."))
            return redirect("tip_detail", pk)
        said = typed(report) if report else {}
        return self.show_form(VerificationForm(initial=self.begun(said)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the draft; on any failure keep what was typed."""
        form = VerificationForm(readable(request.POST))
        if not form.is_valid():
            return self.refuse(form)
        try:
            draft_verification(
                self.tip,
                form.said(),
                by=self.request.user,
                version=form.cleaned_data["version"],
            )
        except ChangedMeanwhileError as error:
            return self.show_both(form, error.current)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.refuse(form)
        self.received()
        messages.success(request, _("The report is kept as a draft. Somebody else reads it now."))
        return redirect("tip_detail", pk)

    def refuse(self, form: VerificationForm) -> HttpResponse:
        """Show the form with what is wrong in it."""
        self.came_back(form)
        return self.show_form(form, status=422)

    def show_both(self, form: VerificationForm, other: object) -> HttpResponse:
        """What this person typed stays in the form, what somebody else saved stands beside it."""
        assert isinstance(other, TipVerification)
        at_version(form, other.version)
        return self.show_form(form, status=409, other=other)

    def show_form(
        self, form: VerificationForm, *, status: int = 200, other: TipVerification | None = None
    ) -> HttpResponse:
        """Render the form."""
        context = {
            "form": form,
            "tip": self.tip,
            "other": other,
            **self.said_of_draft(form),
        }
        return render(self.request, "incidents/tips/verification.html", context, status=status)


class VerificationDraft(DraftOfPage, VerificationWrite):
    """What was typed into the report and not sent."""


class VerificationMove(StepByPost, TipPage):
    """Reading, signing, sending back."""

    def post(self, request: HttpRequest, pk: int, report_pk: int, name: str) -> HttpResponse:
        """Make the move, or show the page again with what was typed."""
        move = declared_moves(TipVerification).get(name)
        if move is None:
            raise Http404
        form = TipMoveForm(request.POST, name=name, move=move)
        if not form.is_valid():
            return self.show(report_moves={name: form}, status=422)
        note = form.cleaned_data.get("note", "")
        try:
            report = move_verification(
                name,
                self.report_of(report_pk),
                note,
                by=self.request.user,
                now=self.now,
                version=form.cleaned_data["version"],
            )
        except ChangedMeanwhileError as error:
            messages.warning(
                request,
                _("Somebody changed this report since you opened it. Look at it again."),
            )
            self.__dict__.pop("reports", None)  # read as they are now
            at_version(form, error.current.version)
            return self.show(report_moves={name: form}, status=409)
        except ValidationError as problem:
            if not move.needs_reason:  # a button alone has no place for words
                messages.warning(request, " ".join(problem.messages))
            add_errors(form, problem)
            return self.show(report_moves={name: form}, status=422)
        said = _("The verification report is now “%(state)s”.")
        messages.success(request, said % {"state": report.get_state_display()})
        return redirect("tip_detail", pk)
