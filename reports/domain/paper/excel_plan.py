"""What an uploaded form would change, seen before it is written; writing it upon the versions that were seen."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from reports.domain.filling import save_cell
from reports.domain.paper import excel_book as book
from reports.domain.paper.excel_in import FileCell
from reports.domain.parts import parts_of
from reports.domain.rules import Problem
from reports.domain.sheet import Cell, Sheet, numbers_of, problems_in
from reports.domain.story import figure_in_words
from reports.domain.typed import read_typed
from reports.models import Indicator, IndicatorKind, Report, ReportValue

SALT = "reports.paper.upload"
# A preview is confirmed within this time, or made anew.
KEPT_FOR = 2 * 60 * 60
LONGEST_PACKED = 3_000_000
LONGEST_SHOWN = 400


@dataclass(frozen=True)
class Entry:
    """What is to be saved into one cell, upon the version that was seen."""

    indicator_id: int
    content: Any
    version: int
    explanation: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Change:
    """One change in words: which cell, what it holds, what it would hold."""

    line: str
    name: str
    what: str
    old: str
    new: str
    is_number: bool
    # Somebody saved the cell after the file was downloaded: what they wrote is ``old``.
    is_newer_here: bool
    by: str


@dataclass(frozen=True)
class Plan:
    """Everything that an upload would change, and what the rules say about the report afterwards."""

    entries: tuple[Entry, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]

    @property
    def newer(self) -> int:
        """How many changes fall on cells that somebody saved after the download."""
        return sum(1 for one in self.changes if one.is_newer_here)

    @property
    def missing(self) -> int:
        """How many required cells would still be empty."""
        return sum(1 for one in self.problems if one.kind == "required")

    @property
    def broken(self) -> list[Problem]:
        """What would have to be put right or explained before submitting."""
        return [one for one in self.problems if one.kind != "required"]


def plan_upload(sheet: Sheet, cells: Mapping[int, FileCell]) -> Plan:
    """Compare a file with the report as it stands now; no query."""
    entries: list[Entry] = []
    changes: list[Change] = []
    for key, given in cells.items():
        cell = sheet.cells.get(key)
        if cell is None or not cell.indicator.is_keyed:
            continue
        told = _changes(cell, given)
        if told:
            changes += told
            entries.append(_entry(cell, given))
    return Plan(tuple(entries), tuple(changes), _after(sheet, entries))


def _entry(cell: Cell, given: FileCell) -> Entry:
    content = book.held_by(cell) if given.content is None else given.content
    return Entry(given.indicator_id, content, cell.version, given.explanation, given.reason)


def _changes(cell: Cell, given: FileCell) -> list[Change]:
    value = cell.value
    found = []
    if given.content is not None and given.content != book.held_by(cell):
        old, new = (_said(cell.indicator, one) for one in (book.held_by(cell), given.content))
        found.append((_("value"), old, new))
    for what, new_text, held in (
        (_("explanation"), given.explanation, value.explanation if value else ""),
        (
            _("why it differs from the records"),
            given.reason,
            value.override_reason if value else "",
        ),
    ):
        if new_text is not None and new_text != book.tidy(held):
            found.append((what, _shown(held), _shown(new_text)))
    one = cell.indicator
    return [
        Change(
            line=one.line,
            name=one.name,
            what=what,
            old=old,
            new=new,
            is_number=one.is_number,
            is_newer_here=cell.version != given.given_version,
            by=value.written_by_name if value else "",
        )
        for what, old, new in found
    ]


def _said(indicator: Indicator, content: Any) -> str:
    """Say what a cell holds: the figure, the beginning of the text, the rows."""
    if indicator.kind == IndicatorKind.TABLE:
        return _rows_said(content)
    if indicator.kind == IndicatorKind.TEXT:
        return _shown(content)
    return figure_in_words(Decimal(content), indicator) if content else _("empty")


def _shown(text: str) -> str:
    return Truncator(text).chars(LONGEST_SHOWN) if text else _("empty")


def _rows_said(rows: list[dict[str, str]]) -> str:
    if not rows:
        return _("empty")
    count = ngettext("%(count)s row", "%(count)s rows", len(rows)) % {"count": len(rows)}
    lines = [" · ".join(value for value in row.values() if value) for row in rows]
    return Truncator("\n".join([f"{count}:", *lines])).chars(LONGEST_SHOWN)


def _after(sheet: Sheet, entries: list[Entry]) -> tuple[Problem, ...]:
    """What the rules would say of the report with the file in it."""
    values = {key: cell.value for key, cell in sheet.cells.items() if cell.value is not None}
    for entry in entries:
        one = sheet.cells[entry.indicator_id].indicator
        held = values.get(one.pk)
        value = copy.copy(held) if held else ReportValue(report=sheet.report, indicator=one)
        for name, new in read_typed(one, entry.content).items():
            setattr(value, name, new)
        if entry.explanation is not None:
            value.explanation = entry.explanation
        if entry.reason is not None:
            value.override_reason = entry.reason
        values[one.pk] = value
    numbers = numbers_of(sheet.parts, values, sheet.earlier)
    return problems_in(sheet.report, sheet.parts, values, numbers, sheet.earlier)


@transaction.atomic
def save_upload(report: Report, entries: tuple[Entry, ...], *, by: User) -> int:
    """Save every entry through the same door as the page, all or nothing; return how many cells.

    Raises what ``save_cell`` raises, ``CellConflictError`` where somebody saved a cell since the preview;
    then nothing is saved.
    """
    lines = parts_of(report.period.form_version_id).by_id
    for entry in entries:
        save_cell(
            report,
            lines[entry.indicator_id],
            entry.content,
            version=entry.version,
            by=by,
            override_reason=entry.reason,
            explanation=entry.explanation,
        )
    return len(entries)


def packed(plan: Plan, report: Report, user: User) -> str:
    """Write a plan into the preview page, signed for this report and person. Raises ``ValidationError``
    where it is larger than a form can send back."""
    entries = [
        [one.indicator_id, one.content, one.version, one.explanation, one.reason]
        for one in plan.entries
    ]
    text = signing.dumps(entries, salt=_salt(report, user), compress=True)
    if len(text) > LONGEST_PACKED:
        raise ValidationError(
            _("The changes in this file are too many for one upload. Send it in two parts.")
        )
    return text


def unpacked(text: str, report: Report, user: User) -> tuple[Entry, ...] | None:
    """Read what a preview sent back; ``None`` where it is too old, changed, or another's."""
    try:
        entries = signing.loads(text, salt=_salt(report, user), max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return tuple(Entry(*entry) for entry in entries)


def planned_again(sheet: Sheet, entries: tuple[Entry, ...]) -> Plan:
    """Compare what a preview had with the report as it stands now, after somebody else saved a cell."""
    cells = {
        one.indicator_id: FileCell(
            one.indicator_id, one.version, one.content, one.explanation, one.reason
        )
        for one in entries
    }
    return plan_upload(sheet, cells)


def _salt(report: Report, user: User) -> str:
    return f"{SALT}:{report.pk}:{user.pk}"
