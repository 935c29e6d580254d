"""The page of a list: reads fifty rows and answers with a page, a file, a print or a selection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django_htmx.http import push_url

from lists.domain.address import EXPORT, PRINT
from lists.domain.bulk import SELECTION_LIMIT, BulkAction, choose
from lists.queries import Window, rows_in_order, window
from lists.views import parts
from lists.views.files import PRINT_LIMIT, file_response
from lists.views.reading import ListReader


class ListPage(ListReader):
    """A list. ``lists/__init__`` explains how to make one."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list, or give it as a file or for printing."""
        kind = request.GET.get(EXPORT, "")
        if kind or request.GET.get(PRINT):
            return self.whole(kind)
        found = window(
            self.filterset.qs, self.order, page=self.shown.address.page, cap=self.count_cap
        )
        rows = rows_in_order(self.rows_queryset(self.get_queryset()), found.ids)
        self.complete(rows)
        response = render(request, self.template(), self.context(found, rows))
        patch_vary_headers(response, ["HX-Request"])
        if request.htmx:
            return push_url(response, parts.here(self.request.path, self.shown.links.query()))
        return response

    def template(self) -> str:
        """Only the region of rows when htmx asks for it; the whole page also when going back."""
        htmx = self.request.htmx
        return (
            "lists/region.html" if htmx and not htmx.history_restore_request else self.template_name
        )

    def context(self, found: Window, rows: Sequence[Any]) -> dict[str, Any]:
        """What the template needs."""
        table, links = self.table(), self.shown.links
        path = self.request.path
        actions = [act for act in self.actions if self.request.user.has_perm(act.permission)]
        chosen = set(self.columns)
        return {
            "page": self,
            "title": self.title,
            "window": found,
            "rows": list(table.written(rows, self.columns)),
            "heads": parts.heads(table, self.columns, self.shown, self.default_order, path),
            "form": self.filterset.form,
            "chips": parts.chips(self.filterset, self.shown.address, path),
            "shown": self.shown,
            "views": parts.view_links(self.listed_views, self.shown, path),
            "hidden": parts.hidden_fields(self.shown),
            "clear_url": parts.here(path, self.shown.address.cleared().query()),
            "default_url": path,
            "pages": parts.page_links(found, links, path),
            "export_urls": parts.export_links(self.shown, path) if self.may_export else {},
            "files": self.files() if self.may_export else [],
            "print_url": parts.here(path, self.shown.address.query(**{PRINT: "1"})),
            "column_choices": [
                (name, table.columns[name].header, name in chosen) for name in self.ordered_columns
            ],
            "here": parts.here(path, self.shown.address.query()),
            "actions": actions,
            "empty_title": self.empty_title,
            "empty_hint": self.empty_hint,
            "buttons": self.buttons(),
            "filters_open": bool(self.filterset.form.errors),
        }

    @property
    def ordered_columns(self) -> list[str]:
        """The chosen columns first, in their order, then the others."""
        return [*self.columns, *(name for name in self.allowed_columns if name not in self.columns)]

    @property
    def may_export(self) -> bool:
        """Tell whether this person may take the rows away as a file."""
        return not self.export_permission or self.request.user.has_perm(self.export_permission)

    def whole(self, kind: str) -> HttpResponse:
        """Answer with all matching rows: a file, or a page to print."""
        if kind and not self.may_export:
            return self.handle_no_permission()
        queryset = self.rows_queryset(self.filterset.qs).order_by(*self.order)
        if kind:
            return file_response(self, queryset, kind)
        rows = list(queryset[: PRINT_LIMIT + 1])
        self.complete(rows)
        table = self.table()
        context = {
            "title": self.title,
            "headers": table.headers(self.columns),
            "rows": list(table.written(rows[:PRINT_LIMIT], self.columns)),
            "cut": len(rows) > PRINT_LIMIT,
            "limit": PRINT_LIMIT,
            "chips": parts.chips(self.filterset, self.shown.address, self.request.path),
            "back_url": parts.here(self.request.path, self.shown.links.query()),
        }
        return render(self.request, "lists/print.html", context)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the chosen rows on the server and lead to the page that asks for confirmation."""
        action = self.action_named(request.POST.get("action", ""))
        matching = window(self.filterset.qs, self.order, cap=self.count_cap)
        back_to = parts.here(request.path, self.shown.address.query())
        try:
            selection = choose(
                request.user, page_key=self.page_key, action=action, row_ids=self.chosen_ids(),
                matching=matching.total, capped=matching.capped, back_to=back_to,
            )  # fmt: skip
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
            return HttpResponseRedirect(back_to)
        return HttpResponseRedirect(reverse("lists_selection", args=[selection.pk]))

    def chosen_ids(self) -> list[int]:
        """The ticked rows that this person may see, or all that match the filter (one too many at
        most, which is how ``choose`` knows that there are too many)."""
        if self.request.POST.get("all_matching"):
            rows = self.filterset.qs
        else:
            ticked = self.request.POST.getlist("row")
            keys = [int(key) for key in ticked if key.isascii() and key.isdigit()]
            rows = self.get_queryset().filter(pk__in=keys[: SELECTION_LIMIT + 1])
        ids = rows.order_by(*self.order).values_list("pk", flat=True)
        return list(ids[: SELECTION_LIMIT + 1])

    def action_named(self, name: str) -> BulkAction:
        """Find an action of this page; 404 when there is none of that name."""
        for action in self.actions:
            if action.name == name:
                return action
        raise Http404
