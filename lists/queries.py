"""Reads for lists: the ordered ids of a page with a capped count, and a person's views and columns."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from accounts.models import User
from lists.models import ColumnChoice, SavedView
from units.domain.scope import Scope

Row = TypeVar("Row", bound=Model)

# Rows are counted exactly up to here; beyond, the page says "more than 1,000".
COUNT_CAP = 1_000
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Window:
    """One page of ids in order, and how many rows match (``total`` stops at the cap)."""

    ids: tuple[int, ...]
    page: int
    total: int
    capped: bool
    has_next: bool
    size: int = PAGE_SIZE

    @property
    def first(self) -> int:
        """Number of the first row shown, from 1; 0 when nothing matches."""
        return (self.page - 1) * self.size + 1 if self.ids else 0

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return (self.page - 1) * self.size + len(self.ids)

    @property
    def pages(self) -> int | None:
        """How many pages there are; ``None`` when there are more rows than were counted."""
        return None if self.capped else max(1, -(-self.total // self.size))


def window(
    queryset: QuerySet[Row],
    order: Sequence[str],
    *,
    page: int = 1,
    size: int = PAGE_SIZE,
    cap: int = COUNT_CAP,
) -> Window:
    """Read the ids of one page and the capped count in one query.

    One scan of at most ``cap + 1`` ids serves both while the page lies within the cap (a separate
    count would scan a text search twice). A page beyond the cap costs a second query. A page that
    no longer exists becomes the last one.
    """
    ids = queryset.order_by(*order).values_list("pk", flat=True)
    head = list(ids[: cap + 1])
    capped = len(head) > cap
    start = (page - 1) * size
    if not capped or start + size <= cap:
        last_page = max(1, -(-len(head) // size))
        page = min(page, last_page)
        start = (page - 1) * size
        return Window(
            tuple(head[start : start + size]), page, min(len(head), cap), capped,
            has_next=len(head) > start + size, size=size,
        )  # fmt: skip
    rest = list(ids[start : start + size + 1])
    return Window(tuple(rest[:size]), page, cap, True, has_next=len(rest) > size, size=size)


def rows_in_order(queryset: QuerySet[Row], ids: Sequence[int]) -> list[Row]:
    """Fetch exactly these rows, in the order of ``ids``; rows gone since are left out."""
    found = {row.pk: row for row in queryset.filter(pk__in=ids)} if ids else {}
    return [found[pk] for pk in ids if pk in found]


def views_for(user: User, scope: Scope, page_key: str) -> list[SavedView]:
    """Return the saved views of a page that this person may use, by name.

    One query; the roles in force were read with the person's scope.
    """
    found = SavedView.objects.filter(page_key=page_key).exclude(
        ~Q(owner=user), audience=SavedView.Audience.ME
    )
    standing = getattr(user, "standing", None)
    roles = standing.roles if standing else ()
    return [view for view in found if _may_use(view, user, scope, roles)]


def _may_use(view: SavedView, user: User, scope: Scope, roles: Container[str]) -> bool:
    if view.audience == SavedView.Audience.COMMUNE:
        return scope.sees(view.commune_id)
    if view.audience == SavedView.Audience.JURISDICTION:
        return scope.sees_jurisdiction(view.jurisdiction_id)
    if view.audience == SavedView.Audience.ROLE:
        return view.role in roles
    return view.owner_id == user.pk


def remembered_columns(user: User) -> dict[str, list[str]]:
    """Return the columns that the person chose last, by page. One query."""
    return dict(ColumnChoice.objects.filter(owner=user).values_list("page_key", "columns"))
