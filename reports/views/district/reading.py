"""Reading what was submitted: the queue, one report with its differences, approving many at once."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.views.pages import key_or_none
from reports.domain.filling import comment_on
from reports.domain.locking import ReportChangedError
from reports.domain.review import review_of
from reports.domain.rights import may_review, readable_offices
from reports.domain.sheet import sheet_of
from reports.domain.workflow import (
    approve_many,
    approve_report,
    begin_review,
    moves_offered,
    return_report,
    said_of_many,
)
from reports.models import Report, ReportState
from reports.queries.filing import filing_status, to_read
from reports.queries.unusual import unusual_counts
from reports.views.district.base import DistrictView
from reports.views.district.matrix import LOOKS

MOST = 200


class ReadingQueue(DistrictView):
    """Reports that wait for a reader, the longest waiting first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the queue."""
        waiting = list(self.waiting()[: MOST + 1])
        unusual = unusual_counts(waiting[:MOST], self.request.scope)
        rows = [
            {
                "report": report,
                "status": filing_status(report, self.now),
                "look": LOOKS[filing_status(report, self.now)],
                "unusual": unusual.get(report.pk, 0),
            }
            for report in waiting[:MOST]
        ]
        context = {"rows": rows, "is_cut": len(waiting) > MOST, "most": MOST}
        return render(request, "reports/district/queue.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Approve the ticked reports that can be approved, and name the others with the reason."""
        keys = [key for text in request.POST.getlist("report") if (key := key_or_none(text))]
        chosen = list(self.waiting().filter(pk__in=keys[:MOST]))
        if not chosen:
            messages.warning(request, _("Tick the reports to approve first."))
            return redirect("reading_queue")
        done, refused = approve_many(chosen, by=self.request.user, now=self.now)
        said = said_of_many(len(done), len(refused))
        messages.success(request, said) if done else messages.error(request, said)
        for report, reason in refused:
            messages.warning(request, f"{report}: {reason}")
        return redirect("reading_queue")

    def waiting(self):  # type: ignore[no-untyped-def]
        """The reports that wait for this person."""
        return to_read(self.request.scope, readable_offices(self.request.user))


class ReadReport(DistrictView):
    """One report as its reader sees it, with the three answers: return, approve, comment."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it; opening a submitted report begins its review when the reader says so, not by itself."""
        return self.show(self.report(pk))

    def show(self, report: Report, *, status: int = 200, **more: object) -> HttpResponse:
        """Render the report with what needs a look first."""
        review = review_of(sheet_of(report, scope=self.request.scope), scope=self.request.scope)
        context = {
            "report": report,
            "review": review,
            "status": filing_status(report, self.now),
            "look": LOOKS[filing_status(report, self.now)],
            "moves": moves_offered(report, self.request.user),
            "may_review": may_review(self.request.user, report),
            "is_waiting": report.state in (ReportState.SUBMITTED, ReportState.UNDER_REVIEW),
            **more,
        }
        return render(self.request, "reports/district/read.html", context, status=status)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Carry out the answer; on any failure keep what was typed."""
        report = self.report(pk)
        message = request.POST.get("message", "")
        version = key_or_none(request.POST.get("version"))
        answer = request.POST.get("answer", "")
        try:
            said = self.answer(report, answer, message, version)
        except ValidationError as problem:
            return self.show(
                self.report(pk), status=422, typed=message, problem=" ".join(problem.messages)
            )
        except ReportChangedError as change:
            return self.show(
                self.report(pk),
                status=409,
                typed=message,
                problem=_("Somebody else has moved this report meanwhile: it is now “%s”.")
                % change.current.get_state_display(),
            )
        messages.success(request, said)
        return redirect(
            "reading_queue" if answer in ("return", "approve") else "report_read",
            *([] if answer in ("return", "approve") else [pk]),
        )

    def answer(self, report: Report, answer: str, message: str, version: int | None) -> str:
        """Do what was asked; return what to say."""
        by, now = self.request.user, self.now
        if answer == "return":
            return_report(report, by=by, message=message, now=now, version=version)
            return _("The report was returned to %s.") % report.unit
        if answer == "approve":
            approve_report(report, by=by, now=now, version=version)
            return _("The report of %s is approved.") % report.unit
        if answer == "begin_review":
            begin_review(report, by=by, now=now, version=version)
            return _("%s sees that the report is being read.") % report.unit
        if answer == "comment":
            cell = key_or_none(self.request.POST.get("indicator"))
            cells = sheet_of(report, scope=self.request.scope).cells
            if cell not in cells:
                raise ValidationError(_("This line is not in the report."))
            comment_on(report, cells[cell].indicator, message, by=by)
            return _("The comment is kept; the unit sees it at the cell.")
        raise ValidationError(_("There is no such answer."))
