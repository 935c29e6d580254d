"""What a list declares, and how it reads the address: filters, columns, order, saved view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponseRedirect, QueryDict
from django.utils.translation import gettext_lazy as _
from django.views import View

from accounts.requests import SignedInRequest
from lists.domain.address import Address
from lists.domain.bulk import BulkAction, Text
from lists.domain.views_in_use import Shown, resolve
from lists.filters import ListFilterSet
from lists.models import SavedView
from lists.queries import COUNT_CAP, views_for
from lists.tables import ListTable
from lists.views import memory, parts

# Pages by key, so that the confirmation of a bulk action finds its page again.
PAGES: dict[str, type[ListReader]] = {}


class ListReader(LoginRequiredMixin, PermissionRequiredMixin, View):
    """What a list declares, and what an address asks of it."""

    page_key: ClassVar[str] = ""
    title: ClassVar[Text] = ""
    permission_required = ""
    table_class: ClassVar[type[ListTable]]
    filterset_class: ClassVar[type[ListFilterSet]]
    default_order: ClassVar[str] = ""
    actions: ClassVar[Sequence[BulkAction]] = ()
    template_name: ClassVar[str] = "lists/page.html"
    # Columns that only some may see: column name → permission.
    column_permissions: ClassVar[Mapping[str, str]] = {}
    # Exporting may need more than looking.
    export_permission: ClassVar[str] = ""
    empty_title: ClassVar[Text] = _("Nothing here yet")
    empty_hint: ClassVar[Text] = ""
    # A column that says the same in every row to somebody who sees one commune.
    redundant_in_one_commune: ClassVar[str] = "commune"
    # Filters that apply when nothing is asked and nobody saved a default; "clear filters" leaves them.
    standard_filters: ClassVar[str] = ""
    standard_name: ClassVar[Text] = ""
    request: SignedInRequest

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.page_key:
            PAGES[cls.page_key] = cls

    # --- What a page declares ---

    def get_queryset(self) -> QuerySet[Any]:
        """All rows that this person may see; must use ``visible_to(request.scope)``."""
        raise NotImplementedError

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Add what the cells need (joins, prefetches, annotations); only for rows that are shown."""
        return queryset

    def complete(self, rows: Sequence[Any]) -> None:
        """Add to the rows in hand what a join would fetch for nothing; called for each fifty rows
        shown and each two thousand exported."""

    def buttons(self) -> list[parts.Button]:
        """Buttons beside the title, such as the way to a new row."""
        return []

    def files(self) -> list[parts.FileLink]:
        """Files of the rows that are filtered, beside Excel and CSV; ``file_query`` says which rows."""
        return []

    @property
    def count_cap(self) -> int:
        """How many matching rows are counted exactly; a list of millions may say fewer."""
        return COUNT_CAP

    @property
    def file_query(self) -> str:
        """The query of the same rows in the same order, from the first."""
        return replace(self.shown.address, page=1).query()

    # --- Reading the address ---

    def handle_no_permission(self) -> HttpResponseRedirect:
        """Send strangers to sign in; refuse the signed-in who lack the right."""
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()

    def require_permission(self) -> None:
        """Raise ``PermissionDenied`` when the person may not see this list."""
        if not self.has_permission():
            raise PermissionDenied

    def show(self, address: Address) -> None:
        """Show this address instead of the request's own (pages that speak of a list)."""
        self.__dict__["shown"] = resolve(address, self.views, self.standard)

    @cached_property
    def shown(self) -> Shown:
        """What the address asks for, with the saved view filled in."""
        return resolve(Address.read(self.request.GET), self.views, self.standard)

    @cached_property
    def views(self) -> list[SavedView]:
        """The saved views that this person may use here."""
        return views_for(self.request.user, self.request.scope, self.page_key)

    @cached_property
    def standard(self) -> SavedView | None:
        """The list's own way of opening, where it has one; never stored."""
        if not self.standard_filters:
            return None
        return SavedView(
            page_key=self.page_key,
            slug="standard",
            name=str(self.standard_name),
            query=self.standard_filters,
        )

    @property
    def listed_views(self) -> list[SavedView]:
        """The list's own view, if it has one, and the saved ones."""
        return [*([self.standard] if self.standard else []), *self.views]

    @cached_property
    def allowed_columns(self) -> list[str]:
        """All columns that this person may see."""
        return [
            name
            for name in self.table_class.column_names()
            if not (permission := self.column_permissions.get(name))
            or self.request.user.has_perm(permission)
        ]

    @cached_property
    def columns(self) -> list[str]:
        """The columns shown: from the address or view, else those chosen last, else the default."""
        wanted = self.shown.address.columns or memory.columns_of(self.request, self.page_key)
        names = self.table_class.known(
            name for name in wanted or () if name in self.allowed_columns
        )
        return [name for name in names if name in self.allowed_columns]

    @cached_property
    def filterset(self) -> ListFilterSet:
        """The filters, filled from the address."""
        data = QueryDict(mutable=True)
        for name, value in self.shown.address.filters:
            data.appendlist(name, value)
        return self.filterset_class(data, queryset=self.get_queryset(), request=self.request)

    @cached_property
    def order(self) -> list[str]:
        """The order in the database's words."""
        wanted = self.shown.address.order
        allowed = wanted.removeprefix("-") in self.allowed_columns
        return self.table_class.order_fields(wanted if allowed else "", self.default_order)

    def table(self) -> ListTable:
        """The table without rows; rows are written by ``ListTable.written``."""
        return self.table_class.declared()
