"""The address of a list as a value: which filters, columns, order and page it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict

# Names in the address that are not filters.
PAGE, ORDER, COLUMNS, VIEW, EVERYTHING, EXPORT, PRINT = (
    "page",
    "sort",
    "cols",
    "view",
    "all",
    "export",
    "print",
)
RESERVED = frozenset({PAGE, ORDER, COLUMNS, VIEW, EVERYTHING, EXPORT, PRINT})
# OFFSET reads and throws away what it skips; whoever turns 2,000 pages wants a filter.
LAST_PAGE = 2_000

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Address:
    """What a list's address says. ``columns`` of ``None`` means: not said."""

    filters: tuple[Pair, ...] = ()
    columns: tuple[str, ...] | None = None
    order: str = ""
    page: int = 1
    view: str = ""
    everything: bool = False

    @classmethod
    def read(cls, data: QueryDict) -> Address:
        """Read GET parameters; unknown names are filters, empty values are left out."""
        filters = tuple(
            (name, value)
            for name, values in data.lists()
            if name not in RESERVED
            for value in values
            if value.strip()
        )
        columns = tuple(part for part in data.get(COLUMNS, "").split(",") if part)
        return cls(
            filters=filters,
            columns=columns or None,
            order=data.get(ORDER, ""),
            page=_page_number(data.get(PAGE, "")),
            view=data.get(VIEW, ""),
            everything=bool(data.get(EVERYTHING)),
        )

    @property
    def says_nothing(self) -> bool:
        """True when a default view may apply: no filter, no view, not everything."""
        return not (self.filters or self.view or self.everything)

    @property
    def filter_query(self) -> str:
        """The filters alone, as they are kept in a saved view."""
        return urlencode(self.filters)

    def query(self, **extra: str) -> str:
        """Return the query string (without ``?``) that says the same again."""
        pairs: list[Pair] = list(self.filters)
        if self.view:
            pairs.append((VIEW, self.view))
        elif self.everything and not self.filters:
            pairs.append((EVERYTHING, "1"))
        if self.columns is not None:
            pairs.append((COLUMNS, ",".join(self.columns)))
        if self.order:
            pairs.append((ORDER, self.order))
        if self.page > 1:
            pairs.append((PAGE, str(self.page)))
        pairs.extend(extra.items())
        return urlencode(pairs, safe=",")

    def on_page(self, page: int) -> Address:
        """The same list, another page."""
        return replace(self, page=page)

    def ordered(self, order: str) -> Address:
        """The same list from its first page in another order."""
        return replace(self, order=order, page=1)

    def showing(self, columns: Iterable[str] | None) -> Address:
        """The same list with these columns."""
        return replace(self, columns=None if columns is None else tuple(columns))

    def without(self, pairs: Sequence[Pair]) -> Address:
        """The same list less some filters; when none is left, everything (no default applies)."""
        left = tuple(pair for pair in self.filters if pair not in pairs)
        return replace(self, filters=left, view="", everything=not left, page=1)

    def cleared(self) -> Address:
        """No filter at all, and no default view either; columns and order stay."""
        return replace(self, filters=(), view="", everything=True, page=1)


def parse_filters(query: str) -> tuple[Pair, ...]:
    """Read back what ``Address.filter_query`` wrote."""
    return tuple((name, value) for name, value in parse_qsl(query) if name not in RESERVED)


def _page_number(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() else 1
