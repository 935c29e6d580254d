"""Importing and exporting rosters in the admin: upload, preview, confirm; the file back; the template; the export."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.admin.base import scope_of
from units.domain.roster.books import (
    RosterCsv,
    RosterXlsx,
    export_name,
    mistakes_book,
    template_book,
)
from units.domain.roster.catalogue import load_catalogue
from units.domain.roster.export import RosterResource
from units.domain.roster.forgetting import KEPT_FOR
from units.domain.roster.plan import Action, Plan, plan_import
from units.domain.roster.write import ImportRefused, write_import
from units.domain.sheets.headers import TITLES
from units.domain.sheets.marking import XLSX_TYPE
from units.domain.sheets.reading import read_sheets
from units.forms.roster_import import RosterUploadForm, answers_in
from units.models import ImportBatch, ImportState, Officer
from units.signals import numbers_exported

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object

ROWS_A_PAGE = 100
MOST_EXPORTED = 20_000  # what one file can bring back in
IMPORT, EXPORT = "units.import_officers", "units.export_officers"
SEE_NUMBERS = "units.view_citizen_id"
ORDER_OF_TABS = (Action.ERROR, Action.DOUBTFUL, Action.CREATE, Action.CHANGE, Action.UNCHANGED)
TAB_TITLES = {
    Action.ERROR: gettext_lazy("To mend"),
    Action.DOUBTFUL: gettext_lazy("To answer"),
    Action.CREATE: gettext_lazy("To add"),
    Action.CHANGE: gettext_lazy("To change"),
    Action.UNCHANGED: gettext_lazy("Unchanged"),
}


class ImportFilter(admin.SimpleListFilter):
    """Exactly whom one of the person's own imports made or changed."""

    title = gettext_lazy("roster import")
    parameter_name = "import"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        done = own_batches(request).filter(state=ImportState.DONE)[:8]
        return [
            (str(batch.pk), f"{timezone.localtime(batch.done_at):%d/%m/%Y %H:%M} {batch.file_name}")
            for batch in done
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        if not value.isdecimal():
            return queryset
        batch = own_batches(request).filter(pk=int(value))
        return queryset.filter(imports__batch__in=batch)


def own_batches(request: HttpRequest) -> QuerySet[ImportBatch]:
    """The person's own uploads, without the files."""
    return ImportBatch.objects.filter(uploaded_by=_account(request)).defer("content")


class RosterImportMixin(Base):
    """Adds import and export to the officers' admin; list `ImportFilter` in `list_filter`."""

    change_list_template = "admin/units/officer/change_list.html"

    def get_urls(self) -> list[Any]:
        pages: dict[str, tuple[Callable[..., HttpResponse], str]] = {
            "import/": (self.upload_roster, "import"),
            "import/template/": (self.download_template, "import_template"),
            "import/<int:pk>/": (self.preview_roster, "import_preview"),
            "import/<int:pk>/mistakes/": (self.download_mistakes, "import_mistakes"),
            "export/": (self.export_roster, "export"),
        }
        own = [
            path(address, self.admin_site.admin_view(view), name=f"units_officer_{name}")
            for address, (view, name) in pages.items()
        ]
        return own + super().get_urls()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        query = request.GET.copy()
        query.pop("p", None)  # an export holds every page
        address = reverse("admin:units_officer_export")
        rights = {
            "export_address": f"{address}?{query.urlencode()}&" if query else f"{address}?",
            "may_import": request.user.has_perm(IMPORT),
            "may_export": request.user.has_perm(EXPORT),
            "may_see_numbers": request.user.has_perm(SEE_NUMBERS),
        }
        return super().changelist_view(request, {**rights, **(extra_context or {})})

    # --- upload -------------------------------------------------------------------------------------------------------

    def upload_roster(self, request: HttpRequest) -> HttpResponse:
        """Take the file, refuse what is no roster, keep it for the preview."""
        _require(request, IMPORT)
        form = RosterUploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            own_batches(request).filter(
                state=ImportState.PREVIEW, created_at__lt=timezone.now() - KEPT_FOR
            ).delete()
            batch = ImportBatch.objects.create(
                uploaded_by=_account(request),
                uploaded_by_name=request.user.get_username(),
                file_name=form.file_name,
                content=form.content,
                as_of=form.cleaned_data["as_of"],
            )
            return HttpResponseRedirect(
                reverse("admin:units_officer_import_preview", args=[batch.pk])
            )
        waiting = own_batches(request).filter(state=ImportState.PREVIEW)
        context = self._context(request, _("Import a roster")) | {
            "form": form,
            "waiting": waiting,
            "columns": [str(title) for title in TITLES.values()],
        }
        return TemplateResponse(request, "admin/units/officer/import_upload.html", context)

    # --- preview and confirmation -------------------------------------------------------------------------------------

    def preview_roster(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the whole plan; answer doubts, confirm or throw away by POST."""
        _require(request, IMPORT)
        if done := _done_batch(request, pk):
            said = _("The file “%(file)s” has been imported already; these are its rows.")
            messages.info(request, said % {"file": done.file_name})
            return HttpResponseRedirect(_rows_of(done))
        batch = _waiting_batch(request, pk)
        if request.method == "POST" and "discard" in request.POST:
            batch.delete()
            messages.info(request, _("The file was thrown away; nothing was imported."))
            return HttpResponseRedirect(reverse("admin:units_officer_import"))
        if request.method == "POST" and "ask_again" in request.POST:
            batch.answers = {}
            batch.save(update_fields=["answers"])
        elif request.method == "POST":
            answers = answers_in(request.POST)
            if answers:
                batch.answers = {**batch.answers, **answers}
                batch.save(update_fields=["answers"])
        plan = _plan_of(request, batch)
        if request.method == "POST" and "confirm" in request.POST:
            return self._confirm(request, batch, plan)
        if request.method == "POST":
            return HttpResponseRedirect(request.get_full_path())
        return self._show_plan(request, batch, plan)

    def _confirm(self, request: HttpRequest, batch: ImportBatch, plan: Plan) -> HttpResponse:
        if plan.fingerprint != request.POST.get("fingerprint"):
            messages.warning(
                request,
                _(
                    "The records have changed since the preview. Look at it again; nothing was imported."
                ),
            )
            return self._show_plan(request, batch, plan)
        self._require_rights_of(request, plan)
        try:
            written = write_import(plan, batch)
        except ImportRefused as refused:
            messages.error(request, str(refused))
            return self._show_plan(request, batch, plan)
        messages.success(
            request,
            _("Imported: %(created)s new, %(changed)s changed; %(unchanged)s were as on record.")
            % {
                "created": len(written.created),
                "changed": len(written.changed),
                "unchanged": batch.unchanged_count,
            },
        )
        return HttpResponseRedirect(_rows_of(batch))

    def _require_rights_of(self, request: HttpRequest, plan: Plan) -> None:
        """Adding and changing are rights of their own, whatever the import is called."""
        adds = plan.counts[Action.CREATE] and not self.has_add_permission(request)
        changes = plan.counts[Action.CHANGE] and not self.has_change_permission(request)
        if adds or changes:
            raise PermissionDenied

    def _show_plan(self, request: HttpRequest, batch: ImportBatch, plan: Plan) -> HttpResponse:
        tab = _chosen_tab(request, plan)
        rows = [row for row in plan.rows if row.action is tab]
        page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
        context = self._context(request, _("Preview: %(file)s") % {"file": batch.file_name}) | {
            "batch": batch,
            "plan": plan,
            "tab": tab,
            "tabs": [(action, TAB_TITLES[action], plan.counts[action]) for action in ORDER_OF_TABS],
            "page": page,
            "warnings": sum(not problem.is_error for problem in plan.problems),
            "may_see_numbers": request.user.has_perm(SEE_NUMBERS),
            "to_write": plan.counts[Action.CREATE] + plan.counts[Action.CHANGE],
        }
        return TemplateResponse(request, "admin/units/officer/import_preview.html", context)

    # --- files that go out --------------------------------------------------------------------------------------------

    def download_mistakes(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The uploaded rows with a column that says what to mend."""
        _require(request, IMPORT)
        batch = _waiting_batch(request, pk)
        book = mistakes_book(_plan_of(request, batch), read_sheets(bytes(batch.content or b"")))
        return _attachment(book, XLSX_TYPE, f"loi-can-sua-{batch.pk}.xlsx")

    def download_template(self, request: HttpRequest) -> HttpResponse:
        _require(request, IMPORT)
        book = template_book(load_catalogue(scope_of(request)))
        return _attachment(book, XLSX_TYPE, "mau-danh-sach-cong-an-xa.xlsx")

    def export_roster(self, request: HttpRequest) -> HttpResponse:
        """What the list shows under its present filters. Whole numbers by right, asked for, and recorded."""
        _require(request, EXPORT)
        query = request.GET.copy()
        kind = (query.pop("format", None) or ["xlsx"])[-1]
        whole = query.pop("numbers", None) == ["whole"] and request.user.has_perm(SEE_NUMBERS)
        request.GET = query  # type: ignore[assignment]  # the change list refuses parameters that are no filter of its own
        try:
            officers = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            messages.error(request, _("This address has a filter that the list does not know."))
            return HttpResponseRedirect(reverse("admin:units_officer_changelist"))
        count = officers.count()
        if count > MOST_EXPORTED:
            messages.error(
                request,
                _(
                    "%(count)s officers are too many for one file (%(most)s at most). Narrow the filter."
                )
                % {"count": count, "most": MOST_EXPORTED},
            )
            return HttpResponseRedirect(
                f"{reverse('admin:units_officer_changelist')}?{query.urlencode()}"
            )
        return self._export(request, officers, kind=kind, whole=whole)

    def _export(
        self, request: HttpRequest, officers: QuerySet[Officer], *, kind: str, whole: bool
    ) -> HttpResponse:
        rows = list(RosterResource.with_posts(officers))
        dataset = RosterResource(sees_numbers=whole).export(queryset=rows)
        if whole:
            numbers_exported.send(sender=Officer, request=request, officers=rows)
        if kind == "csv":
            return _attachment(
                RosterCsv().export_data(dataset), "text/csv; charset=utf-8", export_name("csv")
            )
        return _attachment(RosterXlsx().export_data(dataset), XLSX_TYPE, export_name("xlsx"))

    @admin.action(description=gettext_lazy("Export the chosen officers (Excel)"))
    def export_chosen(self, request: HttpRequest, queryset: QuerySet[Officer]) -> HttpResponse:
        """The chosen rows, citizen IDs and phones masked."""
        _require(request, EXPORT)
        return self._export(request, queryset, kind="xlsx", whole=False)

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts}


def _account(request: HttpRequest) -> int:
    """The signed-in account's primary key; the admin lets nobody else in."""
    return int(request.user.pk or 0)


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _done_batch(request: HttpRequest, pk: int) -> ImportBatch | None:
    """The person's own upload that was imported already: somebody pressed the back button."""
    return ImportBatch.objects.filter(
        pk=pk, uploaded_by=_account(request), state=ImportState.DONE
    ).first()


def _rows_of(batch: ImportBatch) -> str:
    """The address of the officers whom an import made or changed."""
    address = reverse("admin:units_officer_changelist")
    return f"{address}?{ImportFilter.parameter_name}={batch.pk}"


def _waiting_batch(request: HttpRequest, pk: int) -> ImportBatch:
    """The person's own upload that waits for confirmation; 404 for anybody else's."""
    batch = ImportBatch.objects.filter(
        pk=pk, uploaded_by=_account(request), state=ImportState.PREVIEW
    ).first()
    if batch is None:
        raise Http404
    return batch


def _plan_of(request: HttpRequest, batch: ImportBatch) -> Plan:
    return plan_import(
        bytes(batch.content or b""), scope_of(request), as_of=batch.as_of, answers=batch.answers
    )


def _chosen_tab(request: HttpRequest, plan: Plan) -> Action:
    """The tab asked for, else the first that has rows: mistakes before all."""
    asked = request.GET.get("show", "")
    if asked in set(Action):
        return Action(asked)
    return next((action for action in ORDER_OF_TABS if plan.counts[action]), Action.UNCHANGED)


def _attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
