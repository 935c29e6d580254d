"""Writes a planned book: every row or none, in the order it happened, under new numbers."""

from __future__ import annotations

import datetime
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.book.plan import Action, Plan, plan_book
from incidents.domain.book.rows import Stated
from incidents.domain.numbering import take_numbers
from incidents.domain.permissions import IMPORT_INCIDENTS, require
from incidents.domain.submissions import BOOK_IMPORT, wait_for_turn
from incidents.models import (
    BookImport,
    Incident,
    IncidentPerson,
    NumberedBook,
    PointSource,
    TimeKnown,
)

KEPT = datetime.timedelta(days=7)


@transaction.atomic
def write_book(batch: BookImport, fingerprint: str, *, by: User) -> int:
    """Write the incidents of an uploaded book and drop the file; return how many.

    Raises ``PermissionDenied``; ``ValidationError`` when a row is wrong, when the plan is no longer the one
    that was seen, or when the book was imported already.
    """
    require(by, IMPORT_INCIDENTS)
    current = BookImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if current.done_at is not None:
        raise ValidationError(_("This book has been imported already."))
    wait_for_turn(BOOK_IMPORT, current.commune)
    plan = plan_book(bytes(current.content or b""), current.commune)
    if plan.fingerprint != fingerprint:
        raise ValidationError(
            _("The records have changed since the preview. Look at it again; nothing was imported.")
        )
    if not plan.can_be_written:
        raise ValidationError(_("Mend the mistakes first; nothing was imported."))
    written = _write(plan, current, by)
    current.created_count = len(written)
    current.known_count = plan.counts[Action.KNOWN]
    current.done_at, current.content = timezone.now(), None
    current.save()
    return len(written)


def _write(plan: Plan, batch: BookImport, by: User) -> list[Incident]:
    stated = [row.stated for row in plan.rows if row.action is Action.CREATE]
    stated.sort(key=lambda one: one.span.start if one.span else timezone.now())
    years: dict[int, list[Stated]] = {}
    for one in stated:
        assert one.span is not None
        years.setdefault(timezone.localdate(one.span.start).year, []).append(one)
    rows: list[Incident] = []
    for year, found in sorted(years.items()):
        numbers = take_numbers(batch.commune, year, NumberedBook.INCIDENTS, len(found))
        rows += [
            _incident(one, number, batch, by) for one, number in zip(found, numbers, strict=True)
        ]
    Incident.objects.bulk_create(rows, batch_size=1_000)
    ordered = [one for _year, found in sorted(years.items()) for one in found]
    IncidentPerson.objects.bulk_create(
        [
            IncidentPerson(incident=row, **asdict(person))
            for row, one in zip(rows, ordered, strict=True)
            for person in one.persons
        ],
        batch_size=1_000,
    )
    return rows


def _incident(one: Stated, number: str, batch: BookImport, by: User) -> Incident:
    assert one.span is not None
    assert one.category is not None
    latitude, longitude = one.point or (None, None)
    return Incident(
        commune=batch.commune,
        number=number,
        former_number=one.number,
        category=one.category,
        summary=one.summary,
        occurred_from=one.span.start,
        occurred_until=one.span.end,
        time_known=TimeKnown.ROUGH if one.span.is_rough else TimeKnown.EXACT,
        hamlet=one.hamlet,
        whereabouts=one.whereabouts,
        latitude=latitude,
        longitude=longitude,
        point_source=PointSource.BOOK if one.point else "",
        deaths=one.deaths,
        injured=one.injured,
        damage_vnd=one.damage_vnd,
        handler=one.handler,
        handler_note=one.handler_note,
        state=one.state,
        outcome_on=one.outcome_on,
        outcome_note=one.outcome_note,
        decision_number=one.decision_number,
        fine_vnd=one.fine_vnd,
        recorded_at=timezone.now(),
        recorded_by=by,
        recorded_by_name=by.get_full_name(),
    )
