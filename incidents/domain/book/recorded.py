"""What makes a row of a book an incident that is on record already."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils import timezone

from incidents.domain.book.differences import Kept, differences
from incidents.domain.book.rows import ReadRow, Stated
from incidents.domain.redacting import redacted
from incidents.domain.secrecy import PERSON, Secret
from incidents.models import Incident, IncidentState
from units.models import Commune

Identity = tuple[object, ...]
ROOM = datetime.timedelta(days=1)
# A number that was written with the wrong year is found in the year before or after.
ROOM_OF_NUMBERS = datetime.timedelta(days=366)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# What an incident was written down as, and what it is compared in.
FIRST = ("former_number", "occurred_from", "category", "summary", "state")
COMPARED = ("outcome_on", "deaths", "injured", "damage_vnd", "decision_number", "fine_vnd")
NOW = ("pk", "number", "category__name", *FIRST, *COMPARED)


def identity_of(stated: Stated) -> Identity:
    """What makes two rows the same incident: the old number and the day, else day, kind and words."""
    day = timezone.localdate(stated.span.start) if stated.span else None
    kind = stated.category.pk if stated.category else None
    return _identity(stated.number, day, kind, stated.summary)


def forgotten_identity_of(stated: Stated) -> Identity:
    """What makes a row an incident whose persons were made anonymous since: its words less their names."""
    people = [Secret(one.full_name, one.phone, one.citizen_id) for one in stated.persons]
    return identity_of(replace(stated, summary=redacted(stated.summary, people, PERSON)))


def _identity(number: str, day: datetime.date | None, kind: int | None, words: str) -> Identity:
    if number:
        return ("number", number.casefold(), day)
    return ("words", day, kind, words.casefold())


class Recorded:
    """The incidents of a commune's book by identity: as they stand and as they were first written down, for a book
    that was imported and corrected since may be sent again. Two queries."""

    def __init__(self, commune: Commune, rows: Iterable[Stated]) -> None:
        self.kept: dict[int, Kept] = {}
        self.known: dict[Identity, set[int]] = defaultdict(set)
        self.by_number: dict[str, set[int]] = defaultdict(set)
        self.taken: set[int] = set()
        starts = [row.span.start for row in rows if row.span]
        if not starts:
            return
        days = (min(starts) - ROOM, max(starts) + ROOM)
        numbered = (min(starts) - ROOM_OF_NUMBERS, max(starts) + ROOM_OF_NUMBERS)
        near = Q(occurred_from__range=days)
        same_number = Q(occurred_from__range=numbered) & ~Q(former_number="")
        incidents = Incident.objects.filter(near | same_number, commune=commune)
        for first in incidents.values(*FIRST, *NOW):
            self._add(first, first)
        events: Any = Incident._meta.get_field("events").related_model
        written = events.objects.filter(near, pgh_label="insert", pgh_obj__commune=commune)
        for first in written.values(*FIRST, *(f"pgh_obj__{name}" for name in NOW)):
            self._add(first, {name: first[f"pgh_obj__{name}"] for name in NOW})

    def _add(self, first: Mapping[str, Any], now: Mapping[str, Any]) -> None:
        """Put an incident to what it was written down as, now or first."""
        day = timezone.localdate(now["occurred_from"])
        kept = Kept(
            now["pk"],
            now["number"],
            now["former_number"],
            day,
            now["category"],
            now["category__name"],
            IncidentState(now["state"]),
            IncidentState(first["state"]),
            *(now[name] for name in COMPARED),
        )
        self.kept[kept.pk] = kept
        if kept.former_number:
            self.by_number[kept.former_number.casefold()].add(kept.pk)
        start = timezone.localdate(first["occurred_from"])
        identity = _identity(first["former_number"], start, first["category"], first["summary"])
        self.known[identity].add(kept.pk)

    def take(self, row: ReadRow) -> Kept | None:
        """Return the incident on record that the row is and no other row was found to be, of several the one from
        which it differs least; None where there is none."""
        stated = row.stated
        for identity in (identity_of(stated), forgotten_identity_of(stated)):
            if left := self.known[identity] - self.taken:
                key = min(left, key=lambda one: (len(differences(row, self.kept[one])), one))
                self.taken.add(key)
                return self.kept[key]
        return None

    def with_number(self, stated: Stated) -> Kept | None:
        """An incident on record with the row's number in the old book and another day, which no row of the book is; of
        numbers that do not name their year, within a year."""
        if not stated.number or stated.span is None:
            return None
        day = timezone.localdate(stated.span.start)
        names_year = YEAR.search(stated.number)
        found = [
            one
            for one in map(
                self.kept.__getitem__, self.by_number[stated.number.casefold()] - self.taken
            )
            if names_year or one.day.year == day.year
        ]
        return min(found, key=lambda one: (abs(one.day - day), one.pk), default=None)
