"""The side panel of a cell, and what is said about cells and the whole report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accounts.views.pages import StepByPost
from reports.domain.filling import comment_on, settle_comment
from reports.domain.sheet import unstated_url
from reports.domain.story import figure_in_words, story_of_cell
from reports.domain.wording import period_in_words
from reports.forms.cells import ShownCell
from reports.forms.reports import CommentForm
from reports.models import CellComment, ReportState
from reports.queries.earlier import history_of_cell
from reports.views.base import ReportView


class CellPanel(ReportView):
    """What is known of one cell: earlier figures, where it comes from, comments, history."""

    def get(self, request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
        """Render the panel, inside the page or as a page of its own."""
        return self.show(CommentForm())

    def show(self, form: CommentForm, status: int = 200) -> HttpResponse:
        """Render it with the comment being written."""
        line = self.indicator
        cell = self.shown_sheet().cells[line.pk]
        context = {
            "report": self.report,
            "cell": cell,
            "form": form,
            "is_keying": self.is_keying,
            "period_words": period_in_words(self.report.period),
            "chart_rows": self.chart_rows(cell) if line.is_number else [],
            "earlier_texts": [] if line.is_number else self.earlier_texts(),
            "comments": list(self.report.cellcomments.filter(indicator=line)),
            "story": story_of_cell(cell.cell.value, line),
            "may_comment": self.may_comment,
            "page_url": self.page_url(f"cell-{line.pk}"),
            "unstated_url": unstated_url(line, self.report),
        }
        part = bool(self.request.htmx)
        template = "reports/panel.html" if part else "reports/panel_page.html"
        return render(self.request, template, context, status=status)

    @property
    def may_comment(self) -> bool:
        """Tell whether this person may say something now."""
        return (self.may_write or self.may_review) and self.report.state != ReportState.LOCKED

    def chart_rows(self, cell: ShownCell) -> list[dict[str, Any]]:
        """The last twelve figures and this one, the earliest first."""
        line = self.indicator
        earlier = history_of_cell(self.report, line.code, self.request.scope)
        figures = [(period_in_words(one.period), one.number) for one in reversed(earlier)]
        figures.append((period_in_words(self.report.period), cell.cell.number))
        return [
            {"label": label, "cells": [{"value": number, "text": figure_in_words(number, line)}]}
            for label, number in figures
        ]

    def earlier_texts(self) -> list[tuple[str, str]]:
        """What was written in the last three periods that have something."""
        earlier = history_of_cell(self.report, self.indicator.code, self.request.scope)
        return [(period_in_words(one.period), one.text) for one in earlier if one.text][:3]


class CellComments(StepByPost, CellPanel):
    """Saying something about a cell."""

    def post(self, request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
        """Keep the comment and show the panel anew."""
        form = CommentForm(request.POST)
        if form.is_valid():
            try:
                text = form.cleaned_data["text"]
                comment_on(self.report, self.indicator, text, by=self.request.user)
            except ValidationError as problem:
                form.add_error(None, " ".join(problem.messages))
            else:
                return self.show(CommentForm())
        return self.show(form, status=422)


class ReportComments(StepByPost, ReportView):
    """Saying something about the whole report."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the comment and go back to the page."""
        form = CommentForm(request.POST)
        try:
            text = form.cleaned_data["text"] if form.is_valid() else ""
            comment_on(self.report, None, text, by=self.request.user)
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        else:
            messages.success(request, _("The comment is added."))
        return self.back("comments")


class CommentSettle(StepByPost, CellPanel):
    """Marking a comment as settled."""

    def post(self, request: HttpRequest, pk: int, comment: int) -> HttpResponse:
        """Settle it, then show the panel or the page it was pressed in."""
        found = get_object_or_404(CellComment, pk=comment, report=self.report)
        settle_comment(found, by=self.request.user)
        if self.request.htmx and found.indicator_id:
            self.kwargs["indicator"] = found.indicator_id
            return self.show(CommentForm())
        messages.success(request, _("The comment is settled."))
        return self.back("comments")
