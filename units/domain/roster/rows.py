"""One line of a roster understood cell by cell: what it states, and every mistake in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from units.domain.roster.catalogue import Catalogue
from units.domain.roster.choices import parse_education, parse_rank
from units.domain.sheets.dates import KnownDate, Precision, parse_date
from units.domain.sheets.grid import CellValue
from units.domain.sheets.headers import Column
from units.domain.sheets.identity import (
    OLDEST,
    birth_year_in,
    parse_citizen_id,
    parse_phone,
    sex_in,
)
from units.domain.sheets.problems import Problem, Severity, ValueRefused
from units.domain.sheets.tables import Line, Table
from units.domain.sheets.values import (
    PersonName,
    parse_decimal,
    parse_full_name,
    parse_mark,
    parse_name_parts,
    parse_sex,
    text_of,
)
from units.models import Commune, ForceType, Position

MASK = "•"
ADULT = 18  # NĐ 73/2009 art. 4 §1; a warning only
COEFFICIENT_LIMIT = Decimal(100)
NAME_LIMITS = {"family": 40, "middle": 60, "given": 40}  # as in units.models.officers
ONE_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a row says of a person. None: the row says nothing of it, and nothing is changed."""

    sheet: str
    row: int
    record: int | None = None
    name: PersonName | None = None
    birth: KnownDate | None = None
    sex: str | None = None
    citizen_id: str | None = None
    phone: str | None = None
    service_number: str | None = None
    rank: str | None = None
    joined: KnownDate | None = None
    party_member: bool | None = None
    party_date: date | None = None
    education: str | None = None
    specialty: str | None = None
    coefficient: Decimal | None = None
    address: str | None = None
    note: str | None = None
    communes: tuple[Commune, ...] = ()
    hamlet: str | None = None
    positions: tuple[Position, ...] = ()
    position_name: str = ""
    forces: tuple[ForceType, ...] = ()
    start: KnownDate | None = None
    decision_number: str | None = None
    decision_date: date | None = None
    signed_by: str | None = None

    @property
    def key(self) -> str:
        """Names the row in forms and in stored answers."""
        return f"{self.sheet}!{self.row}"


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row with the mistakes found in it alone."""

    stated: Stated
    problems: tuple[Problem, ...] = field(default=())

    @property
    def has_errors(self) -> bool:
        return any(problem.is_error for problem in self.problems)


class RowReader:
    """Reads the lines of one table against the catalogue; `today` bounds birth dates."""

    def __init__(self, table: Table, catalogue: Catalogue, today: date) -> None:
        self.table = table
        self.catalogue = catalogue
        self.today = today
        self.parsers = self._parsers()

    def read(self, line: Line) -> ReadRow:
        problems: list[Problem] = []
        found: dict[str, Any] = {"name": self._name(line, problems)}
        for column, (attribute, parse) in self.parsers.items():
            value = line.values.get(column)
            if value is None or _is_masked(value):
                continue
            try:
                found[attribute] = parse(value)
            except ValueRefused as refused:
                problems.append(self._problem(line, column, refused))
        if "communes" not in found and Column.COMMUNE not in line.values and line.section:
            self._commune_of_section(line, found, problems)
        if "positions" in found:
            found["position_name"] = text_of(line.values[Column.POSITION])
        stated = Stated(sheet=line.sheet, row=line.number, **_joined(found, problems, self, line))
        problems += self._doubts(line, stated)
        return ReadRow(stated, tuple(problems))

    def _parsers(self) -> dict[Column, tuple[str, Callable[[CellValue], Any]]]:
        catalogue = self.catalogue
        return {
            Column.RECORD: ("record", _record_number),
            Column.BIRTH_DATE: ("birth", self._birth),
            Column.MALE_BIRTH: ("male_birth", self._birth),
            Column.FEMALE_BIRTH: ("female_birth", self._birth),
            Column.SEX: ("sex", parse_sex),
            Column.MALE_MARK: ("male", parse_mark),
            Column.FEMALE_MARK: ("female", parse_mark),
            Column.OLD_IDENTITY_CARD: ("card", _citizen_id_on_card),
            Column.CITIZEN_ID: ("citizen_id", parse_citizen_id),
            Column.PHONE: ("phone", parse_phone),
            Column.SERVICE_NUMBER: ("service_number", _short(12)),
            Column.RANK: ("rank", parse_rank),
            Column.JOINED_DATE: ("joined", self._past),
            Column.PARTY_MEMBER: ("party_member", parse_mark),
            Column.PARTY_DATE: ("party_date", self._past),
            Column.EDUCATION: ("education", parse_education),
            Column.SPECIALTY: ("specialty", _short(160)),
            Column.COEFFICIENT: ("coefficient", _coefficient),
            Column.ADDRESS: ("address", _short(200)),
            Column.NOTE: ("note", text_of),
            Column.COMMUNE_CODE: (
                "coded",
                lambda value: catalogue.find_communes(text_of(value).zfill(5)),
            ),
            Column.COMMUNE: ("communes", lambda value: catalogue.find_communes(text_of(value))),
            Column.HAMLET: ("hamlet", text_of),
            Column.POSITION: ("positions", lambda value: catalogue.find_positions(text_of(value))),
            Column.FORCE_TYPE: (
                "forces",
                lambda value: catalogue.find_forces(text_of(value)),
            ),
            Column.START_DATE: ("start", self._date),
            Column.DECISION_NUMBER: ("decision_number", _short(60)),
            Column.DECISION_DATE: ("decision_date", self._past),
            Column.DECISION_SIGNER: ("signed_by", _short(120)),
        }

    def _date(self, value: CellValue) -> KnownDate:
        return parse_date(value, counts_from_1904=self.table.counts_from_1904)

    def _past(self, value: CellValue) -> KnownDate:
        known = self._date(value)
        if known.value > self.today:
            raise ValueRefused(
                _("%(date)s lies in the future.") % {"date": known}, _("Compare it with the paper.")
            )
        return known

    def _birth(self, value: CellValue) -> KnownDate:
        known = self._past(value)
        if self.today.year - known.value.year > OLDEST:
            raise ValueRefused(
                _("Somebody born in %(date)s is more than 100 years old.") % {"date": known},
                _("Compare it with the citizen ID."),
            )
        return known

    def _name(self, line: Line, problems: list[Problem]) -> PersonName | None:
        values = line.values
        whole = Column.FULL_NAME in self.table.columns
        column = Column.FULL_NAME if whole else Column.FAMILY_AND_MIDDLE
        if column not in self.table.columns:
            column = Column.FAMILY_NAME
        try:
            if whole:
                name = parse_full_name(values.get(Column.FULL_NAME))
            else:
                family = values.get(Column.FAMILY_AND_MIDDLE) or values.get(Column.FAMILY_NAME)
                name = parse_name_parts(
                    family, values.get(Column.MIDDLE_NAME), values.get(Column.GIVEN_NAME)
                )
            _refuse_long_name(name)
        except ValueRefused as refused:
            nameless = ValueRefused(
                _("The row has no name."),
                _("Write family, middle and given name, or delete the row."),
            )
            said = refused if values.get(column) else nameless
            problems.append(self._problem(line, column, said))
            return None
        return name

    def _commune_of_section(
        self, line: Line, found: dict[str, Any], problems: list[Problem]
    ) -> None:
        try:
            found["communes"] = self.catalogue.find_communes(line.section)
        except ValueRefused as refused:
            problems.append(self._problem(line, None, refused))

    def _problem(
        self,
        line: Line,
        column: Column | None,
        refused: ValueRefused,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        return Problem(
            self.table.place(line.number, column), refused.what, refused.how_to_mend, severity
        )

    def warn(self, line: Line, column: Column, what: str, mend: str = "") -> Problem:
        return self._problem(line, column, ValueRefused(what, mend), Severity.WARNING)

    def _doubts(self, line: Line, stated: Stated) -> list[Problem]:
        """What is possible and yet unlikely: shown, and let pass."""
        doubts: list[Problem] = []
        compare = _("Compare it with the citizen ID card.")
        if stated.citizen_id and stated.sex and sex_in(stated.citizen_id) != stated.sex:
            doubts.append(
                self.warn(
                    line,
                    Column.CITIZEN_ID,
                    _("The citizen ID tells another sex than the row."),
                    compare,
                )
            )
        if (
            stated.citizen_id
            and stated.birth
            and birth_year_in(stated.citizen_id) != stated.birth.value.year
        ):
            what = _("The citizen ID tells %(year)s as the year of birth, the row %(birth)s.") % {
                "year": birth_year_in(stated.citizen_id),
                "birth": stated.birth,
            }
            doubts.append(self.warn(line, Column.CITIZEN_ID, what, compare))
        if stated.birth and self.today.year - stated.birth.value.year < ADULT:
            doubts.append(
                self.warn(
                    line, Column.BIRTH_DATE, _("The person would be younger than 18."), compare
                )
            )
        return doubts


def _joined(
    found: dict[str, Any], problems: list[Problem], reader: RowReader, line: Line
) -> dict[str, Any]:
    """Columns that only some files have, brought into the ones of every file."""
    male, female = found.pop("male_birth", None), found.pop("female_birth", None)
    if male or female:
        found["birth"], found["sex"] = male or female, "m" if male else "f"
    marked_male, marked_female = found.pop("male", False), found.pop("female", False)
    if (
        marked_male
        or marked_female
        or (Column.FEMALE_MARK in reader.table.columns and "sex" not in found)
    ):
        found["sex"] = "f" if marked_female else "m"
    card = found.pop("card", None)
    found["citizen_id"] = found.get("citizen_id") or card
    coded = found.pop("coded", None)
    if coded:
        found["communes"] = tuple(set(found.get("communes", coded)) & set(coded)) or coded
    for attribute, column in (
        ("party_date", Column.PARTY_DATE),
        ("decision_date", Column.DECISION_DATE),
    ):
        known = found.get(attribute)
        if known is None:
            continue
        if attribute == "party_date":
            found["party_member"] = True
        found[attribute] = known.value if known.precision is Precision.DAY else None
        if found[attribute] is None:
            what = _("%(date)s is not known to the day and was not taken.") % {"date": known}
            problems.append(reader.warn(line, column, what, _("Write day, month and year.")))
    return {key: value for key, value in found.items() if value not in (None, "", ())}


def _is_masked(value: CellValue) -> bool:
    """An export without the right to see it holds 0801••••5678: it says nothing new."""
    return isinstance(value, str) and MASK in value


def _record_number(value: CellValue) -> int:
    text = text_of(value)
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise ValueRefused(
            _("“%(value)s” is no record number.") % {"value": text},
            _("Leave the cell as it was exported, or empty for a new person."),
        )
    return int(text)


def _citizen_id_on_card(value: CellValue) -> str | None:
    """A column for the old identity card: a new number is taken, an old one is not kept."""
    try:
        return parse_citizen_id(value)
    except ValueRefused:
        return None


def _short(limit: int) -> Callable[[CellValue], str]:
    def parse(value: CellValue) -> str:
        text = text_of(value)
        if len(text) > limit:
            raise ValueRefused(
                _("The text is longer than %(limit)s characters.") % {"limit": limit},
                _("Shorten it; the rest fits into the note."),
            )
        return text

    return parse


def _refuse_long_name(name: PersonName) -> None:
    for part, limit in NAME_LIMITS.items():
        if len(getattr(name, part)) > limit:
            raise ValueRefused(
                _("The name is longer than %(limit)s characters.") % {"limit": limit},
                _("Shorten it."),
            )


def _coefficient(value: CellValue) -> Decimal:
    number = parse_decimal(value)
    if not 0 <= number < COEFFICIENT_LIMIT or number != number.quantize(ONE_CENT):
        raise ValueRefused(
            _("“%(value)s” is no allowance coefficient.") % {"value": text_of(value)},
            _("Write a number below 100 with two decimals at most, like 1,25."),
        )
    return number.quantize(ONE_CENT)
