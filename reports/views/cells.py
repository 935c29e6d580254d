"""Saving cells: one by one as somebody leaves them, a whole section without scripts, and the side panel."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.views.pages import StepByPost
from reports.domain.filling import save_cell, take_from_records
from reports.domain.locking import CellConflictError
from reports.domain.parts import parts_of
from reports.domain.sheet import sheet_of
from reports.forms.cells import conflict_with
from reports.forms.sent import TypedCell, typed_in
from reports.forms.sheet import Refused, ShownSheet
from reports.models import Indicator
from reports.views.base import ReportView
from reports.views.report import report_context

# Tells the page's script that an answer is ours, and not a sign-in page or a proxy's.
ANSWER, VERSION = "X-Report-Cell", "X-Report-Version"


class CellView(ReportView):
    """One cell: its fragment by GET; saved by POST."""

    def get(self, request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
        """Give the cell as it is now, with everything that hangs together with it."""
        return self.answer()

    def post(self, request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
        """Save what was typed; say what is wrong with it, or what somebody else saved meanwhile."""
        try:
            self.save()
        except CellConflictError as change:
            conflict = conflict_with(change.current, self.indicator)
            return self.refused(409, "reports/cell_conflict.html", conflict=conflict)
        except ValidationError as problem:
            said = " ".join(problem.messages)
            return self.refused(422, "reports/cell_refused.html", refusal=said)
        except PermissionDenied:
            said = _("You may not write in this report.")
            return self.refused(403, "reports/cell_refused.html", refusal=said)
        return self.answer()

    def save(self) -> None:
        """Save the cell as it was sent."""
        typed = typed_in(self.request.POST, self.indicator)
        if typed is None:
            raise ValidationError(_("What was sent cannot be read. Load the page again."))
        keep(self, self.indicator, typed)

    def answer(self) -> HttpResponse:
        """Render the cell, those that hang together with it, the tabs and the counter."""
        shown = self.shown_sheet()
        context = {
            "report": self.report,
            "shown": shown,
            "cells": shown.changed_with(self.indicator.pk),
            "now": self.now,
            "is_keying": self.is_keying,
        }
        response = self.ours(render(self.request, "reports/cell_answer.html", context))
        response[VERSION] = shown.cells[self.indicator.pk].version
        return response

    def refused(self, status: int, template: str, **context: Any) -> HttpResponse:
        """Render the sentence that goes below the cell; what was typed stays in the page."""
        context = {"indicator": self.indicator, "report": self.report, **context}
        return self.ours(render(self.request, template, context, status=status))

    def ours(self, response: HttpResponse) -> HttpResponse:
        """Mark the answer as this view's."""
        response[ANSWER] = str(self.indicator.pk)
        return response


class CellSource(StepByPost, CellView):
    """Puts the records' figure back into a cell."""

    def save(self) -> None:
        """Take the figure upon the version that was seen."""
        version = self.request.POST.get(f"version-{self.indicator.pk}", "")
        take_from_records(
            self.report,
            self.indicator,
            version=int(version) if version.isascii() and version.isdigit() else 0,
            by=self.request.user,
        )


class SectionSave(StepByPost, ReportView):
    """All cells of a section in one form, for browsers without scripts."""

    def post(self, request: HttpRequest, pk: int, section: int) -> HttpResponse:
        """Save each cell that was changed; what could not be saved stays as typed, with its reason.

        ``take`` names a cell that goes back to the records' figure instead.
        """
        lines = parts_of(self.report.period.form_version_id).of_section(section)
        if not lines:
            raise Http404
        refused = {}
        for line in lines:
            typed = typed_in(self.request.POST, line) if line.is_keyed else None
            if typed is None or typed.is_untouched:
                continue
            if (refusal := self.saved(line, typed)) is not None:
                refused[line.pk] = refusal
        if refused:
            return self.again(refused)
        messages.success(request, _("Saved."))
        return self.back(f"part-{lines[0].section_id}")

    def saved(self, line: Indicator, typed: TypedCell) -> Refused | None:
        """Save one cell, or take it from the records; return why not."""
        try:
            if str(line.pk) == self.request.POST.get("take"):
                take_from_records(self.report, line, version=typed.version, by=self.request.user)
            else:
                keep(self, line, typed)
        except CellConflictError as change:
            return Refused(typed, conflict=conflict_with(change.current, line))
        except ValidationError as problem:
            return Refused(typed, refusal=" ".join(problem.messages))
        return None

    def again(self, refused: dict[int, Refused]) -> HttpResponse:
        """Show the page with what was typed."""
        sheet = sheet_of(self.report, scope=self.request.scope)
        shown = ShownSheet(sheet, self.is_open, refused)
        said = ngettext(
            "%(count)s cell is not saved yet; it is marked below.",
            "%(count)s cells are not saved yet; they are marked below.",
            len(refused),
        )
        messages.error(self.request, said % {"count": len(refused)})
        clash = any(one.conflict for one in refused.values())
        context = report_context(self, shown)
        return render(self.request, "reports/report.html", context, status=409 if clash else 422)


def keep(view: ReportView, line: Indicator, typed: TypedCell) -> None:
    """Save one cell as it was typed."""
    save_cell(
        view.report,
        line,
        typed.content,
        version=typed.version,
        by=view.request.user,
        override_reason=typed.reason,
        explanation=typed.explanation,
    )
