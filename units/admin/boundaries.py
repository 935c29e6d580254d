"""Importing commune boundaries in the admin: upload, look at what matched, write."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from units.admin.base import scope_of
from units.domain.boundary_files import BoundaryFile, read_boundary_file
from units.domain.boundary_matching import BoundaryRow, match_boundaries, write_boundaries
from units.forms.boundaries import BoundaryUploadForm
from units.models import Commune

SESSION_KEY = "boundary_upload"
PREVIEW = "preview"  # in the address of the page that shows what was sent
FOLDER = "boundary-uploads"
KEPT_FOR = timedelta(hours=24)


class BoundaryImportMixin:
    """Adds the boundary import to the admin of communes; the model admin comes after it.

    The way there is a button in ``templates/admin/units/commune/change_list.html``.
    """

    def get_urls(self) -> list[URLPattern]:
        """The page's address, before the model's own so that it is not taken for a key."""
        site = self.admin_site  # type: ignore[attr-defined]
        view = path(
            "boundaries/", site.admin_view(self.boundaries_view), name="units_commune_boundaries"
        )
        return [view, *super().get_urls()]  # type: ignore[misc]

    def boundaries_view(self, request: HttpRequest) -> HttpResponse:
        """One page for the three steps; what was sent waits in storage until it is written or replaced."""
        if not self.has_change_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        if request.method == "POST" and "write" in request.POST:
            return self._write(request)
        if request.method != "POST":
            content = kept_upload(request) if PREVIEW in request.GET else None
            rows = self._rows(request, read_boundary_file(content)) if content else []
            return self._page(request, BoundaryUploadForm(), rows)
        form = BoundaryUploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form, [])
        keep_upload(request, form.content)
        return HttpResponseRedirect(_preview())

    def _rows(self, request: HttpRequest, file: BoundaryFile) -> list[BoundaryRow]:
        today = timezone.localdate()
        communes = (
            Commune.objects.visible_to(scope_of(request))
            .filter(validity__contains=today)
            .select_related("jurisdiction")
        )
        return match_boundaries(file, communes)

    def _write(self, request: HttpRequest) -> HttpResponse:
        content = kept_upload(request)
        here = reverse("admin:units_commune_boundaries")
        if content is None:
            messages.error(request, _("The file is no longer here. Send it again."))
            return HttpResponseRedirect(here)
        chosen = {int(number) for number in request.POST.getlist("shape") if number.isdecimal()}
        # Read and matched anew: communes may have changed since the preview was shown.
        rows = self._rows(request, read_boundary_file(content))
        changed = write_boundaries(rows, chosen)
        if not changed:
            messages.warning(request, _("No boundary was chosen, so nothing was changed."))
            return HttpResponseRedirect(_preview())
        drop_upload(request)
        said = ngettext(
            "The boundary of %(count)d commune was written.",
            "The boundaries of %(count)d communes were written.",
            len(changed),
        )
        messages.success(request, said % {"count": len(changed)})
        return HttpResponseRedirect(reverse("admin:units_commune_changelist"))

    def _page(
        self, request: HttpRequest, form: BoundaryUploadForm, rows: list[BoundaryRow]
    ) -> HttpResponse:
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": Commune._meta,
            "title": _("Import boundaries"),
            "form": form,
            "rows": rows,
            "writable": sum(row.can_be_written for row in rows),
        }
        return TemplateResponse(request, "admin/units/commune/boundaries.html", context)


def _preview() -> str:
    return f"{reverse('admin:units_commune_boundaries')}?{PREVIEW}=1"


def keep_upload(request: HttpRequest, content: bytes) -> None:
    """Keep the checked file for this session, and clear away what others left behind."""
    drop_upload(request)
    _clear_old_uploads()
    name = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}.json", ContentFile(content))
    request.session[SESSION_KEY] = name


def kept_upload(request: HttpRequest) -> bytes | None:
    """The file this session sent, if it is still there."""
    name = request.session.get(SESSION_KEY)
    if not name or not default_storage.exists(name):
        return None
    with default_storage.open(name) as kept:
        return bytes(kept.read())


def drop_upload(request: HttpRequest) -> None:
    """Forget the file this session sent."""
    name = request.session.pop(SESSION_KEY, None)
    if name:
        default_storage.delete(name)


def _clear_old_uploads() -> None:
    if not default_storage.exists(FOLDER):
        return
    _folders, names = default_storage.listdir(FOLDER)
    for name in names:
        path_of = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path_of) < timezone.now() - KEPT_FOR:
            default_storage.delete(path_of)
