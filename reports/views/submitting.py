"""Submitting a report after a last look, and saying that there is nothing to report."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.views.pages import StepByPost
from reports.domain.counted import coverage_of
from reports.domain.filling import say_nothing_to_report
from reports.domain.locking import ReportChangedError, locked_report
from reports.domain.snapshots import fingerprint_of
from reports.domain.wording import deadline_in_words, deadline_tone, period_in_words
from reports.domain.workflow import SUBMIT, moves_offered, submit_report
from reports.forms.reports import NothingForm, SubmitForm
from reports.forms.review import review_of
from reports.models import Report, ReportState
from reports.views.base import ReportView
from reports.views.moves import said_of_change
from reports.views.report import report_context


class SubmitPage(ReportView):
    """The last look before submitting: everything that stands against it, then the button."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what is wrong, what needs a sentence, and what will be sent."""
        if not self.may_submit():
            return self.back()
        return self.show()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Submit once, however often the button is pressed; the rules are checked again."""
        if not self.may_write:
            raise PermissionDenied
        form = SubmitForm(request.POST)
        form.is_valid()
        version = form.cleaned_data.get("version", 0)
        try:
            # Locked from here on, so that no cell changes between this check and the snapshot.
            current = locked_report(self.report, version)
            if form.cleaned_data.get("fingerprint") != fingerprint_of(current):
                raise ReportChangedError(current)
            sent = submit_report(
                self.report,
                by=self.request.user,
                scope=self.request.scope,
                now=self.now,
                version=version,
            )
        except ReportChangedError as change:
            return self.changed(change.current)
        except ValidationError:
            return self.show(status=422)
        messages.success(
            request,
            _("The report is submitted: submission %(number)s, kept unchanged from now on.")
            % {"number": sent.submissions},
        )
        return self.back()

    def may_submit(self) -> bool:
        """Tell whether this person may submit the report as it stands."""
        return any(one.name == SUBMIT for one in moves_offered(self.report, self.request.user))

    def changed(self, current: Report) -> HttpResponse:
        """The button was pressed twice, or somebody else was faster, or wrote in it meanwhile."""
        if current.is_writable:
            messages.warning(
                self.request,
                _("The report changed since this page was opened. Look through it again."),
            )
            self.report.refresh_from_db()
            return self.show(status=409)
        is_own = current.submitted_by_id == self.request.user.pk
        if current.state == ReportState.SUBMITTED and is_own:
            messages.info(
                self.request, _("The report had already been received; it was sent once.")
            )
        else:
            messages.warning(self.request, said_of_change(current))
        return self.back()

    def show(self, status: int = 200) -> HttpResponse:
        """Render what stands against submitting and the button."""
        shown = self.shown_sheet()
        context = {
            "report": self.report,
            "shown": shown,
            "review": review_of(shown),
            "fingerprint": fingerprint_of(self.report),
            "period_words": period_in_words(self.report.period),
            "deadline_words": deadline_in_words(self.report.due_at, self.now),
            "deadline_tone": deadline_tone(self.report, self.now),
            "page_url": self.page_url(),
            "is_keying": self.is_keying,
            "coverage": coverage_of(self.report),
            # Some forms are due before their period ends and estimate its last days.
            "is_early": self.today < self.report.period.last_day
            and self.today < self.report.due_at.date()
            and not self.report.period.is_special,
        }
        return render(self.request, "reports/report_submit.html", context, status=status)


class NothingToReport(StepByPost, ReportView):
    """Ticking “nothing to report” with its reason, or taking it back."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the tick."""
        form = NothingForm(request.POST)
        form.is_valid()
        is_so = bool(form.cleaned_data.get("is_so"))
        reason = form.cleaned_data.get("reason", "")
        try:
            say_nothing_to_report(self.report, reason, by=self.request.user, is_so=is_so)
        except ValidationError as problem:
            return self.refused(" ".join(problem.messages), reason)
        said = _("“Nothing to report” is noted.") if is_so else _("The sheet is open again.")
        messages.success(request, said)
        return self.back()

    def refused(self, why: str, reason: str) -> HttpResponse:
        """The report's page with what was typed and why it cannot be so."""
        context = report_context(self, self.shown_sheet())
        tried = {"nothing_tried": True, "nothing_refused": why, "nothing_typed": reason}
        return render(self.request, "reports/report.html", {**context, **tried}, status=422)
