"""Moving a report: begun to be read, returned, approved, locked, replaced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.views.pages import StepByPost
from reports.domain.locking import ReportChangedError
from reports.domain.wording import period_in_words
from reports.domain.workflow import (
    approve_report,
    begin_review,
    lock_report,
    replace_report,
    return_report,
)
from reports.forms.reports import MoveForm, ReplaceForm
from reports.models import ACCEPTED, Report, ReportMove
from reports.views.base import ReportView

# Moves of a reader, by the transition's name. Submitting has a page of its own.
READERS_MOVES: dict[str, Callable[..., Report]] = {
    "begin_review": begin_review,
    "send_back": return_report,
    "approve": approve_report,
    "lock": lock_report,
}


class ReportMoveView(StepByPost, ReportView):
    """One move of a reader, by POST; whether it is allowed now is asked where it is carried out."""

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Make the move and say so, or say why it is not possible."""
        make = READERS_MOVES.get(name)
        if make is None:
            raise Http404
        form = MoveForm(request.POST, move=declared_move(name))
        if not form.is_valid():
            said = [str(text) for texts in form.errors.values() for text in texts]
            messages.error(request, " ".join(said))
            return self.back()
        try:
            moved = make(self.report, by=self.request.user, now=self.now, **form.cleaned_data)
        except ReportChangedError as change:
            messages.warning(request, said_of_change(change.current))
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        else:
            messages.success(
                request,
                _("The report is now “%(state)s”.") % {"state": moved.get_state_display()},
            )
        return self.back()


def declared_move(name: str) -> ReportMove:
    """Return how a move is offered, from where it is declared."""
    declared = getattr(Report, name)._django_fsm.transitions
    move: ReportMove = next(iter(declared.values())).custom["move"]
    return move


def said_of_change(current: Report) -> str:
    """Say that the report was moved meanwhile, and to which state."""
    return _(
        "Somebody changed this report since you opened it; it is now “%(state)s”. Look again."
    ) % {"state": current.get_state_display()}


class ReplaceReport(ReportView):
    """Beginning a numbered replacement of an accepted report."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the reason."""
        if not self.may_write:
            raise PermissionDenied
        if self.report.state not in ACCEPTED:
            return self.back()
        return self.show(ReplaceForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin it and lead to its sheet."""
        form = ReplaceForm(request.POST)
        if form.is_valid():
            try:
                new = replace_report(
                    self.report,
                    by=self.request.user,
                    reason=form.cleaned_data["reason"],
                    now=self.now,
                )
            except ValidationError as problem:
                form.add_error(None, " ".join(problem.messages))
            else:
                messages.success(
                    request,
                    _(
                        "Replacement %(number)s is begun with the figures of the report. Correct them, then submit."
                    )
                    % {"number": new.number},
                )
                return redirect("report_detail", new.pk)
        return self.show(form, status=422)

    def show(self, form: ReplaceForm, status: int = 200) -> HttpResponse:
        """Render the form."""
        context: dict[str, Any] = {
            "form": form,
            "report": self.report,
            "period_words": period_in_words(self.report.period),
        }
        return render(self.request, "reports/report_replace.html", context, status=status)
