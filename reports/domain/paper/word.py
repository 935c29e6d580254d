"""Fills Word templates: the one in use for a kind of document, or the standard one; widths of tables by content."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Emu, Pt
from docx.table import Table
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from commune_police.db.context import seeing
from commune_police.paper.word_parts import DATA_TABLE
from reports.domain.paper.standard_templates import build_standard
from reports.models import DocumentKind, DocumentTemplate
from units.models import Jurisdiction

# Letters of 12 points, the margins of a cell, and the least width of figures (17 mm) and of what names a row
# (45 mm) in EMU (36,000 to the mm).
NARROW, LETTER, WIDE, CELL_PADDING = 42_000, 78_000, 112_000, 148_000
LEAST_FIGURES = 17 * 36_000
LEAST_NAMES = 45 * 36_000
# Sizes of letters, in points, from the one wished for to the smallest that is read on paper.
SIZES = (12, 11, 10, 9)
# One long text does not take all.
LONGEST_WISH = 60 * LETTER
LONGEST_ORDER = 7


def render_document(
    kind: DocumentKind, context: Mapping[str, Any], jurisdiction: Jurisdiction | None
) -> bytes:
    """Return the Word file of a document (``OfficialDocument.context()``), on the template that
    ``jurisdiction`` or the nearest one above it has in use, else on the standard one; a fixed number of queries."""
    own = template_for(kind, jurisdiction)
    return fill_template(own or build_standard(kind), context)


def template_for(kind: DocumentKind, jurisdiction: Jurisdiction | None) -> bytes | None:
    """Return the template in use for a jurisdiction: its own, the nearest above, or everybody's."""
    keys = [int(key) for key in jurisdiction.path.strip("/").split("/")] if jurisdiction else []
    # A commune's chief sees no district, but writes on its paper: for this one question its templates are read.
    with seeing(frozenset(), frozenset(keys)):
        rows = DocumentTemplate.objects.filter(
            Q(jurisdiction__isnull=True) | Q(jurisdiction__in=keys), kind=kind, is_active=True
        )
        found = dict(rows.values_list("jurisdiction_id", "content"))
    for key in (*reversed(keys), None):
        if key in found:
            return bytes(found[key])
    return None


def environment(undefined: type[Undefined] = Undefined) -> ImmutableSandboxedEnvironment:
    """Return what templates run in: plain values, no attribute of Python's, no function that makes anything
    long, everything escaped."""
    made = ImmutableSandboxedEnvironment(undefined=undefined, autoescape=True)
    made.globals.clear()
    return made


def fill_template(template: bytes, context: Mapping[str, Any], *, is_strict: bool = False) -> bytes:
    """Return a template filled; with ``is_strict`` a field that does not exist raises ``UndefinedError``."""
    word = DocxTemplate(io.BytesIO(template))
    word.render(
        dict(context), environment(StrictUndefined if is_strict else Undefined), autoescape=True
    )
    target = io.BytesIO()
    word.save(target)
    return _with_widths(target.getvalue())


def _with_widths(content: bytes) -> bytes:
    """Give the marked tables' columns widths by what stands in them, and set figures to the right."""
    document = Document(io.BytesIO(content))
    tables = [one for one in document.tables if _is_data_table(one)]
    if not tables:
        return content
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    for alike in _with_one_head(tables):
        _shape(alike, width)
    _keep_end(tables[-1])
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _is_data_table(table: Table) -> bool:
    caption = table._tbl.tblPr.find(qn("w:tblCaption"))
    return caption is not None and caption.get(qn("w:val")) == DATA_TABLE


def _keep_end(table: Table) -> None:
    """Hold the last row with what follows, so that no signature stands alone on a page."""
    for row in list(table.rows)[-1:]:
        for cell in row._tr.tc_lst:
            for paragraph in cell.p_lst:
                paragraph.get_or_add_pPr().get_or_add_keepNext().val = True


def _with_one_head(tables: Sequence[Table]) -> list[list[_Grid]]:
    """Tables under the same head, so that their columns stand below each other through the whole document."""
    found: dict[tuple[str, ...], list[_Grid]] = {}
    for table in tables:
        grid = _Grid.of(table)
        if grid.count:
            found.setdefault(tuple(grid.texts[0]), []).append(grid)
    return list(found.values())


@dataclass(frozen=True)
class _Grid:
    """A table of a Word file: its cells, and what stands in each."""

    table: Table
    rows: list[list[Any]]
    texts: list[list[str]]

    @classmethod
    def of(cls, table: Table) -> _Grid:
        rows = [list(row._tr.tc_lst) for row in table.rows]
        return cls(table, rows, [[_text(cell) for cell in row] for row in rows])

    @property
    def count(self) -> int:
        """How many columns the widest row has."""
        return max((len(row) for row in self.texts), default=0)


def _text(cell: Any) -> str:
    """What stands in a cell; lines are told apart by a space."""
    pieces = cell.iter(qn("w:t"), qn("w:br"))
    return "".join(node.text or "" if node.tag == qn("w:t") else " " for node in pieces)


def _shape(alike: Sequence[_Grid], width: int) -> None:
    """Give tables with the same head the same columns and letters."""
    count = max(grid.count for grid in alike)
    texts = [alike[0].texts[0], *(row for grid in alike for row in grid.texts[1:])]
    size, columns = sized_columns(texts, count, width)
    widths = [Emu(one) for one in columns]
    for grid in alike:
        if size != SIZES[0]:
            for letters in grid.table._tbl.iter(qn("w:r")):
                letters.get_or_add_rPr().sz_val = Pt(size)
        for column, one in zip(grid.table._tbl.tblGrid.gridCol_lst, widths, strict=False):
            column.w = one
        for row in grid.rows:
            for cell, one in zip(row, widths, strict=False):
                cell.width = one
    for at in range(count):
        align = _alignment(at, [row[at] for row in texts[1:] if at < len(row)])
        below = [row[at] for grid in alike for row in grid.rows[1:] if at < len(row)]
        for cell in below if align is not None else ():
            _align(cell, align)


def _alignment(at: int, texts: Sequence[str]) -> Any:
    """Figures stand to the right; a first column of short numbers (STT, mã dòng) in the middle."""
    if _is_order(at, texts):
        return ALIGN.CENTER
    return ALIGN.RIGHT if is_figures(texts) else None


def _is_order(at: int, texts: Sequence[str]) -> bool:
    return at == 0 and all(len(text) <= LONGEST_ORDER for text in texts)


def _align(cell: Any, align: Any) -> None:
    for paragraph in cell.p_lst:
        paragraph.get_or_add_pPr().jc_val = align


def is_figures(texts: Sequence[str]) -> bool:
    """Tell whether a column holds figures: digits with points, commas, signs, per cents, dashes for gaps."""
    given = [text.strip() for text in texts if text.strip() not in ("", "–", "—")]
    return bool(given) and all(
        text.strip("+-−% \u00a0").replace(".", "").replace(",", "").isdecimal() for text in given
    )


def sized_columns(texts: Sequence[Sequence[str]], count: int, width: int) -> tuple[int, list[int]]:
    """Return the size of the letters in points, and the widths of columns in EMU: the largest size at which
    the longest column of words keeps room beside long figures."""
    for size in SIZES:
        # At a smaller size a page holds as much as a wider one.
        room = width * SIZES[0] // size
        widths = column_widths(texts, count, room)
        words = [
            (_wish(column), given)
            for at, given in enumerate(widths)
            if not is_figures((column := [row[at] for row in texts if at < len(row)])[1:])
        ]
        wish, given = max(words, default=(0, 0))
        if given >= min(wish, LEAST_NAMES * SIZES[0] // size):
            break
    return size, [one * size // SIZES[0] for one in widths]


def column_widths(texts: Sequence[Sequence[str]], count: int, width: int) -> list[int]:
    """Return the widths of columns in EMU at 12 points: first so much that no word is cut, then columns of
    words get what they wish as far as it goes, and the longest of them what is left."""
    columns = [[row[at] for row in texts if at < len(row)] for at in range(count)]
    figures = [is_figures(column[1:]) for column in columns]
    least = [
        max(_needed(column), LEAST_FIGURES if is_figure and not _is_order(at, column[1:]) else 0)
        for at, (column, is_figure) in enumerate(zip(columns, figures, strict=True))
    ]
    spare = width - sum(least)
    if spare <= 0:
        return [int(one * width / sum(least)) for one in least]
    wanted = [
        0 if is_figure else max(_wish(column) - kept, 0)
        for column, kept, is_figure in zip(columns, least, figures, strict=True)
    ]
    share = min(spare / sum(wanted), 1) if any(wanted) else 0
    widths = [int(kept + share * more) for kept, more in zip(least, wanted, strict=True)]
    longest = max(range(count), key=lambda at: (not figures[at], _wish(columns[at])))
    widths[longest] += width - sum(widths)
    return widths


def _needed(column: Sequence[str]) -> int:
    """So wide that the longest word stands on one line; a space that does not break belongs to its word."""
    return CELL_PADDING + max(
        (_length(word) for text in column for word in text.split(" ")), default=0
    )


def _wish(column: Sequence[str]) -> int:
    """So wide that the longest text stands on one line; the title may take two."""
    below = max((_length(text) for text in column[1:]), default=0)
    title = _length(column[0]) * 2 // 3 if column else 0
    return CELL_PADDING + min(max(below, title), LONGEST_WISH)


def _length(text: str) -> int:
    """About the length of a text in 12 points, titles in bold: narrow, ordinary and wide letters."""
    return sum(NARROW if letter in ".,:;!|il ()\u00a0" else _letter(letter) for letter in text)


def _letter(letter: str) -> int:
    return WIDE if letter in "%mw+−" or letter.isupper() else LETTER
