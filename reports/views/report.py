"""The page of one report: its sheet, its state with the moves offered, comments, submissions and history."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.domain.counted import coverage_of
from reports.domain.filling import prefill_if_stale
from reports.domain.rights import EXCUSE
from reports.domain.story import story_of
from reports.domain.wording import deadline_in_words, deadline_tone, period_in_words
from reports.domain.workflow import SUBMIT, moves_offered
from reports.forms.sheet import ShownSheet
from reports.models import ACCEPTED, WITH_READER, Report
from reports.queries.filing import FilingStatus, filing_status
from reports.tables.reports import STANDING_TONES
from reports.views.base import ReportView


class ReportPage(ReportView):
    """The sheet, to fill or to read."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Render the page; figures of the records are read anew first where somebody fills it."""
        if self.is_open:
            self.fill_from_records()
        return render(request, "reports/report.html", report_context(self, self.shown_sheet()))

    def fill_from_records(self) -> None:
        """Read the records where they are not fresh."""
        # Submitted a moment ago by somebody else: the page shows it as it is.
        with suppress(ValidationError):
            prefill_if_stale(
                self.report, by=self.request.user, scope=self.request.scope, now=self.now
            )
        self.report.refresh_from_db(fields=["version", "prefilled_at", "state"])


def report_context(view: ReportView, shown: ShownSheet) -> dict[str, Any]:
    """Return what the page shows; a fixed number of queries beside the sheet's own."""
    report, user, now = view.report, view.request.user, view.now
    offered = moves_offered(report, user)
    status = filing_status(report, now)
    return {
        "report": report,
        "shown": shown,
        "now": now,
        "period_words": period_in_words(report.period),
        "status": status,
        "status_tone": STANDING_TONES[status],
        "deadline_words": deadline_in_words(report.due_at, now),
        "deadline_tone": deadline_tone(report, now),
        "moves": [one for one in offered if one.name != SUBMIT],
        "may_submit": view.is_open and any(one.name == SUBMIT for one in offered),
        "may_key": report.is_writable and view.may_write and not view.is_open,
        "is_keying": view.is_keying,
        "may_replace": view.may_write and report.state in ACCEPTED and _is_latest(report),
        "may_compare": view.may_review and report.state in WITH_READER,
        "may_excuse": view.may_review
        and user.has_perm(EXCUSE)
        and report.excused_at is None
        and status in (FilingStatus.MISSING, FilingStatus.LATE),
        "may_attach": view.may_write and not report.is_writable,
        "may_comment": (view.may_write or view.may_review) and report.state != "locked",
        "comments": _comments(report),
        "snapshots": list(report.reportsnapshots.defer("content")),
        "papers": list(report.signedpapers.select_related("snapshot").defer("snapshot__content")),
        "reminders": list(report.reminders.all()[:3]) if report.is_writable else [],
        "others": _others(report),
        "coverage": coverage_of(report),
        "story": story_of(report),
    }


def _comments(report: Report) -> list[Any]:
    """Unsettled comments first, then the settled ones, each with its line."""
    found = report.cellcomments.select_related("indicator").order_by("created_at", "pk")
    return sorted(found, key=lambda one: one.settled_at is not None)


def _others(report: Report) -> list[Report]:
    """The report's replacements and what they replace, in order; empty for a report of its own."""
    same = Report.objects.filter(
        period=report.period_id, commune=report.commune_id, jurisdiction=report.jurisdiction_id
    )
    return list(same.exclude(pk=report.pk).order_by("number").only("number", "state", "is_current"))


def _is_latest(report: Report) -> bool:
    return not report.replacements.exists()
