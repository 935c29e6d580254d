"""Writing a planned import: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from units.domain.roster.changes import new_officer_fields
from units.domain.roster.plan import Action, Plan, RowPlan, sex_of
from units.models import Assignment, Commune, ImportBatch, ImportedOfficer, ImportState, Officer

ROWS_A_STATEMENT = 500
KEEPS_POST = "units.Assignment:keep_post"


class ImportRefused(Exception):  # noqa: N818  the name says what happens
    """The database would not have it; nothing was written. The message is a translated sentence."""


@dataclass(frozen=True)
class Written:
    created: tuple[Officer, ...]
    changed: tuple[Officer, ...]


def write_import(plan: Plan, batch: ImportBatch) -> Written:
    """Write the plan and note on the batch whom it made and changed. Raises ImportRefused, having written nothing."""
    if not plan.can_be_written:
        raise ImportRefused(
            _("The file still has mistakes or open questions; nothing was imported.")
        )
    try:
        with transaction.atomic():
            # A savepoint of its own: what fails is undone before the trigger is switched on again.
            with pgtrigger.ignore(KEEPS_POST), transaction.atomic():
                written = _write(plan)
            _keep_posts(written)
            _note(plan, batch, written)
    except IntegrityError as error:
        raise ImportRefused(_in_words(error, plan)) from error
    return written


def _keep_posts(written: Written) -> None:
    """Everybody's present post and commune at once: row by row the trigger costs 2 ms each, in one call nearly nothing."""
    officers = [officer.pk for officer in (*written.created, *written.changed)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT units_keep_posts(%s)", [officers])


def _write(plan: Plan) -> Written:
    """Posts end before others begin, so that no two overlap at any moment."""
    _end_posts(plan.rows)
    created = _create_officers([row for row in plan.rows if row.action is Action.CREATE])
    changed = _change_officers([row for row in plan.rows if row.action is Action.CHANGE])
    _correct_posts(plan.rows)
    people = dict((*created, *changed))
    begun = [
        _new_assignment(row, people[row.stated.key])
        for row in plan.rows
        if row.post.begin and row.stated.key in people
    ]
    Assignment.objects.bulk_create(begun, batch_size=ROWS_A_STATEMENT)
    return Written(tuple(o for _key, o in created), tuple(o for _key, o in changed))


def _end_posts(rows: Sequence[RowPlan]) -> None:
    ended: list[Assignment] = []
    for row in rows:
        if row.post.begin and (post := row.post.begin.ends):
            post.valid_until = row.post.begin.last_day_before
            post.valid_until_precision = row.post.begin.start.precision.value
            ended.append(post)
    _update(ended, {"valid_until", "valid_until_precision"})


def _create_officers(rows: Sequence[RowPlan]) -> list[tuple[str, Officer]]:
    officers: list[Officer] = []
    for row in rows:
        assert row.post.begin is not None
        fields = new_officer_fields(row.stated) | {"sex": sex_of(row.stated)}
        officers.append(Officer(**fields, commune=row.post.begin.commune))
    Officer.objects.bulk_create(officers, batch_size=ROWS_A_STATEMENT)
    return [(row.stated.key, officer) for row, officer in zip(rows, officers, strict=True)]


def _change_officers(rows: Sequence[RowPlan]) -> list[tuple[str, Officer]]:
    found: list[tuple[str, Officer]] = []
    touched: list[Officer] = []
    fields: set[str] = set()
    for row in rows:
        assert row.match is not None
        assert row.match.known is not None
        officer = row.match.known.officer
        values = dict(value for change in row.changes for value in change.values)
        for field, value in values.items():
            setattr(officer, field, value)
        if values:
            touched.append(officer)
            fields |= set(values)
        found.append((row.stated.key, officer))
    _update(touched, fields)
    return found


def _correct_posts(rows: Sequence[RowPlan]) -> None:
    corrected: list[Assignment] = []
    fields: set[str] = set()
    for row in rows:
        if row.post.present and row.post.corrections:
            for field, value in row.post.corrections:
                setattr(row.post.present, field, value)
                fields.add(field)
            corrected.append(row.post.present)
    _update(corrected, fields)


def _update(rows: Sequence[Any], fields: set[str]) -> None:
    """Only the fields that change, and the time of the change, which bulk_update leaves alone."""
    if not rows or not fields:
        return
    now = timezone.now()
    for row in rows:
        row.updated_at = now
    type(rows[0]).objects.bulk_update(
        rows, [*sorted(fields), "updated_at"], batch_size=ROWS_A_STATEMENT
    )


def _new_assignment(row: RowPlan, officer: Officer) -> Assignment:
    begin = row.post.begin
    assert begin is not None
    return Assignment(
        officer=officer,
        commune=begin.commune,
        hamlet=begin.hamlet,
        position=begin.position,
        valid_from=begin.start.value,
        valid_from_precision=begin.start.precision.value,
        decision_number=begin.decision_number,
        decision_date=begin.decision_date,
        signed_by=begin.signed_by,
    )


def _note(plan: Plan, batch: ImportBatch, written: Written) -> None:
    """The file itself is dropped: what it said is in the records and their history now."""
    links = [
        ImportedOfficer(batch=batch, officer=officer, was_created=True)
        for officer in written.created
    ]
    links += [
        ImportedOfficer(batch=batch, officer=officer, was_created=False)
        for officer in written.changed
    ]
    ImportedOfficer.objects.bulk_create(links, batch_size=ROWS_A_STATEMENT)
    batch.state, batch.done_at, batch.content, batch.answers = (
        ImportState.DONE,
        timezone.now(),
        None,
        {},
    )
    batch.created_count, batch.changed_count = len(written.created), len(written.changed)
    batch.unchanged_count = plan.counts[Action.UNCHANGED]
    batch.save()


def _in_words(error: IntegrityError, plan: Plan) -> str:
    """Which rule stopped it. A citizen ID can belong to an officer whom the importer may not see."""
    text = str(error)
    if "citizen_id" in text:
        return _(
            "The citizen ID %(number)s already belongs to an officer of a unit that you do not keep. "
            "Nothing was imported; ask who keeps that unit, then leave the row out or correct the number."
        ) % {"number": _taken_number(plan)}
    if "assignment_one_chief" in text:
        return _(
            "A commune would have two chiefs at a time. Nothing was imported; end the earlier post first."
        )
    if "assignment_one_main_post" in text:
        return _(
            "An officer would hold two main posts at a time. Nothing was imported; correct the first days."
        )
    return _(
        "The records changed in the meantime and contradict the file. Nothing was imported; look at the "
        "preview again."
    )


def _taken_number(plan: Plan) -> str:
    """The first new citizen ID that the database refuses. Its error names none where row policies hold."""
    begun = next((row.post.begin for row in plan.rows if row.post.begin), None)
    numbers = [
        row.stated.citizen_id for row in plan.rows if row.stated.citizen_id and _is_new_number(row)
    ]
    commune = begun.commune if begun else Commune.objects.first()
    while len(numbers) > 1:
        half = numbers[: len(numbers) // 2]
        numbers = numbers[len(half) :] if _are_free(half, commune) else half
    return numbers[0] if numbers else ""


def _is_new_number(row: RowPlan) -> bool:
    known = row.match.known if row.match else None
    return known is None or any(
        field == "citizen_id" for change in row.changes for field, _value in change.values
    )


def _are_free(numbers: Sequence[str], commune: Commune | None) -> bool:
    """Try the numbers on officers that are taken back at once."""
    try:
        with transaction.atomic():
            Officer.objects.bulk_create(
                [
                    Officer(family_name="-", given_name="-", citizen_id=number, commune=commune)
                    for number in numbers
                ]
            )
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True
