"""Which commune followed which: series are summed through these links when read, and nothing is ever moved."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, Self, TypeVar

from django.utils import timezone

from units.domain.scope import Scope
from units.models import Commune, CommuneSuccession, SuccessionKind
from units.queries.area import fetch


class Addable(Protocol):
    """A figure that can be added to another of its kind."""

    def __add__(self, other: Any, /) -> Self: ...


# As ``read_successors`` tells who ended whole: by one succession alone, which neither split nor gave away a part.
LINE = """
    WITH RECURSIVE line (commune_id) AS (
        SELECT unnest(%(communes)s::bigint[])
        UNION
        SELECT s.predecessor_id
        FROM units_communesuccession s JOIN line ON s.successor_id = line.commune_id
        WHERE s."on" <= %(today)s AND s.kind = ANY (%(whole)s) AND NOT EXISTS (
            SELECT FROM units_communesuccession other
            WHERE other.predecessor_id = s.predecessor_id AND other.id <> s.id AND other."on" <= %(today)s
        )
    )
    SELECT commune_id FROM line ORDER BY 1
"""
# Every succession that a commune takes part in, and those of the communes at its other end.
KIN = """
    WITH RECURSIVE kin (commune_id) AS (
        SELECT unnest(%(communes)s::bigint[])
        UNION
        SELECT CASE WHEN s.successor_id = kin.commune_id THEN s.predecessor_id ELSE s.successor_id END
        FROM units_communesuccession s JOIN kin ON kin.commune_id IN (s.predecessor_id, s.successor_id)
        WHERE s."on" <= %(today)s
    )
    SELECT predecessor_id, successor_id, kind, "on"
    FROM units_communesuccession s
    WHERE "on" <= %(today)s AND predecessor_id IN (SELECT commune_id FROM kin)
"""
Figure = TypeVar("Figure", bound=Addable)
# In addresses: a commune's own book, without the books of the communes that ended in it.
OWN = "own"
WHOLE = (SuccessionKind.MERGE, SuccessionKind.RENAME)


@dataclass(frozen=True, slots=True)
class Successors:
    """``of`` leads a commune that ended whole to the one that goes on; ``divided`` lists communes of which a
    part went elsewhere, so that their figures cannot be given to one."""

    of: Mapping[int, int]
    divided: frozenset[int]

    def last(self, commune: int) -> int:
        """Return the commune under which the figures of ``commune`` are counted today."""
        seen = {commune}
        while (following := self.of.get(commune)) is not None and following not in seen:
            commune = following
            seen.add(commune)
        return commune

    def line(self, communes: Iterable[int]) -> set[int]:
        """Return the communes with those that ended whole in them."""
        wanted = set(communes)
        return wanted | {before for before in self.of if self.last(before) in wanted}

    def folded(self, found: Mapping[int, Figure]) -> dict[int, Figure]:
        """Return figures by commune with those of communes that ended whole added to the one that goes on."""
        together: dict[int, Figure] = {}
        for commune, figure in found.items():
            last = self.last(commune)
            together[last] = together[last] + figure if last in together else figure
        return together


NOBODY = Successors({}, frozenset())


class Succession(NamedTuple):
    """One commune that another followed from a day on."""

    before: int
    after: int
    kind: str
    on: datetime.date

    @property
    def is_whole(self) -> bool:
        """True where all of it went to the other."""
        return self.kind in WHOLE


def read_successors(today: datetime.date, *, scope: Scope | None = None) -> Successors:
    """Read every succession that has happened by ``today``, of the communes of ``scope`` where one is given; of the
    nation's they are some thousands. One query."""
    rows = CommuneSuccession.objects.filter(on__lte=today)
    if scope is not None and scope.communes is not None:
        rows = rows.filter(predecessor__in=sorted(scope.communes))
    return successors_by(
        Succession(*row) for row in rows.values_list("predecessor_id", "successor_id", "kind", "on")
    )


def successors_by(rows: Iterable[Succession]) -> Successors:
    """Tell from successions which communes ended whole, and in which, and which were divided."""
    followed: dict[int, set[int]] = {}
    divided: set[int] = set()
    for row in rows:
        if row.is_whole:
            followed.setdefault(row.before, set()).add(row.after)
        else:
            divided.add(row.before)
    whole = {
        before: next(iter(after))
        for before, after in followed.items()
        if len(after) == 1 and before not in divided
    }
    divided |= {before for before, after in followed.items() if len(after) > 1}
    return Successors(whole, frozenset(divided))


def successions_about(communes: Iterable[int], today: datetime.date) -> list[Succession]:
    """Return the successions by ``today`` of communes and of all that these have to do with; one query."""
    return [Succession(*row) for row in fetch(KIN, {"communes": list(communes), "today": today})]


def line_of(*communes: int, on: datetime.date | None = None) -> list[int]:
    """Return communes with those that ended whole in them until a day, today where none is said; one query, which
    reads their line alone."""
    asked = {"communes": list(communes), "today": on or timezone.localdate(), "whole": list(WHOLE)}
    return [commune for (commune,) in fetch(LINE, asked)]


@dataclass(frozen=True, slots=True)
class GoingOn:
    """The commune that goes on, and where it lies in the tree of jurisdictions."""

    pk: int
    name: str
    sort_key: str
    path: str


def communes_going_on(successors: Successors) -> dict[int, GoingOn]:
    """Return, by each commune that ended whole, the one that goes on; one query."""
    last = {before: successors.last(before) for before in successors.of}
    found = {
        commune.pk: GoingOn(
            commune.pk, commune.full_name, commune.sort_key, commune.jurisdiction.path
        )
        for commune in Commune.objects.filter(pk__in=set(last.values()))
        .select_related("jurisdiction")
        .only("pk", "name", "kind", "sort_key", "jurisdiction__path")
    }
    return {before: found[after] for before, after in last.items() if after in found}
