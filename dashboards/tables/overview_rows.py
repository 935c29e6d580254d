"""Writes the overview's rows as HTML in Python: a template's tags per cell would cost more than the queries."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dashboards.tables.overview import Cell, Row


def row_html(row: Row) -> SafeString:
    """Return one place's row; the map reads its colour, value and link from it."""
    step = "" if row.step is None else row.step
    cells = "".join(map(_cell_html, row.cells))
    return mark_safe(  # noqa: S308 - every text is escaped
        f'<tr data-area="{row.key}" data-step="{step}">'
        f'<th scope="row"><a href="{escape(row.place.address)}">{escape(row.place.name)}</a></th>'
        f"{cells}</tr>"
    )


def total_html(cells: list[Cell]) -> SafeString:
    """Return the row of the sums."""
    return mark_safe(  # noqa: S308 - every text is escaped
        f'<tr><th scope="row">{escape(_("Together"))}</th>{"".join(map(_cell_html, cells))}</tr>'
    )


def _cell_html(cell: Cell) -> str:
    kind = "text-start" if cell.tone else "num"
    heat = "" if cell.step is None else f" heat-{cell.step}"
    figure = " data-area-value" if cell.is_figure else ""
    return (
        f'<td class="{kind}{heat}" data-label="{escape(cell.label)}"{figure}>'
        f"{_content(cell)}{_mark() if cell.is_marked else ''}</td>"
    )


def _content(cell: Cell) -> str:
    text = escape(cell.text)
    if cell.tone:
        sign = f'<i class="bi bi-{cell.icon}" aria-hidden="true"></i>'
        return f'<a class="status status-{cell.tone}" href="{escape(cell.url)}">{sign}{text}</a>'
    return f'<a href="{escape(cell.url)}">{text}</a>' if cell.url else text


def _mark() -> str:
    words = escape(_("change is more than chance"))
    return f' <i class="bi bi-exclamation-triangle-fill" role="img" aria-label="{words}" title="{words}"></i>'
