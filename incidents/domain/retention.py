"""What a period of retention does: who is due and with which files, and forgetting them, their history too."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.db import models, transaction
from django.db.models import Count, QuerySet

from incidents.domain.attachments import drop_file
from incidents.domain.secrecy import PERSON, Secret
from incidents.domain.taking_out import Taken, Told, take_out
from incidents.models import (
    IncidentFile,
    IncidentPerson,
    MediationFile,
    MediationParty,
    RetentionOf,
    RetentionPeriod,
)
from units.domain.months import months_later

# What of an identity is looked for in words, by its name in ``Secret``.
NAMED_BY = {"full_name": "full_name", "phone": "phone", "citizen_id": "id_number"}


@dataclass(frozen=True, slots=True)
class Kept:
    """How many people are named still, how many files may name them, and in how many places a record's own words do; the
    numbers of records whose words may go on naming somebody, written otherwise than a name is."""

    people: int = 0
    files: int = 0
    places: int = 0
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """Whose time is over: what was closed until ``until``, and by commune what is to be forgotten."""

    until: datetime.date
    by_commune: dict[str, Kept]

    @property
    def total(self) -> Kept:
        """All of them."""
        found = self.by_commune.values()
        return Kept(
            sum(one.people for one in found),
            sum(one.files for one in found),
            sum(one.places for one in found),
            tuple(number for one in found for number in one.unsure),
        )


@dataclass(frozen=True, slots=True)
class Remembered:
    """Who is named in a kind of record, the files that may show or name them, and the words (``told``) that may: all belong
    to a ``record`` of theirs; ``closed`` gives the records that were closed on a day or before."""

    subject: RetentionOf
    record: str
    people: type[IncidentPerson | MediationParty]
    files: type[IncidentFile | MediationFile]
    identity: Mapping[str, Any]
    closed: Callable[[datetime.date], QuerySet[Any]]
    told: tuple[Told, ...]

    def due(self, today: datetime.date) -> Due | None:
        """Return whose time is over today, and how many files; ``None`` while no period is set."""
        until = self._until(today)
        if until is None:
            return None
        closed = self.closed(until)
        named, attached = (
            _numbers(rows, self.record) for rows in (self._people(closed), self._files(closed))
        )
        taken = take_out(self.told, self._named(closed), write=False, empties_history=True)
        saying = self._by_commune(taken.gone)
        unsure = self._numbers_of(key for _model, key in taken.left)
        return Due(
            until,
            {
                commune: Kept(
                    named.get(commune, 0),
                    attached.get(commune, 0),
                    saying[commune],
                    tuple(unsure[commune]),
                )
                for commune in sorted({*named, *attached, *saying, *unsure})
            },
        )

    @transaction.atomic
    def forget(self, today: datetime.date, *, with_unsure: bool = False) -> Kept:
        """Empty who the due people were, in their rows and in their history; return how many people, files and places, and
        the records whose words may go on naming somebody in a way that is not surely a name. Those wait until their words
        are corrected, while the people are there to compare, unless ``with_unsure``.

        The files leave their records, and the disk when that is certain; their names leave the history. Where the words
        of a record name one of them, a mark stands there, and in place of words of before that may; roles, figures and all
        else stay as they are.
        """
        until = self._until(today)
        if until is None:
            return Kept()
        closed = self.closed(until)
        left = take_out(self.told, self._named(closed), write=False).left
        waiting = {key for _model, key in left}
        if not with_unsure:
            closed = closed.exclude(pk__in=waiting)
        taken = take_out(self.told, self._named(closed), empties_history=True)
        people = self._people(closed).update(**self.identity, anonymised_on=today)
        number = 0
        for attached in self._files(closed):
            drop_file(attached)
            number += 1
        self._forget_in_history(self.people, self.identity, closed)
        self._forget_in_history(self.files, {"name": ""}, closed)
        unsure = self._numbers_of(waiting)
        numbers = tuple(one for commune in sorted(unsure) for one in unsure[commune])
        return Kept(people, number, taken.gone.total(), numbers)

    def _until(self, today: datetime.date) -> datetime.date | None:
        """The last day whose closed records are due today."""
        period = RetentionPeriod.objects.filter(subject=self.subject).first()
        return months_later(today, -period.months) if period else None

    def _of(self, records: QuerySet[Any]) -> dict[str, QuerySet[Any]]:
        return {f"{self.record}__in": records}

    def _people(self, records: QuerySet[Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.people._default_manager.filter(anonymised_on__isnull=True)
        return rows.filter(**self._of(records))

    def _named(self, records: QuerySet[Any]) -> dict[int, tuple[Taken]]:
        """Who is due, by the key of the record: as they are called now, were called before, and whoever was taken off."""
        columns = [name for name in NAMED_BY if name in self.identity]
        events: Any = self.people._meta.get_field("events").related_model
        before = events.objects.filter(**self._of(records)).exclude(**self.identity)
        found: defaultdict[int, set[Secret]] = defaultdict(set)
        for rows in (self._people(records), before):
            for record, *values in rows.order_by().values_list(f"{self.record}_id", *columns):
                said = {NAMED_BY[name]: value for name, value in zip(columns, values, strict=True)}
                found[record].add(Secret(**said))
        return {record: (Taken(tuple(people), PERSON),) for record, people in found.items()}

    def _by_commune(self, places: Counter[int]) -> Counter[str]:
        found: Counter[str] = Counter()
        for key, commune in self._records(places).values_list("pk", "commune__name"):
            found[commune] += places[key]
        return found

    def _numbers_of(self, keys: Iterable[int]) -> defaultdict[str, list[str]]:
        """The numbers of the records, by their commune."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        rows = self._records(keys).order_by("number").values_list("commune__name", "number")
        for commune, number in rows:
            found[commune].append(number)
        return found

    def _records(self, keys: Iterable[int]) -> QuerySet[Any]:
        records: Any = self.people._meta.get_field(self.record).related_model
        rows: QuerySet[Any] = records.objects.filter(pk__in=list(keys))
        return rows

    def _files(self, records: QuerySet[Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.files._default_manager.filter(**self._of(records))
        return rows

    def _forget_in_history(
        self, model: type[models.Model], identity: Mapping[str, Any], records: QuerySet[Any]
    ) -> None:
        """Empty what says who somebody is, also of rows that were taken off while the record was open."""
        events: Any = model._meta.get_field("events").related_model
        with pgtrigger.ignore(f"{events._meta.label}:append_only"):
            rows: QuerySet[models.Model] = events.objects.filter(**self._of(records))
            rows.exclude(**identity).update(**identity)


def _numbers(rows: QuerySet[Any], record: str) -> dict[str, int]:
    return dict(
        rows.values_list(f"{record}__commune__name").annotate(number=Count("pk")).order_by()
    )
