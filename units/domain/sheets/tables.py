"""Finding the roster in a sheet: its heading row among official headings, its people among totals and signatures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from units.domain.sheets.grid import CellValue, Row, Sheet, column_letter, is_blank
from units.domain.sheets.headers import Column, column_of, known_headers_in, simplify
from units.domain.sheets.problems import Place, SheetRefused

ROWS_SEARCHED = 60
FEWEST_HEADERS = 2
NAME_COLUMNS = {Column.FULL_NAME, Column.FAMILY_AND_MIDDLE, Column.FAMILY_NAME}

TOTAL = re.compile(r"^(tong cong|tong so|tong|cong)\b(?! (an|vien|tac|doan))")
FOOTER = re.compile(
    r"^(nguoi lap|nguoi tong hop|lap bieu|truong cong an|pho truong cong an|t m|tm|kt|thu truong|chu tich|pho chu tich|"
    r"xac nhan|noi nhan|ky ten|ky va ghi|ghi ro ho ten|ngay .*thang .*nam|.* ngay .*thang .*nam|danh sach (nay )?(co|gom)|"
    r"ghi chu|an dinh danh sach|luu)\b"
)
SECTION = re.compile(
    r"^(?:[ivx]+|[a-z]|\d+)?[\s.)/-]*(?:cong an )?((?:xã|phường|thị trấn|đặc khu)\s+\S.*)$", re.I
)
COLUMN_NUMBERS = re.compile(r"^\(?(\d{1,2}|[a-eA-E])\)?$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the table: where it is, how the file calls it, what it means (None: not ours)."""

    index: int
    title: str
    column: Column | None

    @property
    def letter(self) -> str:
        return column_letter(self.index)


@dataclass(frozen=True, slots=True)
class Line:
    """One person's row: values by meaning; `section` is the unit named on a row above (“I. Xã Long Hòa”)."""

    sheet: str
    number: int
    values: dict[Column, CellValue]
    section: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The roster found in a sheet."""

    sheet: str
    header_row: int
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    counts_from_1904: bool = False
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> frozenset[Column]:
        return frozenset(heading.column for heading in self.headings if heading.column)

    @property
    def ignored(self) -> tuple[Heading, ...]:
        """Headed columns that the import does not know; the preview names them."""
        return tuple(heading for heading in self.headings if heading.column is None)

    def place(self, row: int, column: Column | None = None) -> Place:
        for heading in self.headings:
            if column is not None and heading.column is column:
                return Place(self.sheet, row, heading.letter, heading.title)
        return Place(self.sheet, row)


@dataclass(frozen=True, slots=True)
class _Head:
    """A candidate for the heading: `depth` rows from position `position` of the sheet's rows."""

    position: int
    depth: int
    titles: tuple[str, ...]
    known: int


def find_tables(sheets: tuple[Sheet, ...]) -> tuple[Table, ...]:
    """The rosters of a file, one a sheet. Hidden sheets are left out. SheetRefused when there is none."""
    tables = [table for sheet in sheets if not sheet.hidden and (table := find_table(sheet))]
    if not tables:
        raise SheetRefused(
            _(
                "No heading row was found. The roster needs a row with the names of its columns, at least “Full name” "
                "and one more such as “Citizen ID” or “Birth date”. Download the template to see them all."
            )
        )
    return tuple(tables)


def find_table(sheet: Sheet) -> Table | None:
    head = _find_head(sheet)
    if head is None:
        return None
    headings, notes = _headings(sheet, head)
    below = sheet.rows[head.position + head.depth :]
    lines, dropped = _lines(sheet.name, headings, below)
    return Table(
        sheet=sheet.name,
        header_row=sheet.rows[head.position + head.depth - 1].number,
        headings=headings,
        lines=lines,
        counts_from_1904=sheet.counts_from_1904,
        notes=(*sheet.notes, *notes, *dropped),
    )


def _find_head(sheet: Sheet) -> _Head | None:
    """The row, or two rows read together, that head the most known columns; the first of equals, a name among them."""
    best: _Head | None = None
    for position in range(min(len(sheet.rows), ROWS_SEARCHED)):
        for depth in (1, 2):
            head = _candidate(sheet, position, depth)
            if head and (best is None or head.known > best.known):
                best = head
    return best


def _candidate(sheet: Sheet, position: int, depth: int) -> _Head | None:
    rows = sheet.rows[position : position + depth]
    if len(rows) < depth or not _looks_like_headings(rows[0]):
        return None
    titles = _titles(rows)
    columns = {column_of(title) for title in titles}
    known = known_headers_in(titles)
    if depth == 2 and known_headers_in(rows[1].values) < 1:
        return None
    return (
        _Head(position, depth, titles, known)
        if columns & NAME_COLUMNS and known >= FEWEST_HEADERS
        else None
    )


def _looks_like_headings(row: Row) -> bool:
    return not any(isinstance(value, str) and len(value) > 120 for value in row.values)


def _titles(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """Titles column by column; of two rows, “Năm sinh” over “Nam | Nữ” reads “Năm sinh Nam”, “Năm sinh Nữ”."""
    if len(rows) == 1:
        return tuple(_text(value) for value in rows[0].values)
    upper, lower = rows
    titles: list[str] = []
    parent = ""
    for index in range(max(len(upper.values), len(lower.values))):
        above, below = _text(upper.value(index)), _text(lower.value(index))
        parent = above or parent
        if not below or above == below:
            titles.append(above)
        else:
            both = f"{parent} {below}".strip()
            titles.append(both if column_of(both) or not column_of(below) else below)
    return tuple(titles)


def _text(value: CellValue) -> str:
    return (
        value.replace("\n", " ").strip()
        if isinstance(value, str)
        else ""
        if value is None
        else str(value)
    )


def _headings(sheet: Sheet, head: _Head) -> tuple[tuple[Heading, ...], list[str]]:
    """What each column means; a second column of the same meaning is not read, and a note says so."""
    notes: list[str] = []
    taken: set[Column] = set()
    headings: list[Heading] = []
    meanings = [column_of(title) for title in head.titles]
    for index, (title, meaning) in enumerate(zip(head.titles, meanings, strict=True)):
        column = _in_company(meaning, set(meanings))
        if column in taken:
            notes.append(
                _(
                    "Sheet “%(sheet)s”, column %(letter)s “%(title)s” repeats an earlier column and was not read."
                )
                % {"sheet": sheet.name, "letter": column_letter(index), "title": title}
            )
            column = None
        if column:
            taken.add(column)
        if title or column:
            headings.append(Heading(index, title, column))
    return _with_split_name(sheet, head, headings), notes


def _in_company(column: Column | None, others: set[Column | None]) -> Column | None:
    """“Tên” beside “Họ và tên đệm” is the given name; “Nam” heads a column of marks only beside “Nữ”."""
    if column is Column.FULL_NAME and others & {Column.FAMILY_AND_MIDDLE, Column.FAMILY_NAME}:
        return Column.GIVEN_NAME
    if column is Column.MALE_MARK and Column.FEMALE_MARK not in others:
        return None
    return column


def _with_split_name(sheet: Sheet, head: _Head, headings: list[Heading]) -> tuple[Heading, ...]:
    """“Họ và tên” merged over two columns: the first holds family and middle names, the second the given name."""
    name = next((heading for heading in headings if heading.column is Column.FULL_NAME), None)
    if name is None or any(heading.index == name.index + 1 for heading in headings):
        return tuple(headings)
    below = sheet.rows[head.position + head.depth :][:50]
    second = [row.value(name.index + 1) for row in below]
    filled = [value for value in second if isinstance(value, str) and not is_blank(value)]
    if len(filled) < max(1, len(below) // 2):
        return tuple(headings)
    split = [
        Heading(name.index, name.title, Column.FAMILY_AND_MIDDLE),
        Heading(name.index + 1, name.title, Column.GIVEN_NAME),
    ]
    rest = [heading for heading in headings if heading is not name]
    return tuple(sorted([*rest, *split], key=lambda heading: heading.index))


def _lines(
    sheet: str, headings: tuple[Heading, ...], rows: tuple[Row, ...]
) -> tuple[tuple[Line, ...], list[str]]:
    """The people; column numbers, section titles, totals and signatures are left out and named in notes."""
    known = [
        heading for heading in headings if heading.column and heading.column is not Column.MISTAKES
    ]
    people = [heading for heading in known if heading.column is not Column.ORDINAL]
    lines: list[Line] = []
    dropped: list[int] = []
    section = ""
    for position, row in enumerate(rows):
        if position == 0 and _numbers_the_columns(row):
            continue
        if title := _section_title(row):
            section = title
            continue
        filled = [heading for heading in people if not is_blank(row.value(heading.index))]
        if _is_total(row, filled) or _is_footer(row, filled):
            dropped.append(row.number)
            continue
        if not filled:
            continue
        values = {
            h.column: row.value(h.index)
            for h in known
            if h.column and not is_blank(row.value(h.index))
        }
        lines.append(Line(sheet, row.number, values, section))
    return tuple(lines), _dropped_note(sheet, dropped)


def _numbers_the_columns(row: Row) -> bool:
    """The row (1) (2) (3) that official forms print under the headings."""
    filled = [_text(value) for value in row.values if not is_blank(value)]
    return len(filled) > 1 and all(COLUMN_NUMBERS.match(text) for text in filled)


def _section_title(row: Row) -> str:
    """The unit that a row announces for those below it, when nothing else stands in the row."""
    texts = [_text(value) for value in row.values if not is_blank(value)]
    if not texts or len(set(texts)) > 2 or len(texts) > 2:
        return ""
    if len(texts) == 2 and not re.fullmatch(r"[IVX]+|[A-Z]|\d+", texts[0].strip(".)")):
        return ""
    match = SECTION.match(re.sub(r"^công an\s+", "", texts[-1], flags=re.I))
    return match.group(1).strip(" :.") if match else ""


def _is_total(row: Row, filled: list[Heading]) -> bool:
    first = next((_text(value) for value in row.values if not is_blank(value)), "")
    texts = [
        _text(row.value(heading.index)) for heading in filled if heading.column in NAME_COLUMNS
    ]
    return any(
        bool(TOTAL.match(simplify(text)))
        for text in (first, *texts)
        if text and not text[0].isdigit()
    )


def _is_footer(row: Row, filled: list[Heading]) -> bool:
    """A signature or remark: it speaks as one, and no row of a person has so little in it."""
    if len(filled) > 2:
        return False
    texts = [_text(value) for value in row.values if isinstance(value, str)]
    return any(FOOTER.match(simplify(text)) for text in texts)


def _dropped_note(sheet: str, numbers: list[int]) -> list[str]:
    if not numbers:
        return []
    return [
        _("Sheet “%(sheet)s”: rows %(rows)s hold totals or signatures and were not read.")
        % {"sheet": sheet, "rows": ", ".join(str(number) for number in numbers[:20])}
    ]
