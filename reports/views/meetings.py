"""The meeting in one click: prepared, shown, presented, kept as Excel, its conclusions issued."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.views.pages import RightView, key_or_none
from commune_police.paper.word_parts import DOCX
from reports.domain.meeting_book import book_of
from reports.domain.meeting_file import book_file
from reports.domain.meeting_slides import slides_of
from reports.domain.meeting_tables import MeetingBook
from reports.domain.meetings import HOLD, add_conclusion, issue_conclusion, prepare_meeting
from reports.domain.paper.meeting_document import meeting_document
from reports.domain.paper.word import render_document
from reports.domain.rights import readable_offices
from reports.forms.meetings import ConclusionForm, MeetingForm
from reports.models import DocumentKind, Meeting
from units.models import Jurisdiction

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 100


class MeetingView(RightView):
    """A page of whoever prepares meetings."""

    permission_required = HOLD

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting of the address, among those of the person's jurisdictions; else 404."""
        found: Meeting = get_object_or_404(
            Meeting.objects.visible_to(self.request.scope).select_related("jurisdiction__parent"),
            pk=self.kwargs["pk"],
        )
        return found

    def book(self) -> MeetingBook:
        """Everything the meeting looks at."""
        return book_of(
            self.meeting,
            scope=self.request.scope,
            offices=readable_offices(self.request.user),
            with_places=self.request.user.has_perm("incidents.view_hotspot"),
        )

    def jurisdictions(self) -> list[Jurisdiction]:
        """The jurisdictions that this person can hold a meeting for, the widest first."""
        scope = self.request.scope
        found = Jurisdiction.objects.all()
        if scope.jurisdictions is not None:
            found = found.filter(pk__in=scope.jurisdictions)
        return list(found.order_by("path")[:MOST])


class MeetingList(MeetingView):
    """The meetings prepared so far, and the one click that prepares the next."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list."""
        meetings = Meeting.objects.visible_to(self.request.scope).select_related("jurisdiction")
        context = {"meetings": list(meetings[:MOST]), "jurisdictions": self.jurisdictions()}
        return render(request, "reports/meetings/list.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Prepare a meeting of today about the last twelve months."""
        wanted = key_or_none(request.POST.get("jurisdiction"))
        found = next((one for one in self.jurisdictions() if one.pk == wanted), None)
        if found is None:
            raise Http404
        meeting = prepare_meeting(found, by=self.request.user, today=self.today)
        messages.success(request, _("The meeting is prepared from the records of today."))
        return redirect("meeting_detail", meeting.pk)


class MeetingEdit(MeetingView):
    """Title, day, period and communes of a meeting."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form."""
        return self.show(self.form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save it, or show what is wrong with what was typed."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        form.save()
        messages.success(
            request, _("The meeting is changed; its figures are those of the new period.")
        )
        return redirect("meeting_detail", pk)

    def form(self, data: Any = None) -> MeetingForm:
        """The form of this meeting."""
        return MeetingForm(
            data,
            instance=self.meeting,
            jurisdiction=self.meeting.jurisdiction,
            scope=self.request.scope,
        )

    def show(self, form: MeetingForm, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "meeting": self.meeting}
        return render(self.request, "reports/meetings/edit.html", context, status=status)


class MeetingDetail(MeetingView):
    """The meeting's page; ``present=1`` shows it full screen in large type, ``format=xlsx`` every table."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show, present or keep it."""
        book = self.book()
        if request.GET.get("format") == "xlsx":
            return self.file(book)
        if request.GET.get("present"):
            context = {**self.context(book), "slides": slides_of(book)}
            return render(request, "reports/meetings/present.html", context)
        return self.show(book)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep a conclusion as it is typed."""
        form = ConclusionForm(
            request.POST, jurisdiction=self.meeting.jurisdiction, scope=self.request.scope
        )
        if not form.is_valid():
            return self.show(self.book(), form, status=422)
        values = form.cleaned_data
        add_conclusion(
            self.meeting,
            values["text"],
            by=self.request.user,
            communes=list(values["answers"]),
            office=values["office"],
            due_on=values["due_on"],
        )
        messages.success(request, _("The conclusion is kept."))
        return redirect(f"{request.path}#conclusions")

    def show(
        self, book: MeetingBook, form: ConclusionForm | None = None, status: int = 200
    ) -> HttpResponse:
        """Render the page."""
        form = form or ConclusionForm(
            jurisdiction=self.meeting.jurisdiction, scope=self.request.scope
        )
        context = {**self.context(book), "form": form}
        return render(self.request, "reports/meetings/detail.html", context, status=status)

    def context(self, book: MeetingBook) -> dict[str, Any]:
        """What the page and the presentation share."""
        conclusions = self.meeting.conclusions.select_related("directive").prefetch_related(
            "answers"
        )
        return {
            "meeting": self.meeting,
            "book": book,
            "conclusions": list(conclusions),
            "all_communes": not self.meeting.communes.exists(),
        }

    def file(self, book: MeetingBook) -> HttpResponse:
        """Every table of the meeting as one workbook."""
        response = HttpResponse(book_file(book), content_type=XLSX)
        name = quote(f"{slugify(_('Meeting'))}-{self.meeting.on.isoformat()}.xlsx")
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return response


class MeetingWord(MeetingView):
    """The meeting as a Word document in the official form."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the file."""
        # Words of the book are asked for in Vietnamese, as the document is.
        with translation.override("vi"):
            book = self.book()
        conclusions = list(self.meeting.conclusions.prefetch_related("answers"))
        document = meeting_document(book, conclusions)
        body = render_document(DocumentKind.MEETING, document.context(), self.meeting.jurisdiction)
        response = HttpResponse(body, content_type=DOCX)
        name = quote(f"hoi-nghi-{self.meeting.on.isoformat()}.docx")
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return response


class ConclusionIssue(MeetingView):
    """Make a directive of a conclusion."""

    permission_required = "reports.issue_directive"

    def post(self, request: HttpRequest, pk: int, conclusion_pk: int) -> HttpResponse:
        """Issue it and lead to the directive."""
        conclusion = get_object_or_404(self.meeting.conclusions, pk=conclusion_pk)
        try:
            directive = issue_conclusion(conclusion, by=self.request.user, today=self.today)
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
            return redirect("meeting_detail", pk)
        messages.success(request, _("The conclusion is a directive now."))
        return redirect("directive_detail", directive.pk)
