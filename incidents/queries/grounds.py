"""Which communes' books tell of one ground, and from which day to which they can be compared.

A commune that ended whole left its ground to the one that goes on, and its book stays its own: what happened about a
place stands in both. Where the ground itself became another, or a book begins, days before and after are not alike.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Case, When
from django.utils import timezone

from incidents.domain.analysis.windows import DAY, Window
from incidents.models import Incident
from units.domain.months import month_of
from units.domain.scope import Scope
from units.queries.area import fetch
from units.queries.successors import Succession, successions_about, successors_by

# The first month of each book is the first entry of the commune in the index: no other month is read.
BOOKS = """
    SELECT commune.id, commune.valid_from, commune.valid_until, (
        SELECT c.month FROM incidents_incidentcount c
        WHERE c.commune_id = commune.id AND c.count > 0 ORDER BY c.month LIMIT 1
    )
    FROM units_commune commune WHERE commune.id = ANY (%(communes)s::bigint[])
"""


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: the commune whose ground it is today, and all whose incidents lie on it.

    ``breaks`` are the days from which the books tell of another ground than before, or begin, or have ended.
    """

    commune_id: int
    communes: frozenset[int]
    breaks: frozenset[datetime.date]

    def around(self, day: datetime.date) -> tuple[datetime.date, datetime.date | None] | None:
        """Return the first and the last day about ``day`` that can be compared with it, no last one where nothing has
        ended; None where no book covers that day."""
        begun = [one for one in self.breaks if one <= day]
        ending = [one for one in self.breaks if one > day]
        return (max(begun), min(ending) - DAY if ending else None) if begun else None

    def covers(self, first: datetime.date, last: datetime.date) -> bool:
        """Tell whether all days from one to another can be compared."""
        known = self.around(first)
        return known is not None and (known[1] is None or last <= known[1])


@dataclass(frozen=True, slots=True)
class _Book:
    """When a commune is valid, and the first month of its rollup that has incidents."""

    valid_from: datetime.date | None
    valid_until: datetime.date | None
    first_month: datetime.date | None


def ground_of(commune_id: int) -> frozenset[int]:
    """Return the communes whose incidents lie on the ground that is this commune's, or was; one query."""
    successors = successors_by(successions_about([commune_id], timezone.localdate()))
    return frozenset(successors.line([successors.last(commune_id)]))


def incident_numbered(number: str, commune_id: int) -> Incident | None:
    """Return the incident with this number in the books of a commune's ground, its own first; two queries."""
    rows = Incident.objects.filter(commune__in=ground_of(commune_id), number=number)
    found: Incident | None = rows.order_by(
        Case(When(commune=commune_id, then=0), default=1)
    ).first()
    return found


def grounds_of(scope: Scope, communes: Iterable[int], *, today: datetime.date) -> dict[int, Ground]:
    """Return the ground of each commune by its key; two queries."""
    asked = set(communes)
    successions = successions_about(asked, today)
    successors = successors_by(successions)
    about: dict[int, list[Succession]] = {}
    for row in successions:
        for commune in {row.before, row.after}:
            about.setdefault(commune, []).append(row)
    ended_in: dict[int, set[int]] = {}
    for before in successors.of:
        ended_in.setdefault(successors.last(before), set()).add(before)
    lines = {
        one: frozenset({last} | ended_in.get(last, set()))
        for one, last in ((one, successors.last(one)) for one in asked)
    }
    books = _books(scope, frozenset().union(*lines.values()))
    return {
        one: Ground(
            successors.last(one),
            line,
            frozenset(_breaks(line, about, books, successors.of))
            if one in about
            else _breaks_alone(books[one]),
        )
        for one, line in lines.items()
    }


def without_book(
    grounds: Mapping[int, Ground], now: Window, *earlier: Window
) -> list[frozenset[int]]:
    """Return for each earlier window the communes of which no book covers all days from its beginning to the end of ``now``."""
    return [
        frozenset(
            commune
            for commune, ground in grounds.items()
            if not ground.covers(window.first, now.last)
        )
        for window in earlier
    ]


def _books(scope: Scope, communes: frozenset[int]) -> dict[int, _Book]:
    found = {
        pk: _Book(since, until, first if scope.sees(pk) else None)
        for pk, since, until, first in fetch(BOOKS, {"communes": list(communes)})
    }
    return {pk: found.get(pk) or _Book(None, None, None) for pk in communes}


@lru_cache(maxsize=4096)  # thousands of communes have few different books
def _breaks_alone(book: _Book) -> frozenset[datetime.date]:
    """The breaks of a commune that nothing was made of and that was made of nothing."""
    return frozenset(_breaks(frozenset({0}), {}, {0: book}, {}))


def _breaks(
    line: frozenset[int],
    about: Mapping[int, Iterable[Succession]],
    books: Mapping[int, _Book],
    ended_in: Mapping[int, int],
) -> Iterable[datetime.date]:
    """Yield the days between which a ground's books tell of the same ground without a gap."""
    took_over: dict[int, datetime.date] = {}
    for row in {row for commune in line for row in about.get(commune, ())}:
        if row.before in line and ended_in.get(row.before) == row.after:
            took_over[row.after] = min(row.on, took_over.get(row.after, row.on))
            if books[row.before].first_month is None:
                yield row.on
        else:
            yield row.on
    for commune in line:
        book = books[commune]
        yield from _breaks_of_book(book, took_over.get(commune))
        if commune not in ended_in and book.valid_until:
            yield book.valid_until + DAY


def _breaks_of_book(book: _Book, took_over_on: datetime.date | None) -> Iterable[datetime.date]:
    """Yield the days on which a book begins; the book of a commune that was made of others goes on from theirs.

    Its first month may have begun in the middle, so its first whole month is the next.
    """
    if book.first_month is None:
        if took_over_on is not None:
            yield took_over_on
        return
    was_made_of_others = (
        took_over_on is not None
        and book.valid_from is not None
        and book.valid_from >= took_over_on
        and book.first_month <= month_of(took_over_on)
    )
    if not was_made_of_others:
        yield month_of(book.first_month, 1)
