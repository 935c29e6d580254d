"""The rows of a list as a file: Excel or CSV, built whole inside the request's transaction."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import formats, timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lists.domain.exporting import csv_delimiter, write_csv, write_xlsx
from lists.domain.folding import fold
from lists.views import parts

if TYPE_CHECKING:
    from lists.views.list_page import ListPage

# 20,000 rows of ten columns take about 3 s; more is a job for the administrator's export.
EXPORT_LIMIT = 20_000
PRINT_LIMIT = 1_000
_CHUNK = 2_000

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_response(page: ListPage, queryset: QuerySet[Any], kind: str) -> HttpResponse:
    """Answer with all rows that match; too many lead back to the list with a message.

    A file that silently stops in the middle would be believed, so none is given. It is not
    streamed: a streaming response leaves the transaction that row-level security needs.
    """
    if kind not in ("xlsx", "csv"):
        raise Http404
    if _is_longer(queryset, EXPORT_LIMIT):
        limit = formats.number_format(EXPORT_LIMIT, use_l10n=True, force_grouping=True)
        messages.error(
            page.request,
            _("More than %(limit)s rows match. Narrow the filter, then export again.")
            % {"limit": limit},
        )
        back = parts.here(page.request.path, page.shown.links.query())
        return HttpResponseRedirect(back)
    table = page.table()
    names = table.exportable(page.columns)
    header = table.headers(names)
    rows = table.values(_completed(page, queryset), names)
    title = str(page.title)
    if kind == "csv":
        content = write_csv(header, rows, delimiter=csv_delimiter())
        return _attachment(content, "text/csv; charset=utf-8", f"{title}.csv")
    content = write_xlsx(title, header, rows, note=_about(page))
    return _attachment(content, _XLSX, f"{title}.xlsx")


def _completed(page: ListPage, queryset: QuerySet[Any]) -> Iterator[Any]:
    """Read the rows in chunks, each completed as on the page."""
    records = queryset.iterator(chunk_size=_CHUNK)
    while chunk := list(islice(records, _CHUNK)):
        page.complete(chunk)
        yield from chunk


def _is_longer(queryset: QuerySet[Any], limit: int) -> bool:
    return queryset.order_by().values("pk")[limit : limit + 1].exists()


def _about(page: ListPage) -> list[str]:
    """What the file holds: the list, when it was made, and by which filters."""
    moment = formats.date_format(timezone.localtime(), "SHORT_DATETIME_FORMAT")
    chips = parts.chips(page.filterset, page.shown.address, page.request.path)
    return [
        str(page.title),
        _("Exported at %(moment)s") % {"moment": moment},
        *(f"{chip.label}: {chip.value}" for chip in chips),
    ]


def _attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    stem, _dot, ending = name.rpartition(".")
    day = timezone.localdate().isoformat()
    plain = f"{slugify(fold(stem)) or 'list'}-{day}.{ending}"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(f'{stem} {day}.{ending}')}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
