"""Signed papers and snapshots: attached and given out to those who may read the report, never shown inline."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.views.pages import StepByPost
from commune_police.files import private_file
from reports.domain.papers import attach_paper
from reports.forms.reports import PaperForm
from reports.models import ReportSnapshot, SignedPaper
from reports.views.base import ReportView


class PaperAttach(StepByPost, ReportView):
    """Attaching the signed PDF of what was submitted."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the file with its digest."""
        form = PaperForm(request.POST, request.FILES)
        if not form.is_valid():
            said = [str(text) for texts in form.errors.values() for text in texts]
            messages.error(request, " ".join(said))
            return self.back("papers")
        try:
            attach_paper(self.report, form.cleaned_data["file"], by=self.request.user)
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        else:
            messages.success(request, _("The signed paper is attached; its SHA-256 is kept."))
        return self.back("papers")


class PaperFile(ReportView):
    """A signed paper as an attachment."""

    def get(self, request: HttpRequest, pk: int, paper: int) -> FileResponse:
        """Send the file to be saved, and nothing that a browser would run."""
        found = get_object_or_404(SignedPaper, pk=paper, report=self.report)
        return private_file(
            found.file, content_type="application/pdf", name=found.name, is_saved=True
        )


class SnapshotFile(ReportView):
    """What was submitted, byte for byte, so that anybody can reckon its SHA-256."""

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Send the canonical JSON."""
        found = get_object_or_404(ReportSnapshot, report=self.report, number=number)
        response = HttpResponse(found.content.encode(), content_type="application/json")
        name = f"bao-cao-{self.report.pk}-lan-{found.number}.json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response
