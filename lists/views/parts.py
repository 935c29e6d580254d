"""Parts of a list's page as values for its template: headings, chips, page links, saved views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from lists.domain.address import COLUMNS, EXPORT, ORDER, VIEW, Address, Pair
from lists.domain.views_in_use import Shown
from lists.filters import ListFilterSet
from lists.models import SavedView
from lists.queries import Window
from lists.tables import ListTable


@dataclass(frozen=True, slots=True)
class Button:
    """A button beside the title of a list; ``icon`` is a name of bootstrap-icons. One of them is the main one."""

    text: str
    url: str
    icon: str = "plus-lg"
    is_main: bool = True


@dataclass(frozen=True, slots=True)
class FileLink:
    """Another file of the rows beside Excel and CSV; ``icon`` is a name of bootstrap-icons."""

    text: str
    url: str
    icon: str = "file-earmark-word"


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading; ``url`` orders by it, ``sign`` is the current direction."""

    name: str
    text: str
    css: str
    url: str
    direction: str


@dataclass(frozen=True, slots=True)
class ChipLink:
    """An active filter in words and the address without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A saved view in the menu."""

    view: SavedView
    url: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class PageLink:
    """A numbered page; ``url`` is empty for the gap and for the page shown."""

    text: str
    url: str
    is_shown: bool = False


def here(path: str, query: str) -> str:
    """Join a path and a query string."""
    return f"{path}?{query}" if query else path


def heads(
    table: ListTable, names: Sequence[str], shown: Shown, fallback: str, path: str
) -> list[Head]:
    """Make the headings: a click orders by the column, another click turns the order round."""
    order = shown.address.order or fallback
    made = []
    for name in names:
        column = table.columns[name]
        css = (column.column.attrs.get("th") or {}).get("class", "")
        url = direction = ""
        if column.column.orderable is not False:
            first = f"-{name}" if column.column.initial_sort_descending else name
            other = name if first.startswith("-") else f"-{name}"
            url = here(path, shown.links.ordered(other if order == first else first).query())
            if order.removeprefix("-") == name:
                direction = "descending" if order.startswith("-") else "ascending"
        made.append(Head(name, str(column.header), css, url, direction))
    return made


def chips(filterset: ListFilterSet, address: Address, path: str) -> list[ChipLink]:
    """Make a chip for each active filter, with the address that lacks it."""
    return [
        ChipLink(chip.label, chip.value, here(path, address.without(chip.pairs).query()))
        for chip in filterset.chips(address.filters)
    ]


def view_links(views: Sequence[SavedView], shown: Shown, path: str) -> list[ViewLink]:
    """Make the menu of saved views."""
    return [ViewLink(view, here(path, f"{VIEW}={view.slug}"), shown.view == view) for view in views]


def hidden_fields(shown: Shown) -> list[Pair]:
    """What the filter form must carry along: order and columns, but not the page."""
    fields: list[Pair] = [("all", "1")]
    if shown.address.order:
        fields.append((ORDER, shown.address.order))
    if shown.address.columns:
        fields.append((COLUMNS, ",".join(shown.address.columns)))
    return fields


def export_links(shown: Shown, path: str) -> dict[str, str]:
    """Addresses of the files: what is filtered, in this order, with these columns."""
    address = replace(shown.address, page=1)
    return {kind: here(path, address.query(**{EXPORT: kind})) for kind in ("xlsx", "csv")}


def page_links(found: Window, address: Address, path: str) -> dict[str, object]:
    """Links to other pages: numbered while the count is known, else only back and onward."""

    def url(number: int) -> str:
        return here(path, address.on_page(number).query())

    numbers: list[PageLink] = []
    if found.pages is not None and found.pages > 1:
        wanted = {1, found.pages, *range(found.page - 2, found.page + 3)}
        last = 0
        for number in sorted(n for n in wanted if 1 <= n <= found.pages):
            if number > last + 1:
                numbers.append(PageLink("…", ""))
            numbers.append(PageLink(str(number), url(number), number == found.page))
            last = number
    return {
        "numbers": numbers,
        "before": url(found.page - 1) if found.page > 1 else "",
        "after": url(found.page + 1) if found.has_next else "",
        "label": _("Page %(page)s") % {"page": found.page},
    }
