"""The plan of an import: what each row would write, and every mistake of the file at once."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from incidents.domain.book.rows import Known, ReadRow, RowReader, Stated
from incidents.domain.book.tables import Table, find_tables
from incidents.models import Incident
from units.domain.sheets.problems import Problem, SheetRefused
from units.domain.sheets.reading import read_sheets
from units.models import Commune


class Action(StrEnum):
    """What an import would do with a row."""

    CREATE = "create"
    KNOWN = "known"
    ERROR = "error"


@dataclass(frozen=True)
class RowPlan:
    """One row: what it says, what would be done, what is wrong or doubtful."""

    stated: Stated
    action: Action
    problems: tuple[Problem, ...] = ()


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
    def problems(self) -> tuple[Problem, ...]:
        """All mistakes and doubts."""
        return tuple(problem for row in self.rows for problem in row.problems)

    @property
    def can_be_written(self) -> bool:
        """Whether no row is wrong and there is something to write."""
        return not self.counts[Action.ERROR] and bool(self.counts[Action.CREATE])

    @cached_property
    def fingerprint(self) -> str:
        """Two plans that would write the same have the same: the confirmed plan is the one that was seen."""
        digest = hashlib.sha256()
        for row in self.rows:
            digest.update(repr((row.action.value, _identity(row.stated))).encode())
        return digest.hexdigest()


def plan_book(data: bytes, commune: Commune) -> Plan:
    """Read a book and plan its import into ``commune``; writes nothing. Raises ``SheetRefused`` when it is none."""
    tables = find_tables(read_sheets(data))
    today, known = timezone.localdate(), Known(commune)
    read = [RowReader(table, known, today).read(line) for table in tables for line in table.lines]
    if not read:
        raise SheetRefused(_("The book has headings and no incidents below them."))
    recorded = _recorded(commune, read)
    rows: list[RowPlan] = []
    for row in read:
        identity = _identity(row.stated)
        if row.has_errors:
            action = Action.ERROR
        elif identity in recorded:
            action = Action.KNOWN
        else:
            action = Action.CREATE
            recorded.add(identity)
        rows.append(RowPlan(row.stated, action, row.problems))
    return Plan(tuple(rows), tables, _notes(tables))


def _identity(stated: Stated) -> tuple[object, ...]:
    """What makes two rows the same incident: the old number and the day, else day, kind and words."""
    day = timezone.localdate(stated.span.start) if stated.span else None
    if stated.number:
        return ("number", stated.number.casefold(), day)
    kind = stated.category.pk if stated.category else None
    return ("words", day, kind, stated.summary.casefold())


def _recorded(commune: Commune, read: list[ReadRow]) -> set[tuple[object, ...]]:
    """The identities of what the commune's book already holds in the days of the file; one query."""
    days = [timezone.localdate(row.stated.span.start) for row in read if row.stated.span]
    if not days:
        return set()
    rows = Incident.objects.filter(commune=commune, occurred_on__range=(min(days), max(days)))
    found: set[tuple[object, ...]] = set()
    for number, day, kind, summary in rows.values_list(
        "former_number", "occurred_on", "category", "summary"
    ):
        if number:
            found.add(("number", number.casefold(), day))
        else:
            found.add(("words", day, kind, summary.casefold()))
    return found


def _notes(tables: tuple[Table, ...]) -> tuple[str, ...]:
    """What was not read at all."""
    return tuple(
        _("Sheet “%(sheet)s”: these columns are not known here and were not read: %(names)s.")
        % {"sheet": table.sheet, "names": ", ".join(table.ignored)}
        for table in tables
        if table.ignored
    )
