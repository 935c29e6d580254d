"""The plan of an import: for each row what would be written, and every mistake of the file at once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from units.domain.roster.catalogue import Catalogue, load_catalogue
from units.domain.roster.changes import Change, first_entries, officer_changes, post_changes
from units.domain.roster.conflicts import chief_conflicts, repeated_rows
from units.domain.roster.people import Match, People, Verdict, load_people
from units.domain.roster.posts import PostPlan, PostRefused, plan_post
from units.domain.roster.rows import ReadRow, RowReader, Stated
from units.domain.scope import Scope
from units.domain.sheets.headers import Column
from units.domain.sheets.identity import sex_in
from units.domain.sheets.problems import Place, Problem, Severity, SheetRefused
from units.domain.sheets.reading import read_sheets
from units.domain.sheets.tables import Heading, Table, find_tables


class Action(StrEnum):
    """What an import would do with a row."""

    CREATE = "create"
    CHANGE = "change"
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"
    ERROR = "error"


@dataclass(frozen=True)
class RowPlan:
    """One row: what it says, who it is, what would change, what is wrong."""

    stated: Stated
    action: Action
    problems: tuple[Problem, ...] = ()
    match: Match | None = None
    changes: tuple[Change, ...] = ()
    post: PostPlan = field(default_factory=PostPlan)

    def refused(self, problem: Problem) -> RowPlan:
        return replace(self, action=Action.ERROR, problems=(*self.problems, problem))


@dataclass(frozen=True)
class Plan:
    """The whole file. Nothing of it is written while one row is wrong or undecided."""

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
        return tuple(problem for row in self.rows for problem in row.problems)

    @property
    def can_be_written(self) -> bool:
        """Whether no row is wrong or undecided and there is something to write."""
        undecided = self.counts[Action.ERROR] + self.counts[Action.DOUBTFUL]
        return not undecided and bool(self.counts[Action.CREATE] + self.counts[Action.CHANGE])

    @cached_property
    def fingerprint(self) -> str:
        """Two plans that would write the same have the same: the confirmed plan is the one that was seen."""
        digest = hashlib.sha256()
        for row in self.rows:
            known = row.match.known.officer if row.match and row.match.known else None
            said = [(change.title, change.old, change.new) for change in row.changes]
            digest.update(
                repr((row.stated.key, row.action.value, known and known.pk, said)).encode()
            )
        return digest.hexdigest()


def plan_import(
    data: bytes, scope: Scope, *, as_of: date, answers: Mapping[str, int] | None = None
) -> Plan:
    """Read the file and plan it. Raises SheetRefused when it is no roster. Writes nothing.

    `as_of` is the day of the roster: the first day in position of whoever is new and has none in the file.
    `answers` says for doubtful rows who is meant (Stated.key → officer's primary key, 0 for somebody new).
    """
    tables = find_tables(read_sheets(data))
    catalogue = load_catalogue(scope)
    read = _read_rows(tables, catalogue)
    if not read:
        raise SheetRefused(_("The roster has headings and no people below them."))
    people = load_people((row.stated for row, _table in read), scope)
    planner = _Planner(catalogue, people, as_of, answers or {})
    rows = [planner.plan(row, table) for row, table in read]
    rows = _with_conflicts(rows, {row.stated.key: table.place for row, table in read})
    return Plan(tuple(rows), tables, _notes(tables))


def _read_rows(tables: tuple[Table, ...], catalogue: Catalogue) -> list[tuple[ReadRow, Table]]:
    today = timezone.localdate()
    found: list[tuple[ReadRow, Table]] = []
    for table in tables:
        reader = RowReader(table, catalogue, today)
        found += [(reader.read(line), table) for line in table.lines]
    return found


@dataclass(frozen=True)
class _Planner:
    catalogue: Catalogue
    people: People
    as_of: date
    answers: Mapping[str, int]

    def plan(self, row: ReadRow, table: Table) -> RowPlan:
        stated = row.stated
        match = self.people.recognise(stated, self.answers.get(stated.key))
        plan = RowPlan(stated, Action.ERROR, row.problems, match)
        hurt = {problem.place for problem in row.problems if problem.is_error}
        for problem in self._mistakes(stated, match, table, hurt):
            plan = plan.refused(problem)
        post = PostPlan()
        if match.verdict is not Verdict.DOUBTFUL:
            try:
                post = plan_post(stated, match.known, self.catalogue, self.as_of)
            except PostRefused as refused:
                place = table.place(stated.row, refused.column)
                # What stands there and cannot be read is not missing: one sentence for a cell.
                if not _is_hurt(table, stated, hurt, refused.column):
                    plan = plan.refused(Problem(place, refused.what, refused.how_to_mend))
        if any(problem.is_error for problem in plan.problems):
            return plan
        if match.verdict is Verdict.DOUBTFUL:
            return replace(plan, action=Action.DOUBTFUL)
        return self._decided(plan, post, table)

    def _decided(self, plan: RowPlan, post: PostPlan, table: Table) -> RowPlan:
        """A row without mistakes whose person is known."""
        known = plan.match.known if plan.match else None
        problems = (*plan.problems, *self._remarks(plan.stated, post, table))
        shown = post_changes(post)
        if known is None:
            shown = (*first_entries(plan.stated), *shown)
            return replace(plan, action=Action.CREATE, changes=shown, post=post, problems=problems)
        changes = (*officer_changes(plan.stated, known), *shown)
        action = Action.CHANGE if changes else Action.UNCHANGED
        return replace(plan, action=action, changes=changes, post=post, problems=problems)

    def _mistakes(
        self, stated: Stated, match: Match, table: Table, hurt: Collection[Place]
    ) -> list[Problem]:
        """What the records say against the row."""
        found: list[Problem] = []
        owner = self.people.by_citizen_id.get(stated.citizen_id or "")
        if match.known and owner and owner is not match.known:
            found.append(
                Problem(
                    table.place(stated.row, Column.CITIZEN_ID),
                    _("This citizen ID belongs to %(name)s.") % {"name": owner.officer.full_name},
                    _("Compare it with the card."),
                )
            )
        if match.verdict is Verdict.NEW and stated.name:
            found += _too_little_for_a_new_person(stated, table, hurt)
        if stated.record is not None and stated.record not in self.people.by_pk:
            found.append(
                Problem(
                    table.place(stated.row, Column.RECORD),
                    _("No officer whom you may see has this record number."),
                    _("Leave the cell empty for a new person."),
                )
            )
        return found

    def _remarks(self, stated: Stated, post: PostPlan, table: Table) -> list[Problem]:
        begin = post.begin
        if begin is None:
            return []
        if not begin.start_was_stated:
            said = _("No first day is stated; the day of the roster (%(day)s) is taken.")
            mend = ""
        elif begin.start.value > max(self.as_of, timezone.localdate()):
            said = _("The post begins only on %(day)s.")
            mend = _("If that is a slip of the pen, mend the day and send the file again.")
        else:
            return []
        place = table.place(stated.row, Column.START_DATE)
        return [Problem(place, said % {"day": begin.start}, mend, Severity.WARNING)]


def _is_hurt(table: Table, stated: Stated, hurt: Collection[Place], *columns: Column) -> bool:
    """Tell whether one of the row's cells in ``columns`` holds something that could not be read."""
    present = [column for column in columns if column in table.columns]
    return any(table.place(stated.row, column) in hurt for column in present)


def _too_little_for_a_new_person(
    stated: Stated, table: Table, hurt: Collection[Place]
) -> list[Problem]:
    found: list[Problem] = []
    tells_birth = (Column.CITIZEN_ID, Column.BIRTH_DATE, Column.MALE_BIRTH, Column.FEMALE_BIRTH)
    tells_sex = (Column.SEX, *tells_birth)
    if (
        not stated.citizen_id
        and not stated.birth
        and not _is_hurt(table, stated, hurt, *tells_birth)
    ):
        found.append(
            Problem(
                table.place(stated.row, Column.BIRTH_DATE),
                _("Somebody new needs a citizen ID or a birth date, to be told from namesakes."),
                _("Write one of them; the year of birth is enough."),
            )
        )
    if not stated.sex and not stated.citizen_id and not _is_hurt(table, stated, hurt, *tells_sex):
        found.append(
            Problem(
                table.place(stated.row, Column.SEX),
                _("The row does not say the sex, and there is no citizen ID that tells it."),
                _("Add a column “Sex” with Nam or Nữ."),
            )
        )
    return found


def sex_of(stated: Stated) -> str:
    """The stated sex, else the one that the citizen ID tells."""
    return stated.sex or sex_in(stated.citizen_id or "")


def _with_conflicts(
    rows: list[RowPlan], place_of: Mapping[str, Callable[[int, Column | None], Place]]
) -> list[RowPlan]:
    """Rows that are right by themselves and contradict another row, or a chief in office."""
    for find in (repeated_rows, chief_conflicts):
        conflicts = find(rows)
        rows = [
            row.refused(
                Problem(
                    place_of[row.stated.key](row.stated.row, conflict.column),
                    conflict.what,
                    conflict.how_to_mend,
                )
            )
            if (conflict := conflicts.get(row.stated.key))
            else row
            for row in rows
        ]
    return rows


def _notes(tables: tuple[Table, ...]) -> tuple[str, ...]:
    """What was read otherwise than it stands, or not at all."""
    notes = [note for table in tables for note in table.notes]
    for table in tables:
        ignored: tuple[Heading, ...] = table.ignored
        if ignored:
            names = ", ".join(f"{heading.letter} “{heading.title}”" for heading in ignored)
            notes.append(
                _(
                    "Sheet “%(sheet)s”: these columns are not known here and were not read: %(names)s."
                )
                % {"sheet": table.sheet, "names": names}
            )
    return tuple(notes)
