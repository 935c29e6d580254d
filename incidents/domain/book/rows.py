"""One line of a book understood cell by cell: the incident it states, and every mistake in it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.book.cells import (
    parse_amount,
    parse_outcome,
    parse_people,
    parse_persons,
)
from incidents.domain.book.columns import Column
from incidents.domain.book.known import Known, category_in, hamlet_key
from incidents.domain.book.tables import PERSONS, Line, Table
from incidents.domain.book.times import Span, day_and_time, span_of
from incidents.domain.days import unlikely_year
from incidents.domain.incidents.persons import PersonFacts
from incidents.domain.places import Verdict, judge_point
from incidents.models import OUTCOMES, IncidentCategory, IncidentState, PersonRole
from units.domain.sheets.dates import Precision, parse_date
from units.domain.sheets.grid import CellValue
from units.domain.sheets.headers import simplify
from units.domain.sheets.problems import Problem, Severity, ValueRefused
from units.domain.sheets.values import text_of
from units.models import Hamlet, Officer

Read = TypeVar("Read")
ROLES = (
    (Column.VICTIM, PersonRole.VICTIM),
    (Column.SUSPECT, PersonRole.SUSPECT),
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
    """A row with the mistakes and doubts found in it."""

    stated: Stated
    problems: tuple[Problem, ...] = field(default=())

    @property
    def has_errors(self) -> bool:
        """Whether a mistake stops the import."""
        return any(problem.is_error for problem in self.problems)


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
        state, outcome_on = self.outcome(span)
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
            damage_vnd=self.cell(Column.DAMAGE, parse_amount),
            handler=handler,
            handler_note=handler_note,
            state=state,
            outcome_on=outcome_on,
            outcome_note=self.text(Column.OUTCOME_NOTE, 4000),
            decision_number=self.text(Column.DECISION, 60),
            fine_vnd=self.cell(Column.FINE, parse_amount) if state == IncidentState.FINED else None,
            persons=self.persons(),
        )
        return ReadRow(stated, tuple(self.problems))

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
        try:
            day, rest = day_and_time(value, counts_from_1904=table.counts_from_1904)
        except ValueRefused as refused:
            self.problem(Column.DAY, refused.what, refused.how_to_mend)
            return None
        stated = self.line.values.get(Column.TIME)
        column = Column.DAY if stated is None else Column.TIME
        try:
            span = span_of(day, rest if stated is None else stated, self.reader.zone)
        except ValueRefused as refused:
            self.problem(column, refused.what, refused.how_to_mend)
            return None
        if timezone.localdate(span.start) > self.reader.today:
            what = _("%(date)s lies in the future.") % {"date": day}
            self.problem(Column.DAY, what, _("Compare it with the paper."))
            return None
        if slip := unlikely_year(day.value.year):
            self.problem(Column.DAY, slip, _("Compare it with the paper."))
            return None
        if day.precision is Precision.MONTH:
            self.doubt(Column.DAY, _("Only the month is known; the whole month is taken."))
        return span

    def category(self, summary: str) -> IncidentCategory | None:
        is_stated = self.line.values.get(Column.CATEGORY) is not None
        said = self.cell(Column.CATEGORY, text_of) if is_stated else summary
        if said is None:
            return None
        found = category_in(said, self.known.categories, whole=is_stated)
        if found is None:
            column = Column.CATEGORY if is_stated else Column.SUMMARY
            names = ", ".join(
                one.name for one in {one.pk: one for one in self.known.categories.values()}.values()
            )
            self.problem(
                column,
                _("“%(value)s” is no kind of incident known here.") % {"value": said[:60]},
                _("Write one of these: %(names)s.") % {"names": names},
            )
        elif not is_stated:
            self.doubt(
                Column.SUMMARY,
                _("No kind is stated; “%(name)s” was taken from the words.") % {"name": found.name},
            )
        return found

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
            self.cell(column, _degrees) for column in (Column.LATITUDE, Column.LONGITUDE)
        )
        if latitude is None or longitude is None:
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

    def outcome(self, span: Span | None) -> tuple[IncidentState, datetime.date | None]:
        state = self.cell(Column.OUTCOME, parse_outcome) or IncidentState.RECORDED
        known = self.cell(
            Column.OUTCOME_DAY,
            lambda value: parse_date(value, counts_from_1904=self.reader.table.counts_from_1904),
        )
        if state not in OUTCOMES:
            return state, None
        if known is None or known.precision is not Precision.DAY:
            self.problem(
                Column.OUTCOME_DAY if known else Column.OUTCOME,
                _("The book does not say on which day it ended."),
                _("Write the day, or write that it is still being handled."),
            )
            return state, None
        if known.value > self.reader.today:
            self.problem(
                Column.OUTCOME_DAY,
                _("%(date)s lies in the future.") % {"date": known},
                _("Compare it with the paper."),
            )
        if span and known.value < timezone.localdate(span.start):
            self.problem(Column.OUTCOME_DAY, _("It did not end before it happened."))
        return state, known.value

    def persons(self) -> tuple[PersonFacts, ...]:
        found = self.persons_of_line()
        first = self.line
        for line in first.more:
            self.line = line
            self.compare(first)
            found += self.persons_of_line()
        self.line = first
        return tuple(dict.fromkeys(found))

    def persons_of_line(self) -> list[PersonFacts]:
        return [
            PersonFacts(role=role.value, full_name=name, birth_year=year)
            for column, role in ROLES
            for name, year in self.cell(column, parse_persons) or []
        ]

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


def _degrees(value: CellValue) -> float:
    text = text_of(value).replace(",", ".")
    try:
        return float(text)
    except ValueError:
        raise ValueRefused(
            _("“%(value)s” is no degrees.") % {"value": text[:40]}, _("Write it like 10.5920.")
        ) from None
