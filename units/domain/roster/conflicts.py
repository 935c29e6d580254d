"""Rows that contradict each other, and chiefs in communes that have one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from units.domain.roster.people import Verdict
from units.domain.sheets.headers import Column
from units.domain.sheets.values import spelling_key
from units.models import Assignment

if TYPE_CHECKING:
    from units.domain.roster.plan import RowPlan


@dataclass(frozen=True, slots=True)
class Conflict:
    column: Column
    what: str
    how_to_mend: str


def repeated_rows(rows: Sequence[RowPlan]) -> dict[str, Conflict]:
    """The second row of the same person, by key: one roster names everybody once."""
    first: dict[object, RowPlan] = {}
    found: dict[str, Conflict] = {}
    for row in rows:
        for identity in _identities(row):
            earlier = first.setdefault(identity, row)
            if earlier is not row and row.stated.key not in found:
                column = Column.CITIZEN_ID if identity[0] == "citizen_id" else Column.FULL_NAME
                found[row.stated.key] = Conflict(
                    column,
                    _("This is the same person as in row %(row)s of sheet “%(sheet)s”.")
                    % {"row": earlier.stated.row, "sheet": earlier.stated.sheet},
                    _("Keep one of the two rows, or correct the number."),
                )
    return found


def _identities(row: RowPlan) -> list[tuple[object, ...]]:
    stated = row.stated
    found: list[tuple[object, ...]] = []
    if stated.citizen_id:
        found.append(("citizen_id", stated.citizen_id))
    if row.match and row.match.verdict is Verdict.KNOWN and row.match.known:
        found.append(("officer", row.match.known.officer.pk))
    elif stated.name and stated.birth and not stated.citizen_id:
        found.append(("name", spelling_key(str(stated.name)), stated.birth, stated.communes))
    return found


def chief_conflicts(rows: Sequence[RowPlan]) -> dict[str, Conflict]:
    """Rows that would give a commune a second chief, the ends that this import brings considered. One query."""
    beginning = [row for row in rows if row.post.begin and row.post.begin.position.is_chief]
    if not beginning:
        return {}
    ending = {
        row.post.begin.ends.pk: row.post.begin.last_day_before
        for row in rows
        if row.post.begin and row.post.begin.ends
    }
    chiefs: dict[int, list[tuple[str, date | None]]] = defaultdict(list)
    for post in _chief_posts({row.post.begin.commune.pk for row in beginning if row.post.begin}):
        chiefs[post.commune_id].append(
            (post.officer.full_name, ending.get(post.pk, post.valid_until))
        )
    found: dict[str, Conflict] = {}
    for row in beginning:
        begin = row.post.begin
        assert begin is not None
        rival = next(
            (
                name
                for name, until in chiefs[begin.commune.pk]
                if until is None or until >= begin.start.value
            ),
            None,
        )
        if rival:
            found[row.stated.key] = Conflict(
                Column.POSITION,
                _("%(commune)s has a chief already: %(name)s.")
                % {"commune": begin.commune.full_name, "name": rival},
                _("End that post first, or write another position."),
            )
        chiefs[begin.commune.pk].append((str(row.stated.name), None))
    return found


def _chief_posts(communes: set[int]) -> list[Assignment]:
    posts = Assignment.objects.filter(is_chief=True, commune__in=communes)
    return list(posts.select_related("officer"))
