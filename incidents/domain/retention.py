"""What the periods of retention have in common: the last day that is due, who is, which files, and forgetting them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Count, QuerySet

from incidents.domain.attachments import drop_file
from incidents.models import (
    IncidentFile,
    IncidentPerson,
    MediationFile,
    MediationParty,
    RetentionOf,
    RetentionPeriod,
)
from units.domain.months import months_later

OfRecord = type[IncidentPerson | IncidentFile | MediationParty | MediationFile]


@dataclass(frozen=True, slots=True)
class Kept:
    """How many people are named still, and how many files may name them."""

    people: int = 0
    files: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """Whose time is over: what was closed until ``until``, and by commune what is to be forgotten."""

    until: datetime.date
    by_commune: dict[str, Kept]

    @property
    def total(self) -> Kept:
        """All of them."""
        found = self.by_commune.values()
        return Kept(sum(one.people for one in found), sum(one.files for one in found))


def due_until(subject: RetentionOf, today: datetime.date) -> datetime.date | None:
    """Return the last day whose closed records are due today; ``None`` while no period is set."""
    period = RetentionPeriod.objects.filter(subject=subject).first()
    return months_later(today, -period.months) if period else None


def due_by_commune(
    until: datetime.date, people: QuerySet[Any], files: QuerySet[Any], record: str
) -> Due:
    """Return how many of ``people`` and ``files`` each commune has; ``record`` is what both belong to."""
    named, attached = (_numbers(rows, record) for rows in (people, files))
    return Due(
        until,
        {
            commune: Kept(named.get(commune, 0), attached.get(commune, 0))
            for commune in sorted({*named, *attached})
        },
    )


def remove_files(files: QuerySet[Any]) -> int:
    """Delete files of a record, from the disk when that is certain; return how many."""
    number = 0
    for attached in files:
        drop_file(attached)
        number += 1
    return number


def forget_in_history(
    model: OfRecord, identity: dict[str, Any], record: str, closed: QuerySet[Any]
) -> None:
    """Empty what says who somebody is in the history of the records that are closed, also of rows that were
    taken off while the record was open."""
    events: Any = model._meta.get_field("events").related_model
    with pgtrigger.ignore(f"{events._meta.label}:append_only"):
        rows: QuerySet[models.Model] = events.objects.filter(**{f"{record}__in": closed})
        rows.exclude(**identity).update(**identity)


def _numbers(rows: QuerySet[Any], record: str) -> dict[str, int]:
    return dict(
        rows.values_list(f"{record}__commune__name").annotate(number=Count("pk")).order_by()
    )
