"""Yardsticks: an empty signed-in page, and each list through a plain template loop."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context, Template
from django.utils import timezone
from django.utils.safestring import mark_safe

from lists.views import ListPage
from reports.models import ReportForm
from reports.queries.matrix import latest_periods, matrix_of

ROWS = 50


@login_required
def empty_page(request: HttpRequest) -> HttpResponse:
    """The frame with nothing in it: what middleware and base template cost by themselves."""
    return render(request, "bench/empty.html")


@login_required
def empty_admin_page(request: HttpRequest) -> HttpResponse:
    """The admin's own frame with nothing in it, for the admin's pages."""
    return render(request, "bench/empty_admin.html", admin.site.each_context(request))


def plain_twin(page: type[ListPage]) -> type[ListPage]:
    """The same list, same filters and the same fifty rows, written by a plain template loop."""

    class Plain(page):  # type: ignore[valid-type, misc]
        page_key = f"plain-{page.page_key}"

        def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            rows = list(self.rows_queryset(self.filterset.qs).order_by(*self.order)[:ROWS])
            self.complete(rows)
            table = self.table()
            cells = [_path(table.columns[name].accessor) for name in self.columns]
            body = _loop(tuple(cells)).render(Context({"rows": rows}))
            context = {"title": self.title, "form": self.filterset.form, "body": mark_safe(body)}  # noqa: S308
            return render(request, "bench/plain.html", context)

    return Plain


@login_required
def plain_matrix(request: Any) -> HttpResponse:
    """The same reports, unit by unit and month by month, each cell its status in a plain template loop."""
    form = ReportForm.objects.visible_to(request.scope).filter(calendar__isnull=False)[0]
    periods = latest_periods(form, request.scope)
    matrix = matrix_of(form, periods, request.scope, timezone.now())
    body = MATRIX.render(Context({"rows": matrix.rows}))
    context = {"title": form.name, "form": "", "body": mark_safe(body)}  # noqa: S308
    return render(request, "bench/plain.html", context)


MATRIX = Template(
    "{% for row in rows %}<tr><th>{{ row.name }}</th>{% for cell in row.cells %}"
    '<td><a href="{{ cell.report_id }}">{{ cell.status.label }}</a></td>{% endfor %}</tr>{% endfor %}'
)
_loops: dict[tuple[str, ...], Template] = {}


def _loop(cells: tuple[str, ...]) -> Template:
    if cells not in _loops:
        row = "".join(f"<td>{{{{ row.{cell} }}}}</td>" for cell in cells)
        _loops[cells] = Template(f"{{% for row in rows %}}<tr>{row}</tr>{{% endfor %}}")
    return _loops[cells]


def _path(accessor: Any) -> str:
    return str(accessor).replace("__", ".")
