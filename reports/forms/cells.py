"""Cells of a report as a page shows them: names of the controls, states, notes, both values of a conflict."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.domain.rules import Problem
from reports.domain.sheet import Cell
from reports.domain.sources import SOURCES
from reports.domain.story import content_in_words, figure_in_words
from reports.forms.sent import TypedCell
from reports.models import Indicator, IndicatorKind, ReportValue

ICONS = {
    "empty": "circle",
    "saved": "check2",
    "wrong": "x-octagon-fill",
    "explain": "question-circle-fill",
    "commented": "chat-left-text-fill",
    "locked": "lock",
    "computed": "calculator",
}


# The word for each state, put into the language of the page where it is shown.
STATE_WORDS = {
    "empty": gettext_lazy("not filled in yet"),
    "saved": gettext_lazy("saved"),
    "wrong": gettext_lazy("wrong"),
    "explain": gettext_lazy("needs an explanation"),
    "commented": gettext_lazy("commented"),
    "locked": gettext_lazy("locked"),
    "computed": gettext_lazy("reckoned by its formula"),
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody else saved into a cell after this person had opened it."""

    by: str
    at: datetime.datetime | None
    theirs: str
    version: int


@dataclass(frozen=True, slots=True)
class TableField:
    """One field of a table's row: its column, its control's name, what stands in it."""

    code: str
    label: str
    kind: str
    name: str
    value: str


@dataclass(frozen=True)
class ShownCell:
    """A cell ready to be shown: what is saved or, where that was refused, what was typed; more about it is at
    ``panel_url``."""

    cell: Cell
    is_open: bool
    typed: TypedCell | None = None
    refusal: str = ""
    conflict: Conflict | None = None
    panel_url: str = ""

    @cached_property
    def indicator(self) -> Indicator:
        """The line of the form."""
        return self.cell.indicator

    @cached_property
    def key(self) -> str:
        """The indicator's key as it stands, a dozen times a line, in names and addresses: digits alone."""
        return mark_safe(str(self.indicator.pk))  # noqa: S308

    @cached_property
    def is_text(self) -> bool:
        """True for a narrative cell."""
        return self.indicator.kind == IndicatorKind.TEXT

    @cached_property
    def is_table(self) -> bool:
        """True for a table of rows."""
        return self.indicator.kind == IndicatorKind.TABLE

    @cached_property
    def is_keyed(self) -> bool:
        """True where this person may type into the cell now."""
        return self.is_open and self.indicator.is_keyed

    @property
    def css_class(self) -> str:
        """How the line looks: long for words and tables, tinted where the records fill it."""
        long = " cell-long" if self.is_text or self.is_table else ""
        return f"cell{long}{' is-from-records' if self.is_from_records else ''}"

    @property
    def version(self) -> str:
        """The version that a save is based upon; after a conflict the one that was shown with it."""
        return str(self.conflict.version if self.conflict else self.cell.version)

    @cached_property
    def state(self) -> str:
        """The state shown; somebody who only reads a draft is not told what is saved in it."""
        if self.refusal or self.conflict:
            return "wrong"
        state = self.cell.state
        always = ("wrong", "commented", "computed", "locked")
        return state if self.is_open or state in always else ""

    @cached_property
    def state_icon(self) -> str:
        """The icon of the state."""
        return ICONS.get(self.state, "")

    @cached_property
    def state_word(self) -> str:
        """The state in words."""
        return str(STATE_WORDS.get(self.state, ""))

    @cached_property
    def value(self) -> str:
        """What stands in the control: grouped digits as Vietnamese write them, or the text."""
        if self.typed is not None and not self.is_table:
            return str(self.typed.content or "")
        return self.cell.text if self.is_text else grouped(self.cell.number)

    @cached_property
    def figure(self) -> str:
        """The figure as it is read."""
        return figure_in_words(self.cell.number, self.indicator)

    @cached_property
    def previous(self) -> str:
        """Last period's figure."""
        return figure_in_words(self.cell.previous, self.indicator)

    @cached_property
    def year_ago(self) -> str:
        """The figure of the same period of the year before."""
        return figure_in_words(self.cell.year_ago, self.indicator)

    @property
    def more_about(self) -> str:
        """What the way to the cell's panel is called."""
        return _("More about line %(line)s") % {"line": self.indicator.line}

    @property
    def rows_behind(self) -> str:
        """What the way to the rows behind the figure is called."""
        return _("Rows behind line %(line)s (new tab)") % {"line": self.indicator.line}

    @property
    def source_label(self) -> str:
        """Which records fill the cell; empty for a sum of reports."""
        source = SOURCES.get(self.indicator.source)
        return str(source.label) if source else ""

    @property
    def source_in_words(self) -> str:
        """What the records gave."""
        if self.cell.value is None:
            return ""
        return content_in_words(self.cell.value, self.indicator, "source_")

    @cached_property
    def is_from_records(self) -> bool:
        """True where the cell holds what the records gave: the page tints it."""
        return self.cell.has_source and not self.cell.is_overridden

    @property
    def reason(self) -> str:
        """Why the cell differs from the records."""
        if self.typed is not None and self.typed.reason is not None:
            return self.typed.reason
        return self.cell.value.override_reason if self.cell.value else ""

    @cached_property
    def explanation(self) -> str:
        """What explains an unusual figure."""
        if self.typed is not None and self.typed.explanation is not None:
            return self.typed.explanation
        return self.cell.value.explanation if self.cell.value else ""

    @property
    def asks_reason(self) -> bool:
        """True where the page offers to say why the cell differs from the records."""
        return self.cell.is_overridden

    @property
    def asks_explanation(self) -> bool:
        """True where a rule asks for an explanation, or one was given."""
        return bool(self.explanation) or any(
            one.kind != "override" and one.indicator_ids[0] == self.indicator.pk
            for one in self.cell.to_explain
        )

    @cached_property
    def problems(self) -> list[tuple[Problem, bool]]:
        """What is wrong, each with whether the page tells it here: a rule of several lines is told at
        its first one, and at the others while they are being filled. Empty cells are only counted."""
        return [
            (one, one.indicator_ids[0] == self.indicator.pk)
            for one in self.cell.problems
            if one.kind not in ("required", "override")
        ]

    @cached_property
    def has_notes(self) -> bool:
        """True where something stands below the cell."""
        return bool(self.problems or self.asks_reason or self.explanation or self.refusal) or bool(
            self.conflict or self.cell.comments
        )

    @cached_property
    def rows(self) -> list[list[TableField]]:
        """The rows of a table, with an empty one at the end where somebody may write."""
        if self.typed is not None and isinstance(self.typed.content, list):
            kept: list[Mapping[str, Any]] = list(self.typed.content)
        else:
            kept = list(self.cell.rows)
        if self.is_keyed:
            kept.append({})
        return [self._row(row, position) for position, row in enumerate(kept)]

    @property
    def blank_row(self) -> list[TableField]:
        """An empty row whose place is still to be counted."""
        return self._row({}, "N")

    def _row(self, row: Mapping[str, Any], position: int | str) -> list[TableField]:
        return [
            TableField(
                code=column["code"],
                label=column.get("label", column["code"]),
                kind=column.get("kind", "text"),
                name=f"cell-{self.key}-{position}-{column['code']}",
                value=in_row(row.get(column["code"]), column.get("kind", "text")),
            )
            for column in self.indicator.columns
        ]


def grouped(number: Decimal | int | None) -> str:
    """Write a whole number as it is typed in Vietnam, 1.234.567, in every language of the page."""
    if number is None:
        return ""
    return f"{int(number):,}".replace(",", ".")


def in_row(value: Any, kind: str) -> str:
    """Write a value of a table's field as it is typed: grouped digits, 28/02/2020, text."""
    if value in (None, ""):
        return ""
    if kind in ("count", "amount") and isinstance(value, int):
        return grouped(value)
    if kind == "date":
        try:
            return date_format(datetime.date.fromisoformat(str(value)), "d/m/Y")
        except ValueError:
            return str(value)
    return str(value)


def conflict_with(current: ReportValue | None, indicator: Indicator) -> Conflict:
    """Say what the other person left in the cell."""
    if current is None:
        return Conflict("", None, _("empty"), 0)
    return Conflict(
        by=current.written_by_name,
        at=current.updated_at,
        theirs=content_in_words(current, indicator),
        version=current.version,
    )
