"""What makes a row of a book an incident that is on record already."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils import timezone

from incidents.domain.book.rows import Stated
from incidents.domain.redacting import redacted
from incidents.domain.secrecy import PERSON, Secret
from incidents.models import Incident
from units.models import Commune

Identity = tuple[object, ...]
ROOM = datetime.timedelta(days=1)


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
        self.known: dict[Identity, set[int]] = defaultdict(set)
        self.taken: set[int] = set()
        starts = [row.span.start for row in rows if row.span]
        if not starts:
            return
        days = (min(starts) - ROOM, max(starts) + ROOM)
        facts = ("former_number", "occurred_from", "category", "summary")
        incidents = Incident.objects.filter(commune=commune, occurred_from__range=days)
        events: Any = Incident._meta.get_field("events").related_model
        first = events.objects.filter(
            pgh_label="insert", pgh_obj__commune=commune, occurred_from__range=days
        )
        found = [*incidents.values_list("pk", *facts), *first.values_list("pgh_obj", *facts)]
        for key, number, start, kind, words in found:
            self.known[_identity(number, timezone.localdate(start), kind, words)].add(key)

    def take(self, identity: Identity) -> bool:
        """Tell whether an incident with this identity is on record that no other row was found to be."""
        left = self.known[identity] - self.taken
        if left:
            self.taken.add(min(left))
        return bool(left)
