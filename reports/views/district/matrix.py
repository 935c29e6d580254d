"""Who has filed: the matrix, its Excel file, reminders, and delays excused."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lists.domain.exporting import write_xlsx
from reports.domain.calendar import short_code
from reports.domain.opening import ensure_opened
from reports.domain.reminders import remind
from reports.domain.rights import EXCUSE, REMIND, REQUEST, may_read
from reports.domain.workflow import excuse_report
from reports.models import WRITABLE, Report, ReportForm, ReportingPeriod
from reports.queries.filing import FilingFigures, FilingStatus, reports_with_names
from reports.queries.matrix import Matrix, MatrixCell, MatrixRow, latest_periods, matrix_of
from reports.views.district.base import DistrictView

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# How each status looks: tone, icon; the word is the status's own.
LOOKS = {
    FilingStatus.NOT_DUE: ("quiet", "hourglass"),
    FilingStatus.MISSING: ("bad", "x-octagon-fill"),
    FilingStatus.RETURNED: ("info", "arrow-return-left"),
    FilingStatus.ON_TIME: ("ok", "check-circle-fill"),
    FilingStatus.LATE: ("warn", "clock-fill"),
    FilingStatus.EXCUSED: ("quiet", "hand-thumbs-up"),
}


class FilingMatrix(DistrictView):
    """Communes × periods of one form."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the matrix, or with ``format=xlsx`` the same as a file."""
        ensure_opened(self.now)
        form = self.form
        if form is None:
            return render(request, "reports/district/no_forms.html", {})
        periods = latest_periods(form, self.request.scope)
        matrix = matrix_of(
            form, periods, self.request.scope, self.now, jurisdiction=self.jurisdiction
        )
        if request.GET.get("format") == "xlsx":
            return matrix_file(matrix, self.today)
        context = {
            "form": form,
            "forms": self.forms,
            "matrix": matrix,
            "jurisdiction": self.jurisdiction,
            "heads": [
                self.head(period, figures)
                for period, figures in zip(matrix.periods, matrix.columns, strict=True)
            ],
            "rows": [self.row(row, matrix) for row in matrix.rows],
            "total": share_of(matrix.total),
            "legend": [(status.label, *LOOKS[status]) for status in FilingStatus],
            "file_url": self.address(format="xlsx"),
            "may_remind": request.user.has_perm(REMIND),
            "special_url": self.special_url(form),
        }
        return render(request, "reports/district/matrix.html", context)

    def special_url(self, form: ReportForm) -> str:
        """Where a special report is asked for, by the form shown if it is one; empty without the right."""
        if not self.request.user.has_perm(REQUEST):
            return ""
        return reverse("special_new") + (f"?form={form.pk}" if form.is_special else "")

    def head(self, period: ReportingPeriod, figures: FilingFigures) -> dict[str, Any]:
        """A column's head: period, deadline, shares, and how many can be reminded."""
        return {
            "period": period,
            "words": short_code(period),
            "share": share_of(figures),
            "waiting": figures.missing + figures.not_due + figures.returned,
        }

    def row(self, row: MatrixRow, matrix: Matrix) -> dict[str, Any]:
        """A unit's row: its name with where it leads, its cells, its share."""
        address = (
            self.address(jurisdiction=row.key)
            if matrix.by_branch
            else reverse("commune_detail", args=[row.key])
        )
        return {
            "name": row.name,
            "url": address,
            "cells": [self.cell(cell, matrix.by_branch) for cell in row.cells],
            "share": share_of(row.total),
        }

    def cell(self, cell: MatrixCell, by_branch: bool) -> dict[str, Any]:
        """A cell: a status that leads to the report, or filed of due for a jurisdiction."""
        if by_branch:
            share = share_of(cell.figures)
            return {"text": share["text"], "words": share["formula"]}
        if cell.status is None or cell.report_id is None:
            return {"text": "", "words": ""}
        return {**self.looks[cell.status], "url": self.report_url(cell.report_id)}

    @cached_property
    def looks(self) -> dict[FilingStatus, dict[str, str]]:
        """Tone, icon and word of each status, once for the whole table."""
        return {
            status: {"tone": tone, "icon": icon, "words": str(status.label)}
            for status, (tone, icon) in LOOKS.items()
        }

    @cached_property
    def report_url(self) -> Callable[[int], str]:
        """Gives a report's address; a thousand cells ask, so the pattern is looked up once."""
        before, after = reverse("report_detail", args=[0]).rsplit("0", 1)
        return lambda key: f"{before}{key}{after}"


def share_of(figures: FilingFigures) -> dict[str, Any]:
    """Say the share on time and the share filed, each with its parts."""
    if not figures.were_due:
        return {"text": "—", "percent": None, "formula": _("nothing was due yet"), "filed": ""}
    percent = round(100 * (figures.timeliness or 0))
    return {
        "text": f"{percent} %",
        "percent": percent,
        "formula": _("%(on_time)s on time or excused ÷ (%(filed)s filed + %(missing)s missing)")
        % {"on_time": figures.on_time, "filed": figures.filed, "missing": figures.missing},
        "filed": _("%(filed)s of %(due)s filed")
        % {"filed": figures.filed, "due": figures.were_due},
    }


def matrix_file(matrix: Matrix, day: datetime.date) -> HttpResponse:
    """Return the matrix as a workbook: words in the cells, shares as numbers."""
    title = _("Who has filed")
    header = [
        pgettext("place", "Unit"),
        *(short_code(one) for one in matrix.periods),
        _("On time (%)"),
    ]
    rows = [
        [row.name, *(_written(cell) for cell in row.cells), _percent(row.total)]
        for row in matrix.rows
    ]
    rows.append(
        [_("Together: on time (%)"), *map(_percent, matrix.columns), _percent(matrix.total)]
    )
    note = [matrix.form.name, _("As of %s") % f"{day:%d/%m/%Y}", share_of(matrix.total)["formula"]]
    response = HttpResponse(write_xlsx(title, header, rows, note), content_type=XLSX)
    name = quote(f"tinh-hinh-nop-bao-cao-{day.isoformat()}.xlsx")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _written(cell: MatrixCell) -> str:
    if cell.status is not None:
        return str(cell.status.label)
    figures = cell.figures
    return f"{figures.filed}/{figures.were_due}" if figures.were_due else ""


def _percent(figures: FilingFigures) -> float | None:
    return None if figures.timeliness is None else round(100 * figures.timeliness, 1)


class RemindPeriod(DistrictView):
    """Remind every unit that has not filed a period, or one unit of one report."""

    permission_required = REMIND

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the reminders and say how many."""
        periods = ReportingPeriod.objects.visible_to(self.request.scope)
        period = get_object_or_404(periods.select_related("form"), pk=pk)
        waiting = reports_with_names(self.request.scope).filter(
            period=period, number=0, state__in=WRITABLE, commune__isnull=False
        )
        if not may_read(self.request.user, period.form.office):
            return self.handle_no_permission()
        made = remind(list(waiting), by=self.request.user, message=request.POST.get("message", ""))
        said_of = ngettext(
            "%(count)s unit was reminded.", "%(count)s units were reminded.", len(made)
        )
        messages.success(request, said_of % {"count": len(made)})
        return redirect(back_to(request, reverse("filing_matrix")))


class RemindReport(DistrictView):
    """Remind one unit of its report."""

    permission_required = REMIND

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the reminder."""
        report = self.report(pk)
        if remind([report], by=self.request.user, message=request.POST.get("message", "")):
            messages.success(request, _("%s was reminded.") % report.unit)
        else:
            messages.info(request, _("This report has been submitted already."))
        return redirect(back_to(request, reverse("report_detail", args=[pk])))


class ExcuseReport(DistrictView):
    """Excuse a late or missing report with a reason."""

    permission_required = EXCUSE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the reason."""
        return self.show(self.report(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Excuse it, or show what is missing with what was typed."""
        report = self.report(pk)
        reason = request.POST.get("reason", "")
        try:
            excuse_report(report, by=self.request.user, reason=reason, now=self.now)
        except ValidationError as problem:
            return self.show(report, reason, " ".join(problem.messages))
        messages.success(request, _("The delay is excused."))
        return redirect("report_detail", pk)

    def show(self, report: Report, reason: str = "", problem: str = "") -> HttpResponse:
        """Render the question."""
        context = {"report": report, "reason": reason, "problem": problem}
        status = 422 if problem else 200
        return render(self.request, "reports/district/excuse.html", context, status=status)


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Return the page of ours that the form came from."""
    wanted = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if wanted and is_ours else otherwise
