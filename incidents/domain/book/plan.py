"""The plan of an import: what each row would write, and every mistake of the file at once."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from incidents.domain.book.columns import Column
from incidents.domain.book.differences import Difference, Kept, differences
from incidents.domain.book.known import Known
from incidents.domain.book.outcomes import named_state
from incidents.domain.book.recorded import Identity, Recorded, identity_of
from incidents.domain.book.rows import ReadRow, RowReader, Stated
from incidents.domain.book.tables import Table, find_tables, refuse_empty
from incidents.models import IncidentState
from units.domain.sheets.grid import Sheet
from units.domain.sheets.headers import simplify
from units.domain.sheets.problems import Problem, Severity
from units.domain.sheets.reading import read_sheets
from units.models import Commune


class Action(StrEnum):
    """What an import would do with a row."""

    CREATE = "create"
    KNOWN = "known"
    REPEATED = "repeated"
    ERROR = "error"


@dataclass(frozen=True)
class RowPlan:
    """One row: what it says, what would be done, what is wrong or doubtful; ``outcome_said`` are the words that its
    state was read from, empty where there are none or they were refused; ``differs`` where the incident on record
    says something else."""

    stated: Stated
    action: Action
    problems: tuple[Problem, ...] = ()
    outcome_said: str = ""
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of an outcome as they were first written, the state they were read as, in how many rows, and the first."""

    said: str
    state: IncidentState
    count: int
    first: Stated

    @property
    def is_name(self) -> bool:
        """Whether the words are simply the state's own name."""
        return named_state(self.said) is not None


@dataclass(frozen=True)
class Plan:
    """The whole file. Nothing of it is written while one row is wrong."""

    rows: tuple[RowPlan, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Rows by action, every action named."""
        found = Counter(row.action.value for row in self.rows)
        return {action.value: found[action.value] for action in Action}

    @cached_property
    def differing(self) -> int:
        """How many rows say something else than the incident that is on record."""
        return sum(row.differs for row in self.rows)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """All mistakes and doubts."""
        return tuple(problem for row in self.rows for problem in row.problems)

    @cached_property
    def wordings(self) -> tuple[Wording, ...]:
        """Each wording of an outcome and how it was read, other words than the states' own names first. Words that differ
        only in signs, marks and brackets are one, as long as they were read alike."""
        found: dict[tuple[str, IncidentState], list[RowPlan]] = {}
        for row in self.rows:
            if row.outcome_said:
                key = (simplify(row.outcome_said), row.stated.state)
                found.setdefault(key, []).append(row)
        wordings = [
            Wording(rows[0].outcome_said, state, len(rows), rows[0].stated)
            for (_words, state), rows in found.items()
        ]
        return tuple(sorted(wordings, key=lambda one: one.is_name))

    @property
    def can_be_written(self) -> bool:
        """Whether no row is wrong and there is something to write."""
        return not self.counts[Action.ERROR] and bool(self.counts[Action.CREATE])

    @cached_property
    def fingerprint(self) -> str:
        """Two plans that would write the same have the same: the confirmed plan is the one that was seen."""
        digest = hashlib.sha256()
        for row in self.rows:
            digest.update(repr((row.action.value, identity_of(row.stated))).encode())
        return digest.hexdigest()


def plan_book(data: bytes, commune: Commune) -> Plan:
    """Read a book and plan its import into ``commune``; writes nothing. Raises ``SheetRefused`` when it is none."""
    sheets = read_sheets(data)
    tables = find_tables(sheets)
    refuse_empty(tables)
    today, known = timezone.localdate(), Known(commune)
    read = [
        (table, RowReader(table, known, today).read(line))
        for table in tables
        for line in table.lines
    ]
    rows = _Sorting(Recorded(commune, [row.stated for _table, row in read])).sort(read)
    return Plan(tuple(rows), tables, _notes(tables, sheets))


class _Sorting:
    """Tells row by row what is to be written. The book may hold an identity as often as the records do: what comes
    beyond that is new, even where its day, kind and words are those of another row."""

    def __init__(self, recorded: Recorded) -> None:
        self.recorded = recorded
        self.same: dict[Stated, Stated] = {}
        self.alike: dict[Identity, Stated] = {}

    def sort(self, read: list[tuple[Table, ReadRow]]) -> list[RowPlan]:
        """Return the rows in their order, each with its action."""
        rows = [replace(self.plan(*one), outcome_said=one[1].outcome_said) for one in read]
        return [
            self.doubt_number(table, row) for (table, _read), row in zip(read, rows, strict=True)
        ]

    def plan(self, table: Table, row: ReadRow) -> RowPlan:
        stated, identity = row.stated, identity_of(row.stated)
        if row.has_errors:
            return RowPlan(stated, Action.ERROR, row.problems)
        first = self.same.setdefault(replace(stated, sheet="", row=0), stated)
        if first is not stated:
            what = _("%(row)s says just the same; it is imported once.")
            return RowPlan(
                stated, Action.REPEATED, (*row.problems, _doubt(table, stated, what, first))
            )
        alike = self.alike.setdefault(identity, stated)
        if kept := self.recorded.take(row):
            told = [_difference(table, stated, kept, one) for one in differences(row, kept)]
            return RowPlan(stated, Action.KNOWN, (*row.problems, *told), differs=bool(told))
        problems = row.problems
        if alike is not stated:
            what = _("%(row)s has the same day and number, or the same day, kind and words.")
            mend = _("Both are imported; take one out if it is the same incident.")
            problems = (*problems, _doubt(table, stated, what, alike, mend))
        return RowPlan(stated, Action.CREATE, problems)

    def doubt_number(self, table: Table, row: RowPlan) -> RowPlan:
        """Add a doubt to a row that is new although its number in the old book is on record."""
        kept = self.recorded.with_number(row.stated) if row.action is Action.CREATE else None
        if kept is None:
            return row
        what = _("Number %(former)s is on record already: %(number)s, %(day)s, %(kind)s.") % {
            "former": kept.former_number,
            "number": kept.number,
            "day": f"{kept.day:%d/%m/%Y}",
            "kind": kept.category_name,
        }
        mend = _("It is imported beside that one; take it out if it is the same incident.")
        place = table.place(row.stated.row, Column.NUMBER)
        return replace(row, problems=(*row.problems, Problem(place, what, mend, Severity.WARNING)))


def _difference(table: Table, stated: Stated, kept: Kept, one: Difference) -> Problem:
    """A doubt about a cell that says something else than the incident on record."""
    what = _("The book says “%(said)s”, incident %(number)s on record “%(kept)s”.") % {
        "said": one.said,
        "number": kept.number,
        "kept": one.kept,
    }
    mend = _("An import changes nothing on record: correct it on the incident's own page.")
    return Problem(table.place(stated.row, one.column), what, mend, Severity.WARNING)


def _doubt(table: Table, stated: Stated, what: str, other: Stated, mend: str = "") -> Problem:
    """A doubt about a row that another one resembles, in the same sheet or in another."""
    place = table.place(stated.row, Column.SUMMARY)
    row = _("Row %(row)s") if other.sheet == stated.sheet else _("Row %(row)s of sheet “%(sheet)s”")
    said = row % {"row": other.row, "sheet": other.sheet}
    return Problem(place, what % {"row": said}, mend, Severity.WARNING)


def _notes(tables: tuple[Table, ...], sheets: tuple[Sheet, ...]) -> tuple[str, ...]:
    """What was not read at all, and what the reading itself has to say."""
    read = {table.sheet: table for table in tables}
    notes: list[str] = []
    for sheet in sheets:
        table = read.get(sheet.name)
        if table is None:
            why = (
                _("Sheet “%(sheet)s” is hidden and was not read.")
                if sheet.hidden
                else _("Sheet “%(sheet)s” holds no table of incidents and was not read.")
            )
            notes.append(why % {"sheet": sheet.name})
            continue
        notes += [*sheet.notes, *table.notes]
        if table.ignored:
            said = _(
                "Sheet “%(sheet)s”: these columns are not known here and were not read: %(names)s."
            )
            notes.append(said % {"sheet": sheet.name, "names": ", ".join(table.ignored)})
    return tuple(notes)
