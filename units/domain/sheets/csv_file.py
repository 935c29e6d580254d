"""Reading text tables: comma, semicolon (Excel under Vietnamese settings), tab; any of the known character sets."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _

from units.domain.sheets.decode import decode_bytes
from units.domain.sheets.detect import damaged
from units.domain.sheets.grid import MAX_COLUMNS, Sheet, collect_rows
from units.domain.sheets.headers import known_headers_in
from units.domain.sheets.problems import SheetRefused

DELIMITERS = ",;\t|"
LONGEST_CELL = 32_767  # what Excel itself can hold
ROWS_LOOKED_AT = 60


def read(data: bytes) -> tuple[Sheet, ...]:
    """One sheet; its name says that a CSV file has no sheets."""
    decoded = decode_bytes(data)
    named, text = _named_delimiter(decoded.text)
    delimiter = named or _likeliest_delimiter(text)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    name = "CSV"
    try:
        rows, notes = collect_rows((tuple(record[: MAX_COLUMNS + 1]) for record in records), name)
    except csv.Error as error:
        raise damaged() from error
    if any(
        isinstance(value, str) and len(value) > LONGEST_CELL for row in rows for value in row.values
    ):
        raise SheetRefused(
            _(
                "A quotation mark in the file is never closed, so that rows run together. Save it as .xlsx."
            )
        )
    if decoded.converted_from:
        said = _("The file was written in %(set)s and was converted to Unicode.")
        notes = (said % {"set": decoded.converted_from}, *notes)
    return (Sheet(name=name, rows=rows, notes=notes),)


def _named_delimiter(text: str) -> tuple[str, str]:
    """Excel's own first line “sep=;”, which is no row. It counts as one in row numbers, so it is left blank."""
    first, _newline, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return first.strip()[-1], "\n" + rest
    return "", text


def _likeliest_delimiter(text: str) -> str:
    """The sign that finds most headings in one row; then the one that cuts the most cells."""
    head = "\n".join(text.splitlines()[:ROWS_LOOKED_AT])

    def yield_of(delimiter: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))
        except csv.Error:
            return (0, 0)
        return max((known_headers_in(row) for row in rows), default=0), sum(
            len(row) - 1 for row in rows
        )

    return max(DELIMITERS, key=yield_of)
