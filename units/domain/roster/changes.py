"""What a row would change in an officer's record, field by field, in words for the preview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from units.domain.roster.people import KnownOfficer, known_date
from units.domain.roster.posts import PostPlan
from units.domain.roster.rows import Stated
from units.domain.sheets.dates import KnownDate
from units.domain.sheets.headers import TITLES, Column
from units.domain.sheets.values import spelling_key
from units.models import Officer
from units.models.officers import mask_digits

# Stated attribute → field of the officer, for values that are stored as they are stated.
PLAIN_FIELDS = (
    ("sex", "sex", Column.SEX),
    ("citizen_id", "citizen_id", Column.CITIZEN_ID),
    ("phone", "phone", Column.PHONE),
    ("service_number", "service_number", Column.SERVICE_NUMBER),
    ("rank", "rank", Column.RANK),
    ("party_member", "is_party_member", Column.PARTY_MEMBER),
    ("party_date", "party_joined_on", Column.PARTY_DATE),
    ("education", "education", Column.EDUCATION),
    ("specialty", "professional_training", Column.SPECIALTY),
    ("coefficient", "allowance_coefficient", Column.COEFFICIENT),
    ("address", "address", Column.ADDRESS),
    ("note", "note", Column.NOTE),
)
DATE_FIELDS = (
    ("birth", "birth_date", "birth_precision", Column.BIRTH_DATE),
    ("joined", "joined_on", "joined_precision", Column.JOINED_DATE),
)
POST_TITLES = {
    "hamlet": Column.HAMLET,
    "valid_from": Column.START_DATE,
    "decision_number": Column.DECISION_NUMBER,
    "decision_date": Column.DECISION_DATE,
    "signed_by": Column.DECISION_SIGNER,
}
NUMBERS_KEPT_FROM_SIGHT = {Column.CITIZEN_ID: 4, Column.PHONE: 3}


@dataclass(frozen=True)
class Change:
    """One field's old and new value as a person reads them; `values` are the officer's fields to set."""

    title: str
    old: str
    new: str
    values: tuple[tuple[str, Any], ...] = ()
    digits_shown: int = 0

    def masked(self) -> Change:
        """The change for somebody who may not see whole numbers: of the old one only the ends."""
        if not self.digits_shown or not self.old:
            return self
        return Change(
            self.title, mask_digits(self.old, shown=self.digits_shown), self.new, self.values
        )


def officer_changes(row: Stated, known: KnownOfficer) -> tuple[Change, ...]:
    """The officer's own fields that the row states otherwise; a blank cell changes nothing."""
    return (*_name_change(row, known), *_date_changes(row, known), *_plain_changes(row, known))


def first_entries(row: Stated) -> tuple[Change, ...]:
    """What would be entered for somebody new, beside the name."""
    nobody = KnownOfficer(Officer(sex=""), ())
    return (*_date_changes(row, nobody), *_plain_changes(row, nobody))


def _name_change(row: Stated, known: KnownOfficer) -> Iterator[Change]:
    if row.name is None or spelling_key(str(row.name)) == known.name_key:
        return
    yield Change(
        str(TITLES[Column.FULL_NAME]),
        known.officer.full_name,
        str(row.name),
        tuple(name_fields(row).items()),
    )


def _date_changes(row: Stated, known: KnownOfficer) -> Iterator[Change]:
    """A date that is stated less exactly than it is known, and agrees, says nothing new."""
    for attribute, field, precision_field, column in DATE_FIELDS:
        stated: KnownDate | None = getattr(row, attribute)
        kept = known_date(getattr(known.officer, field), getattr(known.officer, precision_field))
        if stated is None or stated == kept:
            continue
        if kept and stated.agrees_with(kept) and _exactness(stated) < _exactness(kept):
            continue
        values = ((field, stated.value), (precision_field, stated.precision.value))
        yield Change(str(TITLES[column]), str(kept or ""), str(stated), values)


def _exactness(known: KnownDate) -> int:
    return ("year", "month", "day").index(known.precision.value)


def _plain_changes(row: Stated, known: KnownOfficer) -> Iterator[Change]:
    for attribute, field, column in PLAIN_FIELDS:
        stated, kept = getattr(row, attribute), getattr(known.officer, field)
        if stated is None or _same(stated, kept):
            continue
        yield Change(
            str(TITLES[column]),
            in_words(field, kept),
            in_words(field, stated),
            ((field, stated),),
            NUMBERS_KEPT_FROM_SIGHT.get(column, 0),
        )


def _same(stated: Any, kept: Any) -> bool:
    if isinstance(stated, str) and isinstance(kept, str):
        return " ".join(stated.split()) == " ".join(kept.split())
    return bool(stated == kept)


def in_words(field: str, value: Any) -> str:
    """A stored value as it is shown: the label of a choice, yes or no, a date."""
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", ",")
    if hasattr(value, "strftime"):
        return str(value.strftime("%d/%m/%Y"))
    choices = dict(getattr(Officer._meta.get_field(field), "flatchoices", ()))
    return str(choices.get(value, value))


def post_changes(post: PostPlan) -> tuple[Change, ...]:
    """A new post, or corrections of the present one, in words; they carry no fields of the officer."""
    if post.begin:
        new, old = post.begin, post.begin.ends
        shown = [
            Change(
                str(TITLES[Column.POSITION]),
                f"{old.position.name}, {old.commune.full_name}" if old else "",
                f"{new.position.name}, {new.commune.full_name}",
            ),
            Change(str(TITLES[Column.START_DATE]), "", str(new.start)),
        ]
        if new.hamlet:
            shown.append(Change(str(TITLES[Column.HAMLET]), "", new.hamlet.full_name))
        return tuple(shown)
    if post.present is None:
        return ()
    present = post.present
    return tuple(
        Change(
            str(TITLES[POST_TITLES[field]]),
            _post_value(field, getattr(present, field), present.valid_from_precision),
            _post_value(field, value, dict(post.corrections).get("valid_from_precision", "day")),
        )
        for field, value in post.corrections
        if field in POST_TITLES
    )


def _post_value(field: str, value: Any, precision: str) -> str:
    if value in (None, ""):
        return ""
    if field == "valid_from":
        return str(known_date(value, precision))
    if field == "hamlet":
        return str(value.full_name)
    return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else str(value)


def name_fields(row: Stated) -> dict[str, str]:
    assert row.name is not None
    return {
        "family_name": row.name.family,
        "middle_name": row.name.middle,
        "given_name": row.name.given,
    }


def new_officer_fields(row: Stated) -> dict[str, Any]:
    """The fields of an officer to create, from what the row states."""
    fields: dict[str, Any] = name_fields(row)
    for attribute, field, _column in PLAIN_FIELDS:
        if getattr(row, attribute) is not None:
            fields[field] = getattr(row, attribute)
    for attribute, field, precision_field, _column in DATE_FIELDS:
        stated: KnownDate | None = getattr(row, attribute)
        if stated:
            fields |= {field: stated.value, precision_field: stated.precision.value}
    return fields
