"""What a book says otherwise of an incident that is on record already: an import changes none, so it is told."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from incidents.domain.book.columns import Column
from incidents.domain.book.rows import ReadRow, Stated
from incidents.models import OUTCOMES, IncidentState
from units.domain.sheets.headers import simplify


@dataclass(frozen=True, slots=True)
class Kept:
    """An incident as it stands on record, and the state that it was first written down with."""

    pk: int
    number: str
    former_number: str
    day: datetime.date
    category: int
    category_name: str
    state: IncidentState
    first_state: IncidentState
    outcome_on: datetime.date | None
    deaths: int | None
    injured: int | None
    damage_vnd: int | None
    decision_number: str
    fine_vnd: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What the book says in a column, and what is on record instead."""

    column: Column
    said: str
    kept: str


def differences(row: ReadRow, kept: Kept) -> list[Difference]:
    """Return what the row states otherwise; what it leaves open differs from nothing."""
    stated = row.stated
    return [
        *_kind(stated, kept),
        *_outcome(row, kept),
        *_differing(Column.OUTCOME_DAY, _day(stated.outcome_on), _day(kept.outcome_on)),
        *_differing(Column.DEATHS, _number(stated.deaths), _number(kept.deaths)),
        *_differing(Column.INJURED, _number(stated.injured), _number(kept.injured)),
        *_differing(Column.DAMAGE, _dong(stated.damage_vnd), _dong(kept.damage_vnd)),
        *_differing(Column.DECISION, stated.decision_number, kept.decision_number),
        *_differing(Column.FINE, _dong(stated.fine_vnd), _dong(kept.fine_vnd)),
    ]


def _kind(stated: Stated, kept: Kept) -> Iterator[Difference]:
    """The kind of a row that is known by its number; any other is known by its kind too."""
    if stated.number and stated.category and stated.category.pk != kept.category:
        yield Difference(Column.CATEGORY, stated.category.name, kept.category_name)


def _outcome(row: ReadRow, kept: Kept) -> Iterator[Difference]:
    """The outcome; that an incident has gone on since it came from the book is no difference."""
    state = row.stated.state
    is_said = bool(row.outcome_said) and (state in OUTCOMES or kept.first_state in OUTCOMES)
    if is_said and state != kept.state:
        yield Difference(Column.OUTCOME, str(state.label), str(kept.state.label))


def _differing(column: Column, said: str, kept: str) -> Iterator[Difference]:
    if said and simplify(said) != simplify(kept):
        yield Difference(column, said, kept or _("nothing written"))


def _day(day: datetime.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _dong(amount: int | None) -> str:
    if amount is None:
        return ""
    return f"{number_format(amount, use_l10n=True, force_grouping=True)}\u00a0₫"
