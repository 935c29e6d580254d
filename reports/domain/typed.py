"""Reads what somebody typed into a cell: whole numbers as Vietnamese write them, texts, rows of a table."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports.models import Indicator, IndicatorKind

SPACES = re.compile(r"[\s\u00a0\u202f]+")
GROUPED = re.compile(r"^-?\d{1,3}(\.\d{3})+$")
WHOLE = re.compile(r"^-?\d+$")
MOST_DIGITS = 15
MOST_TEXT = 20_000
MOST_ROWS = 200
MOST_CELL = 1_000


def read_number(typed: str, *, allows_negative: bool = False) -> Decimal | None:
    """Return the whole number typed as 1234 or 1.234; nothing typed is ``None``, which is not zero.

    Raises ``ValidationError`` with a sentence that says what to type instead.
    """
    text = SPACES.sub("", unicodedata.normalize("NFKC", typed)).replace("\u2212", "-")
    if not text:
        return None
    if "," in text:
        raise ValidationError(_("Only whole numbers here: no decimal comma."))
    if GROUPED.match(text):
        text = text.replace(".", "")
    if not WHOLE.match(text):
        raise ValidationError(
            _("“%(typed)s” is not a whole number. Type digits only, such as 1234 or 1.234.")
            % {"typed": typed.strip()[:40]}
        )
    if len(text.lstrip("-")) > MOST_DIGITS:
        raise ValidationError(_("At most %(count)s digits.") % {"count": MOST_DIGITS})
    try:
        number = Decimal(text)
    except InvalidOperation as problem:  # pragma: no cover - the pattern leaves digits only
        raise ValidationError(_("This is not a number.")) from problem
    if number < 0 and not allows_negative:
        raise ValidationError(_("This figure cannot be below zero."))
    return number


def read_text(typed: str) -> str:
    """Return the text in composed Unicode without outer blanks. Raises ``ValidationError`` if too long."""
    text = unicodedata.normalize("NFC", typed.replace("\x00", "")).replace("\r\n", "\n").strip()
    if len(text) > MOST_TEXT:
        raise ValidationError(
            _("The text has %(length)s characters; at most %(most)s fit here.")
            % {"length": len(text), "most": MOST_TEXT}
        )
    return text


def read_rows(typed: Any, columns: Sequence[Mapping[str, str]]) -> list[dict[str, Any]] | None:
    """Return the rows of a table by its columns' codes; blank rows are left out, no row is ``None``.

    Numbers are whole (int), days are ISO text. Raises ``ValidationError`` naming row and column.
    """
    if typed in (None, "", []):
        return None
    if not isinstance(typed, list) or len(typed) > MOST_ROWS:
        raise ValidationError(_("A table has at most %(most)s rows.") % {"most": MOST_ROWS})
    found = []
    for number, row in enumerate(typed, start=1):
        if not isinstance(row, Mapping):
            raise ValidationError(_("Row %(row)s cannot be read.") % {"row": number})
        read = {column["code"]: _read_in_row(row, column, number) for column in columns}
        if row.get("unit"):  # a gathered row names the unit that wrote it
            read = {"unit": read_text(str(row["unit"]))[:MOST_CELL], **read}
        if any(value not in (None, "") for value in read.values()):
            found.append(read)
    return found or None


def _read_in_row(row: Mapping[str, Any], column: Mapping[str, str], number: int) -> Any:
    value = row.get(column["code"])
    typed = "" if value is None else str(value)
    kind = column.get("kind", "text")
    try:
        if kind in ("count", "amount"):
            whole = read_number(typed)
            return None if whole is None else int(whole)
        if kind == "date":
            return read_day(typed)
        text = read_text(typed)
        if len(text) > MOST_CELL:
            raise ValidationError(_("at most %(most)s characters") % {"most": MOST_CELL})
    except ValidationError as problem:
        raise ValidationError(
            _("Row %(row)s, column “%(column)s”: %(problem)s")
            % {
                "row": number,
                "column": column.get("label", column["code"]),
                "problem": " ".join(problem.messages),
            }
        ) from problem
    return text


def read_day(typed: str) -> str | None:
    """Return a day typed as dd/mm/yyyy or as ISO text in ISO form; nothing typed is ``None``."""
    text = typed.strip()
    if not text:
        return None
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(text, pattern).date().isoformat()
        except ValueError:
            continue
    raise ValidationError(_("There is no such date. Write it as 28/02/2020."))


def read_typed(indicator: Indicator, typed: Any) -> dict[str, Any]:
    """Return ``number``, ``text`` and ``rows`` of a cell for what was typed; two of them are empty."""
    empty: dict[str, Any] = {"number": None, "text": "", "rows": None}
    if indicator.kind == IndicatorKind.TEXT:
        return {**empty, "text": read_text(str(typed or ""))}
    if indicator.kind == IndicatorKind.TABLE:
        return {**empty, "rows": read_rows(typed, indicator.columns)}
    number = read_number(str(typed or ""), allows_negative=indicator.allows_negative)
    return {**empty, "number": number}
