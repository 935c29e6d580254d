"""Importing an existing book: upload, preview, confirm; the file back with its mistakes; the template."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.book.columns import TITLES, Column
from incidents.domain.book.files import mistakes_book, template_book
from incidents.domain.book.plan import Action, Plan, plan_book
from incidents.domain.book.write import KEPT, write_book
from incidents.domain.permissions import IMPORT_INCIDENTS
from incidents.forms.incidents.book import BookForm
from incidents.models import BookImport
from incidents.views.communes import CommuneOfForm
from incidents.views.incidents.base import IncidentView
from units.domain.sheets.marking import XLSX_TYPE
from units.domain.sheets.reading import read_sheets

ROWS_A_PAGE = 100
# So many wordings of outcomes are looked over without being asked for.
WORDINGS_AT_A_GLANCE = 30
TABS = (Action.ERROR, Action.CREATE, Action.KNOWN, Action.REPEATED)
TAB_TITLES = {
    Action.ERROR: gettext_lazy("To mend"),
    Action.CREATE: gettext_lazy("To add"),
    Action.KNOWN: gettext_lazy("On record already"),
    Action.REPEATED: gettext_lazy("Twice in this file"),
}


class BookView(IncidentView):
    """What every page of an import shares."""

    permission_required = IMPORT_INCIDENTS

    @cached_property
    def batch(self) -> BookImport:
        """The person's own upload of the address, not yet imported; else 404."""
        own = BookImport.objects.filter(owner=self.request.user).select_related("commune")
        batch: BookImport = get_object_or_404(own, pk=self.kwargs["pk"])
        return batch

    @cached_property
    def plan(self) -> Plan:
        """What the file would write now."""
        if self.batch.content is None:
            raise Http404
        return plan_book(bytes(self.batch.content), self.batch.commune)


class BookUpload(CommuneOfForm, BookView):
    """Takes the file, refuses what is no book, keeps it for the preview."""

    form_title = gettext_lazy("Import a book of incidents")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form and the uploads that wait."""
        if self.commune_of() is None:
            return self.ask_for_commune()
        return self.show(BookForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the file and lead to its preview; older ones that nobody confirmed go."""
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        form = BookForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        own = BookImport.objects.filter(owner=self.request.user, done_at__isnull=True)
        own.filter(created_at__lt=self.now - KEPT).delete()
        batch = BookImport.objects.create(
            commune=commune,
            owner=self.request.user,
            file_name=form.file_name,
            content=form.content,
        )
        return redirect("incident_book", batch.pk)

    def show(self, form: BookForm, status: int = 200) -> HttpResponse:
        """Render the page."""
        own = BookImport.objects.filter(owner=self.request.user).defer("content")
        context = {
            "form": form,
            "commune": self.commune_of(),
            "batches": own[:10],
            "columns": [
                str(title) for column, title in TITLES.items() if column != Column.MISTAKES
            ],
        }
        return render(self.request, "incidents/incidents/book_upload.html", context, status=status)


class BookPreview(BookView):
    """The whole plan: mistakes, what would be added, what is there already. POST confirms or throws away."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show one tab of the plan; a book that was imported leads to its incidents."""
        if self.batch.done_at is not None:
            messages.info(request, _("This book has been imported already."))
            return redirect("incident_list")
        return self.show()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Import every row or none; or throw the file away."""
        if "discard" in request.POST:
            self.batch.delete()
            messages.info(request, _("The file was thrown away; nothing was imported."))
            return redirect("incident_book_upload")
        try:
            written = write_book(
                self.batch, request.POST.get("fingerprint", ""), by=self.request.user
            )
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
            return redirect("incident_book", pk)
        messages.success(request, _("Imported: %(count)s incidents.") % {"count": written})
        return redirect("incident_list")

    def show(self) -> HttpResponse:
        """Render the plan."""
        plan, asked = self.plan, self.request.GET.get("show", "")
        full = [action for action in TABS if plan.counts[action]]
        first = full[0] if full else Action.CREATE
        tab = next((action for action in TABS if action.value == asked), first)
        # Those that contradict the records come first.
        rows = sorted(
            (row for row in plan.rows if row.action is tab), key=lambda row: not row.differs
        )
        context: dict[str, Any] = {
            "batch": self.batch,
            "plan": plan,
            "tab": tab,
            "tabs": [(action, TAB_TITLES[action], plan.counts[action]) for action in TABS],
            "page": Paginator(rows, ROWS_A_PAGE).get_page(self.request.GET.get("page")),
            "several_sheets": len(plan.tables) > 1,
            "wordings_open": len(plan.wordings) <= WORDINGS_AT_A_GLANCE,
        }
        return render(self.request, "incidents/incidents/book_preview.html", context)


class BookMistakes(BookView):
    """The uploaded rows with a column that says what to mend."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the workbook."""
        plan = self.plan
        sheets = read_sheets(bytes(self.batch.content or b""))
        return _attachment(mistakes_book(plan, sheets), f"loi-can-sua-{pk}.xlsx")


class BookTemplate(BookView):
    """An empty workbook with the headings."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Give the workbook."""
        return _attachment(template_book(), "mau-so-vu-viec.xlsx")


def _attachment(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
