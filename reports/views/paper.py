"""A report on paper: its Excel form out and in, its printed form, its Word document."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commune_police.files import attachment
from commune_police.paper.word_parts import DOCX
from reports.domain.counted import coverage_of
from reports.domain.locking import CellConflictError
from reports.domain.paper.checks import printed_check, rules_by_line
from reports.domain.paper.excel_book import XLSX
from reports.domain.paper.excel_in import Upload, read_upload
from reports.domain.paper.excel_out import excel_form, excel_name
from reports.domain.paper.excel_plan import (
    Plan,
    packed,
    plan_upload,
    planned_again,
    save_upload,
    unpacked,
)
from reports.domain.paper.heading import Heading, heading_of
from reports.domain.paper.numerals import roman
from reports.domain.paper.report_document import (
    coverage_in_words,
    digest_of_filed,
    report_document,
    word_name,
)
from reports.domain.paper.word import render_document
from reports.domain.sheet import Sheet, sheet_of
from reports.forms.paper import UploadForm
from reports.forms.sheet import ShownSheet
from reports.models import DocumentKind
from reports.views.base import KEYING, ReportView
from units.domain.sheets.problems import SheetRefused

EMPTY = "empty"
# Rows to write into on the empty form's tables.
BLANK_ROWS = 6


class PaperView(ReportView):
    """What every kind of paper needs: the sheet as it stands, and its heading."""

    @cached_property
    def sheet(self) -> Sheet:
        """The report as it stands now."""
        return sheet_of(self.report, scope=self.request.scope)

    @cached_property
    def heading(self) -> Heading:
        """Who issues it, for which period, who signs."""
        return heading_of(self.report, scope=self.request.scope, today=self.today)

    @property
    def is_empty(self) -> bool:
        """True where a form without values is asked for."""
        return EMPTY in self.request.GET


class UploadPage(PaperView):
    """The page that gives out the Excel form and takes it back."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it to those who may write in the report now; others go to the report."""
        if not self.is_open:
            messages.info(request, _("Nothing can be uploaded here now."))
            return self.back()
        return self.show(UploadForm())

    def show(self, form: UploadForm, status: int = 200) -> HttpResponse:
        """Render the page."""
        context = {**self.shared, "form": form}
        return render(self.request, "reports/upload.html", context, status=status)

    @property
    def shared(self) -> dict[str, Any]:
        """What the upload and its preview show alike."""
        return {
            "report": self.report,
            "period_words": self.heading.period,
            "page_url": self.page_url(),
            "is_keying": self.is_keying,
        }


class ExcelForm(UploadPage):
    """The Excel form: out by GET (``empty=1`` without values), in by POST: preview first, then all or nothing."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the workbook."""
        content = excel_form(self.sheet, self.heading, is_empty=self.is_empty)
        name = excel_name(self.heading, self.today, is_empty=self.is_empty)
        return attachment(content, XLSX, name, "xlsx")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Read the file and show what it would change; save what a preview sends back."""
        if not self.may_write:
            raise PermissionDenied
        if not self.is_open:
            messages.error(
                request, _("The report is not open for writing, so nothing was changed.")
            )
            return self.back()
        if "changes" in request.POST:
            return self.save()
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            upload = read_upload(form.cleaned_data["file"].read(), self.sheet)
        except SheetRefused as refused:
            form.add_error("file", refused.sentence)
            return self.show(form, status=422)
        return self.preview(plan_upload(self.sheet, upload.cells), upload)

    def preview(
        self, plan: Plan, upload: Upload | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Show every change and every mistake; nothing is written yet."""
        context = {**self.shared, "plan": plan, "upload": upload}
        if upload is not None and upload.problems:
            return render(self.request, "reports/upload_preview.html", context, status=422)
        try:
            context["changes"] = packed(plan, self.report, self.request.user)
        except ValidationError as problem:
            messages.error(self.request, " ".join(problem.messages))
            return redirect(self.upload_url)
        return render(self.request, "reports/upload_preview.html", context, status=status)

    def save(self) -> HttpResponse:
        """Save what was previewed; where somebody else was quicker, show the comparison anew."""
        entries = unpacked(self.request.POST["changes"], self.report, self.request.user)
        if entries is None:
            messages.error(
                self.request,
                _("This preview is too old. Upload the file again; nothing was changed."),
            )
            return redirect(self.upload_url)
        try:
            count = save_upload(self.report, entries, by=self.request.user)
        except CellConflictError:
            messages.warning(
                self.request,
                _(
                    "Somebody saved some of these cells meanwhile, so nothing was changed. Look at the comparison again."
                ),
            )
            return self.preview(planned_again(self.sheet, entries), status=409)
        except ValidationError as problem:
            messages.error(self.request, " ".join(problem.messages))
            return redirect(self.upload_url)
        said = ngettext(
            "%(count)s cell is taken over from the Excel form.",
            "%(count)s cells are taken over from the Excel form.",
            count,
        )
        messages.success(self.request, said % {"count": count})
        return self.back()

    @property
    def upload_url(self) -> str:
        """The address of the page that takes the file."""
        address = reverse("report_upload", args=[self.report.pk])
        return f"{address}?{KEYING}=1" if self.is_keying else address


class WordDocument(PaperView):
    """The report as a Word document in the official form."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the document, on the template that the unit's jurisdiction has in use."""
        context = report_document(self.sheet, self.heading).context()
        content = render_document(DocumentKind.REPORT, context, self.heading.jurisdiction)
        return attachment(content, DOCX, word_name(self.heading, self.sheet), "docx")


class PrintPage(PaperView):
    """The form on paper, filled as it stands or empty (``empty=1``), with places for signatures."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the page that is printed."""
        checks = rules_by_line(self.sheet.parts)
        coverage = coverage_of(self.report)
        context = {
            "report": self.report,
            "heading": self.heading,
            "parts": [
                (roman(number), part)
                for number, part in enumerate(ShownSheet(self.sheet, False).sections, start=1)
            ],
            "checks": {
                line: [printed_check(rule) for rule in rules] for line, rules in checks.items()
            },
            "digest": "" if self.is_empty else digest_of_filed(self.sheet),
            "is_empty": self.is_empty,
            "coverage": coverage_in_words(coverage) if coverage else "",
            "page_url": self.page_url(),
            "blank_rows": range(BLANK_ROWS),
        }
        return render(request, "reports/print.html", context)
