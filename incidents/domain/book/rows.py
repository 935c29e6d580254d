"""One line of a book understood cell by cell: the incident it states, and every mistake in it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.book.amounts import parse_amount
from incidents.domain.book.cells import parse_degrees, parse_people
from incidents.domain.book.columns import PERSONS, Column
from incidents.domain.book.dates import read_day
from incidents.domain.book.kinds import KindSaid
from incidents.domain.book.known import Known, hamlet_key
from incidents.domain.book.outcomes import parse_outcome
from incidents.domain.book.persons import Persons, read_persons
from incidents.domain.book.spans import read_when
from incidents.domain.book.tables import Line, Table
from incidents.domain.book.times import Span
from incidents.domain.incidents.persons import PersonFacts
from incidents.domain.places import Verdict, judge_point
from incidents.domain.secrecy import Secret, tells
from incidents.models import OUTCOMES, IncidentCategory, IncidentState, PersonRole
from units.domain.sheets.dates import Precision
from units.domain.sheets.grid import CellValue
from units.domain.sheets.headers import simplify
from units.domain.sheets.problems import Problem, Severity, ValueRefused
from units.domain.sheets.values import text_of
from units.models import Hamlet, Officer

Read = TypeVar("Read")
ROLES = (
    (Column.VICTIM, PersonRole.VICTIM),
    (Column.SUSPECT, PersonRole.SUSPECT),
    (Column.WITNESS, PersonRole.WITNESS),
    (Column.REPORTER, PersonRole.REPORTER),
)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a row says of an incident; ``None`` is what it does not say."""

    sheet: str
    row: int
    number: str = ""
    span: Span | None = None
    category: IncidentCategory | None = None
    summary: str = ""
    hamlet: Hamlet | None = None
    whereabouts: str = ""
    point: tuple[float, float] | None = None
    deaths: int | None = None
    injured: int | None = None
    damage_vnd: int | None = None
    handler: Officer | None = None
    handler_note: str = ""
    state: IncidentState = IncidentState.RECORDED
    outcome_on: datetime.date | None = None
    outcome_note: str = ""
    decision_number: str = ""
    fine_vnd: int | None = None
    persons: tuple[PersonFacts, ...] = ()

    @property
    def place(self) -> str:
        """Hamlet and whereabouts, as far as the row says."""
        return ", ".join(part for part in (str(self.hamlet or ""), self.whereabouts) if part)

    @property
    def handled_by(self) -> str:
        """Who deals with it, on the roster or not."""
        return self.handler.full_name if self.handler else self.handler_note


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row with the mistakes and doubts found in it, and the words of its outcome where they were understood."""

    stated: Stated
    problems: tuple[Problem, ...] = field(default=())
    outcome_said: str = ""

    @property
    def has_errors(self) -> bool:
        """Whether a mistake stops the import."""
        return any(problem.is_error for problem in self.problems)


def _quoted(kinds: Iterable[IncidentCategory]) -> str:
    return ", ".join(f"“{one.name}”" for one in kinds)


class RowReader:
    """Reads the lines of one table; ``today`` bounds every date."""

    def __init__(self, table: Table, known: Known, today: datetime.date) -> None:
        self.table, self.known, self.today = table, known, today
        self.zone = timezone.get_current_timezone()

    def read(self, line: Line) -> ReadRow:
        """Return what the line states, with everything that is wrong or doubtful about it."""
        return _Reading(self, line).done()


class _Reading:
    """One line being read; problems gather as cell after cell is understood."""

    def __init__(self, reader: RowReader, line: Line) -> None:
        self.reader, self.line, self.known = reader, line, reader.known
        self.problems: list[Problem] = []

    def done(self) -> ReadRow:
        line = self.line
        summary = self.text(Column.SUMMARY, 4000)
        if not summary:
            self.problem(
                Column.SUMMARY, _("The row does not say what happened."), _("Write it down.")
            )
        hamlet, place = self.hamlet()
        handler, handler_note = self.handler()
        span = self.span()
        understood, state, outcome_on = self.outcome(span)
        stated = Stated(
            sheet=line.sheet,
            row=line.number,
            number=self.text(Column.NUMBER, 60),
            span=span,
            category=self.category(summary),
            summary=summary,
            hamlet=hamlet,
            whereabouts=place,
            point=self.point(),
            deaths=self.cell(Column.DEATHS, parse_people),
            injured=self.cell(Column.INJURED, parse_people),
            damage_vnd=self.amount(Column.DAMAGE),
            handler=handler,
            handler_note=handler_note,
            state=state,
            outcome_on=outcome_on,
            outcome_note=self.text(Column.OUTCOME_NOTE, 4000),
            decision_number=self.text(Column.DECISION, 60),
            fine_vnd=self.fine(state),
            persons=self.persons(),
        )
        self.doubt_names(stated)
        return ReadRow(stated, tuple(self.problems), understood)

    # --- cells ---

    def cell(self, column: Column, parse: Callable[[CellValue], Read]) -> Read | None:
        """The cell as ``parse`` understands it; None where it is empty or wrong."""
        value = self.line.values.get(column)
        if value is None:
            return None
        try:
            return parse(value)
        except ValueRefused as refused:
            self.problem(column, refused.what, refused.how_to_mend)
            return None

    def amount(self, column: Column) -> int | None:
        """The cell in đồng; a plain number counts in the unit that the heading names."""
        unit = self.reader.table.units.get(column, 1)
        return self.cell(column, lambda value: parse_amount(value, unit))

    def text(self, column: Column, limit: int) -> str:
        """The cell's text, at most ``limit`` characters."""
        text = self.cell(column, text_of) or ""
        if len(text) > limit:
            what = _("The text is longer than %(limit)s characters.") % {"limit": limit}
            self.problem(column, what, _("Shorten it."))
        return text

    def problem(
        self, column: Column, what: str, mend: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        place = self.reader.table.place(self.line.number, column)
        self.problems.append(Problem(place, what, mend, severity))

    def doubt(self, column: Column, what: str, mend: str = "") -> None:
        self.problem(column, what, mend, Severity.WARNING)

    # --- what several cells say together ---

    def span(self) -> Span | None:
        value, table = self.line.values.get(Column.DAY), self.reader.table
        if value is None:
            self.problem(
                Column.DAY, _("The row does not say when it happened."), _("Write the day.")
            )
            return None
        stated, column = self.line.values.get(Column.TIME), Column.DAY
        try:
            when = read_when(
                value, self.reader.today, self.reader.zone, counts_from_1904=table.counts_from_1904
            )
            column = Column.DAY if stated is None else Column.TIME
            span = when.span(stated)
            column = Column.DAY
            when.check(span, self.reader.today)
        except ValueRefused as refused:
            self.problem(column, refused.what, refused.how_to_mend)
            return None
        if when.is_month:
            self.doubt(Column.DAY, _("Only the month is known; the whole month is taken."))
        return span

    def category(self, summary: str) -> IncidentCategory | None:
        is_stated = self.line.values.get(Column.CATEGORY) is not None
        said = self.cell(Column.CATEGORY, text_of) if is_stated else summary
        if said is None:
            return None
        kinds = self.known.kinds
        if not is_stated:
            return self.kind_in_words(said, kinds.within(said))
        value = self.line.values[Column.CATEGORY]
        found = kinds.stated(value if isinstance(value, str) else said)
        if found.kind is None:
            self.no_kind(Column.CATEGORY, said, found)
        elif found.others or found.denied:
            what = (
                _("“%(name)s” was taken; the cell names %(others)s as well.")
                if found.others
                else _("“%(name)s” was taken; %(others)s before it is denied.")
            )
            others = _quoted(found.others or found.denied)
            self.doubt(Column.CATEGORY, what % {"name": found.kind.name, "others": others})
        return found.kind

    def kind_in_words(self, said: str, found: KindSaid) -> IncidentCategory | None:
        """The kind taken from what happened; always a doubt."""
        if found.kind is None:
            self.no_kind(Column.SUMMARY, said, found)
            return None
        what = _("No kind is stated; “%(name)s” was taken from the words.")
        if found.others:
            what = _("No kind is stated; “%(name)s” was taken from the words, beside %(others)s.")
        named = {"name": found.kind.name, "others": _quoted(found.others)}
        self.doubt(Column.SUMMARY, what % named)
        return found.kind

    def no_kind(self, column: Column, said: str, found: KindSaid) -> None:
        names = ", ".join(one.name for one in reversed(self.known.kinds.all))
        mend = _("Write one of these: %(names)s.") % {"names": names}
        what = _("“%(value)s” is no kind of incident known here.")
        if found.denied:
            what = _("“%(value)s” says only which kind it was not.")
        elif found.others:
            what = _("“%(value)s” names more than one kind: %(names)s.")
            mend = _("Write the main one here, and the rest with what happened.")
        names = _quoted(found.others)
        self.problem(column, what % {"value": said[:60], "names": names}, mend)

    def hamlet(self) -> tuple[Hamlet | None, str]:
        place, said = self.text(Column.WHEREABOUTS, 200), self.text(Column.HAMLET, 120)
        found = self.known.hamlets.get(hamlet_key(said)) if said else None
        if said and found is None:
            self.doubt(
                Column.HAMLET,
                _("The commune has no hamlet “%(name)s”; it is kept as the place.")
                % {"name": said},
            )
            place = ", ".join(part for part in (said, place) if part)[:200]
        return found, place

    def handler(self) -> tuple[Officer | None, str]:
        said = self.text(Column.HANDLER, 160)
        found = self.known.officers.get(simplify(said)) if said else None
        return found, "" if found else said

    def point(self) -> tuple[float, float] | None:
        latitude, longitude = (
            self.cell(column, parse_degrees) for column in (Column.LATITUDE, Column.LONGITUDE)
        )
        if latitude is None or longitude is None:
            self.half_a_point()
            return None
        if not (8 <= latitude <= 24 and 102 <= longitude <= 118):
            self.problem(
                Column.LATITUDE,
                _("This point does not lie in Vietnam."),
                _("Compare latitude and longitude; they may be exchanged."),
            )
            return None
        if judge_point(self.known.commune, latitude, longitude) is Verdict.OUTSIDE:
            self.problem(
                Column.LATITUDE,
                _("This point lies outside %(commune)s.")
                % {"commune": self.known.commune.full_name},
                _("Correct it, or leave both cells empty."),
            )
            return None
        return latitude, longitude

    def half_a_point(self) -> None:
        """A latitude without a longitude or the reverse says nowhere; the cell that is written is the one named."""
        written = [one for one in (Column.LATITUDE, Column.LONGITUDE) if one in self.line.values]
        if len(written) == 1:
            what = {
                Column.LATITUDE: _("The row has a latitude and no longitude."),
                Column.LONGITUDE: _("The row has a longitude and no latitude."),
            }
            self.problem(written[0], what[written[0]], _("Write both, or leave both cells empty."))

    def outcome(self, span: Span | None) -> tuple[str, IncidentState, datetime.date | None]:
        """The words of the outcome where they were understood, the state they mean, and its day."""
        stated = self.cell(Column.OUTCOME, parse_outcome)
        said = text_of(self.line.values.get(Column.OUTCOME)) if stated else ""
        state = stated or IncidentState.RECORDED
        return said, state, self.outcome_day(stated, state, span)

    def outcome_day(
        self, stated: IncidentState | None, state: IncidentState, span: Span | None
    ) -> datetime.date | None:
        known = self.cell(
            Column.OUTCOME_DAY,
            lambda value: read_day(
                value,
                self.reader.today,
                _("Write it like 05/03/2025."),
                counts_from_1904=self.reader.table.counts_from_1904,
            ),
        )
        if state not in OUTCOMES:
            if known is not None and (stated or Column.OUTCOME not in self.line.values):
                self.day_without_outcome(stated)
            return None
        if known is None or known.precision is not Precision.DAY:
            self.problem(
                Column.OUTCOME_DAY if known else Column.OUTCOME,
                _("The book does not say on which day it ended."),
                _("Write the day, or write that it is still being handled."),
            )
            return None
        if known.value > self.reader.today:
            self.problem(
                Column.OUTCOME_DAY,
                _("%(date)s lies in the future.") % {"date": known},
                _("Compare it with the paper."),
            )
        if span and known.value < timezone.localdate(span.start):
            self.problem(Column.OUTCOME_DAY, _("It did not end before it happened."))
        return known.value

    def fine(self, state: IncidentState) -> int | None:
        """What was paid; money beside another outcome is not dropped unsaid."""
        paid = self.amount(Column.FINE)
        if state == IncidentState.FINED:
            return paid
        if paid:
            self.doubt(
                Column.FINE,
                _("The outcome is read as “%(state)s”: this fine is not kept.")
                % {"state": state.label},
                _("Write the outcome as a fine, if it was one."),
            )
        return None

    def day_without_outcome(self, stated: IncidentState | None) -> None:
        """A day of outcome is not dropped unsaid: beside a state that is no outcome it is doubtful, alone a mistake."""
        if stated is None:
            self.problem(
                Column.OUTCOME_DAY,
                _("A day of outcome stands here, and the book does not say how it ended."),
                _("Write the outcome, or leave the day empty."),
            )
            return
        self.doubt(
            Column.OUTCOME_DAY,
            _("The outcome is read as “%(state)s”, which has no day: this day is not kept.")
            % {"state": stated.label},
            _("Write how it ended, if it has."),
        )

    def persons(self) -> tuple[PersonFacts, ...]:
        found = self.persons_of_line()
        first = self.line
        for line in first.more:
            self.line = line
            self.compare(first)
            found += self.persons_of_line()
        self.line = first
        return tuple(dict.fromkeys(found))

    def doubt_names(self, stated: Stated) -> None:
        """Whoever sees the incident reads its words: they had better name nobody who is involved."""
        people = [Secret(one.full_name, one.phone, one.citizen_id) for one in stated.persons]
        for column, words in (
            (Column.SUMMARY, stated.summary),
            (Column.WHEREABOUTS, stated.whereabouts),
            (Column.OUTCOME_NOTE, stated.outcome_note),
        ):
            if column in self.line.values and tells(words, people):
                self.doubt(
                    column,
                    _(
                        "These words name somebody involved; everybody reads them who sees the incident."
                    ),
                    _("Write the role instead; who it is stands with the persons."),
                )

    def persons_of_line(self) -> list[PersonFacts]:
        found: list[PersonFacts] = []
        for column, role in ROLES:
            read = self.cell(column, lambda value: read_persons(value, self.known.places))
            persons = read or Persons()
            found += [PersonFacts(role=role.value, **asdict(one)) for one in persons.named]
            for what, mend in persons.doubts:
                self.doubt(column, what, mend)
        return found

    def compare(self, first: Line) -> None:
        """What a line that goes on with another says besides its persons must be what that one says."""
        for column, value in self.line.values.items():
            if column in PERSONS or value == first.values.get(column):
                continue
            if column not in (Column.ORDINAL, Column.MISTAKES):
                self.problem(
                    column,
                    _("This row goes on with row %(row)s, and says something else here.")
                    % {"row": first.number},
                    _("Write it in row %(row)s, or take the merged cells apart.")
                    % {"row": first.number},
                )
        if not self.line.is_merged:
            self.doubt(
                next(column for column in PERSONS if column in self.line.values),
                _("Only persons stand in this row: they are added to the incident of row %(row)s.")
                % {"row": first.number},
            )
