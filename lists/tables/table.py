"""The table of a list: tables2 declares it; cells are written here without looking anything up per cell."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any, ClassVar, Self, cast

import django_tables2 as tables
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from lists.tables.parts import escaped

MISSING = "—"

Cell = Callable[[Any], Any]
_DECLARED: dict[tuple[type, str], tables.Table] = {}


@dataclass(frozen=True, slots=True)
class Row:
    """One row, ready to print: ``cells`` is the HTML of all its ``<td>``; ``label`` names it aloud."""

    key: str
    cells: SafeString
    label: str
    css: str = ""


class ListTable(tables.Table):
    """Base of every list's table. ``Meta.default_columns`` are shown until others are chosen.

    tables2 renders a cell by inspecting signatures and resolving accessors each time (34 ms for
    50 × 8 here); this class does both once per column and then calls plain functions.
    """

    default_columns: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.default_columns = tuple(getattr(getattr(cls, "Meta", None), "default_columns", ()))

    @classmethod
    def declared(cls) -> Self:
        """The table without rows; one per language, since tables2 copies every column to make one.

        It is only read, so threads may share it.
        """
        language = get_language() or ""
        if (cls, language) not in _DECLARED:
            _DECLARED[cls, language] = cls([])
        return cast(Self, _DECLARED[cls, language])

    @classmethod
    def column_names(cls) -> list[str]:
        """All columns that there are, in the order of declaration."""
        return list(cls.base_columns)

    @classmethod
    def known(cls, names: Iterable[str] | None) -> list[str]:
        """Keep the names that exist, once each; nothing left means the default columns."""
        chosen = [name for name in dict.fromkeys(names or ()) if name in cls.base_columns]
        return chosen or list(cls.default_columns) or cls.column_names()

    @classmethod
    def order_fields(cls, order: str, fallback: str) -> list[str]:
        """Translate ``-name`` into what ``QuerySet.order_by`` takes, always ending with the key.

        An unknown or unorderable column gives the fallback's order.
        """
        for alias in (order, fallback):
            column = cls.base_columns.get(alias.removeprefix("-"))
            if column is None or column.orderable is False:
                continue
            fields = column.order_by or (column.accessor or alias.removeprefix("-"),)
            signed = [
                _turned(str(field)) if alias.startswith("-") else str(field) for field in fields
            ]
            return [*signed, "-pk" if alias.startswith("-") else "pk"]
        return ["pk"]

    def written(self, records: Iterable[Model], names: Sequence[str]) -> Iterator[Row]:
        """Write the rows with these columns."""
        writers = [
            (_opening_tag(self, name, is_title=index == 0), self._cell(name, "render"))
            for index, name in enumerate(names)
        ]
        for record in records:
            cells = "".join(f"{opening}{escaped(cell(record))}</td>" for opening, cell in writers)
            yield Row(str(record.pk), mark_safe(cells), str(record), self.row_css(record))  # noqa: S308

    def values(self, records: Iterable[Model], names: Sequence[str]) -> Iterator[list[Any]]:
        """Give the rows' values for a spreadsheet."""
        cells = [self._cell(name, "value") for name in names]
        for record in records:
            yield [cell(record) for cell in cells]

    def headers(self, names: Sequence[str]) -> list[str]:
        """The columns' headings in the reader's language."""
        return [str(self.columns[name].header) for name in names]

    def exportable(self, names: Sequence[str]) -> list[str]:
        """The columns of these that go into a file."""
        return [name for name in names if not self.columns[name].column.exclude_from_export]

    def row_css(self, record: Model) -> str:
        """A class for the whole row, if it should stand out."""
        return ""

    def _cell(self, name: str, purpose: str) -> Cell:
        """Return a function of the record alone that makes the cell."""
        bound = self.columns[name]
        column = bound.column
        read = _reader(str(bound.accessor))
        write = getattr(bound, purpose)
        fixed = {"table": self, "column": column, "bound_column": bound}
        wanted = _argument_names(getattr(write, "__func__", write))
        constant = {key: value for key, value in fixed.items() if wanted is None or key in wanted}
        takes_value = wanted is None or "value" in wanted
        takes_record = wanted is None or "record" in wanted
        own = hasattr(self, f"{purpose}_{name}") or hasattr(self, f"render_{name}")
        empty = None if purpose == "value" else (column.default or MISSING)

        def cell(record: Any) -> Any:
            value = read(record) if takes_value or not own else True
            if value in column.empty_values:
                return empty
            arguments = dict(constant)
            if takes_value:
                arguments["value"] = value
            if takes_record:
                arguments["record"] = record
            made = write(**arguments)
            return empty if made is None or made == "" else made

        return cell


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _opening_tag(table: ListTable, name: str, *, is_title: bool) -> str:
    """``<td>`` with its class and, on the phone's cards, its heading; the first cell is the title."""
    column = table.columns[name]
    css = (column.column.attrs.get("td") or {}).get("class", "")
    css_attribute = f' class="{escaped(css)}"' if css else ""
    label = "" if is_title else f' data-label="{escaped(column.header)}"'
    return f"<td{css_attribute}{label}>"


@lru_cache(maxsize=512)
def _argument_names(function: Callable[..., Any]) -> frozenset[str] | None:
    """Names that a render function takes; ``None`` when it takes any keyword."""
    parameters = inspect.signature(function).parameters.values()
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return None
    return frozenset(parameter.name for parameter in parameters)


@lru_cache(maxsize=512)
def _reader(accessor: str) -> Callable[[Any], Any]:
    """A function that follows ``a__b``; a missing relation on the way reads as ``None``."""
    path = attrgetter(accessor.replace("__", "."))

    def read(record: Any) -> Any:
        try:
            value = path(record)
        except (AttributeError, ObjectDoesNotExist):
            return None
        return value() if callable(value) and not isinstance(value, type) else value

    return read
