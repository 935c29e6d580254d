"""What a row says of a person's post, held against the posts on record: begin, move, correct, or leave as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from units.domain.roster.catalogue import Catalogue, in_force, one_of, shown
from units.domain.roster.people import KnownOfficer
from units.domain.roster.rows import Stated
from units.domain.sheets.dates import KnownDate, Precision
from units.domain.sheets.headers import Column
from units.domain.sheets.problems import ValueRefused
from units.domain.sheets.values import spelling_key
from units.models import Assignment, Commune, Hamlet, Position


class PostRefused(ValueRefused):
    """A post that cannot be planned; `column` is where the row says it."""

    def __init__(self, column: Column, what: str, how_to_mend: str) -> None:
        super().__init__(what, how_to_mend)
        self.column = column


@dataclass(frozen=True)
class NewPost:
    """A main post to begin; `ends` is the one that it follows and ends the day before."""

    commune: Commune
    position: Position
    hamlet: Hamlet | None
    start: KnownDate
    decision_number: str
    decision_date: date | None
    signed_by: str
    ends: Assignment | None = None
    start_was_stated: bool = True

    @property
    def last_day_before(self) -> date:
        return self.start.value - timedelta(days=1)


@dataclass(frozen=True)
class PostPlan:
    """At most one of the two: a post to begin, or fields of the present one to correct."""

    begin: NewPost | None = None
    present: Assignment | None = None
    corrections: tuple[tuple[str, Any], ...] = ()


def plan_post(
    row: Stated, known: KnownOfficer | None, catalogue: Catalogue, as_of: date
) -> PostPlan:
    """Raises PostRefused when the row does not say enough, or contradicts the record."""
    present = known.post if known else None
    day = row.start.value if row.start else as_of
    if known is not None and present is None and not row.positions:
        return PostPlan()  # somebody who left, with no word of a return
    home = known.officer.commune_id if known else None
    commune = _commune(row, home, catalogue, day) or (present.commune if present else None)
    position = _position(row, present, day)
    if commune is None:
        raise PostRefused(
            Column.COMMUNE,
            _("The row does not say in which commune."),
            _("Write the commune's name."),
        )
    if not catalogue.scope.sees(commune.pk):
        raise PostRefused(
            Column.COMMUNE,
            _("%(commune)s is not among the communes that you keep.")
            % {"commune": commune.full_name},
            _("Leave this row out, or let whoever keeps that commune import it."),
        )
    hamlet = _hamlet(row, commune, catalogue, day)
    if present is None:
        return _begin_first(row, known, commune, position, hamlet, as_of)
    return _against_present(row, known, present, commune, position or present.position, hamlet)


def _commune(row: Stated, home: int | None, catalogue: Catalogue, day: date) -> Commune | None:
    """The one meant among those of the name: where the person is, else the one in force that day."""
    if not row.communes:
        return None
    found = one_of(
        row.communes,
        lambda commune: commune.pk == home,
        lambda commune: in_force(commune, day),
        lambda commune: catalogue.scope.sees(commune.pk),
    )
    if found is None:
        raise PostRefused(
            Column.COMMUNE,
            _("Several communes have this name."),
            _("Write the kind too (Xã …, Thị trấn …), or the commune's code."),
        )
    if found.pk != home and not in_force(found, day):
        raise PostRefused(
            Column.COMMUNE,
            _("%(commune)s did not exist on %(day)s.")
            % {"commune": found.full_name, "day": day.strftime("%d/%m/%Y")},
            _("Write the commune of that day."),
        )
    return found


def _position(row: Stated, present: Assignment | None, day: date) -> Position | None:
    """The one meant among those of the name: of the stated force, held now, of a force of that day, of exactly
    that name, at a hamlet if one is named."""
    if not row.positions:
        return None
    fitting = [p for p in row.positions if not row.forces or p.force_type in row.forces]
    if not fitting:
        raise PostRefused(
            Column.POSITION,
            _("%(force)s has no such position.") % {"force": row.forces[0]},
            _("Write a position of that force, or another force."),
        )
    name = spelling_key(row.position_name)
    found = one_of(
        fitting,
        lambda position: present is not None and position.pk == present.position_id,
        lambda position: in_force(position.force_type, day),
        lambda position: spelling_key(position.name) == name,
        lambda position: bool(row.hamlet) and position.at_hamlet,
    )
    if found is None:
        raise PostRefused(
            Column.POSITION,
            _("“%(value)s” can be several positions.") % {"value": row.position_name},
            _("Write which: %(names)s.")
            % {"names": shown(f"{p.name} ({p.force_type})" for p in fitting)},
        )
    return found


def _hamlet(row: Stated, commune: Commune, catalogue: Catalogue, day: date) -> Hamlet | None:
    if not row.hamlet:
        return None
    try:
        return catalogue.find_hamlet(commune, row.hamlet, day)
    except ValueRefused as refused:
        raise PostRefused(Column.HAMLET, refused.what, refused.how_to_mend) from refused


def _begin_first(
    row: Stated,
    known: KnownOfficer | None,
    commune: Commune,
    position: Position | None,
    hamlet: Hamlet | None,
    as_of: date,
) -> PostPlan:
    """Somebody new, or back after an interruption. Without a stated first day the roster's own day is used."""
    if position is None:
        raise PostRefused(
            Column.POSITION,
            _("The row does not say in which position."),
            _("Write the position's name."),
        )
    start = row.start or KnownDate(as_of)
    last = known.posts[0] if known and known.posts else None
    if last and last.valid_until and row.start is None:
        raise PostRefused(
            Column.START_DATE,
            _("On record the person left on %(day)s.")
            % {"day": last.valid_until.strftime("%d/%m/%Y")},
            _("If the person is back, write the first day in the post (“In position since”)."),
        )
    if last and last.valid_until and start.value <= last.valid_until:
        raise PostRefused(
            Column.START_DATE,
            _("The post would begin before the last one ended (%(day)s).")
            % {"day": last.valid_until.strftime("%d/%m/%Y")},
            _("Write a later first day, or correct the earlier post."),
        )
    return PostPlan(begin=_new_post(row, commune, position, hamlet, start))


def _new_post(
    row: Stated,
    commune: Commune,
    position: Position,
    hamlet: Hamlet | None,
    start: KnownDate,
    ends: Assignment | None = None,
) -> NewPost:
    return NewPost(
        commune=commune,
        position=position,
        hamlet=hamlet,
        start=start,
        decision_number=row.decision_number or "",
        decision_date=row.decision_date,
        signed_by=row.signed_by or "",
        ends=ends,
        start_was_stated=row.start is not None,
    )


def _against_present(
    row: Stated,
    known: KnownOfficer | None,
    present: Assignment,
    commune: Commune,
    position: Position,
    hamlet: Hamlet | None,
) -> PostPlan:
    """The same post is corrected where the row says otherwise; another post needs a later first day."""
    moves = commune.pk != present.commune_id or position.pk != present.position_id
    later = row.start is not None and row.start.value > present.valid_from
    other_hamlet = hamlet is not None and hamlet.pk != present.hamlet_id
    if moves or (other_hamlet and later and present.hamlet_id is not None):
        if not later:
            raise PostRefused(
                Column.START_DATE if moves else Column.HAMLET,
                _("On record the person is %(position)s in %(commune)s since %(day)s.")
                % {
                    "position": present.position.name,
                    "commune": present.commune.full_name,
                    "day": _as_known(present),
                },
                _(
                    "If the person has moved since, write the first day in the new post (“In position since”)."
                ),
            )
        assert row.start is not None
        kept = hamlet if hamlet or commune.pk != present.commune_id else present.hamlet
        return PostPlan(begin=_new_post(row, commune, position, kept, row.start, ends=present))
    return PostPlan(present=present, corrections=_corrections(row, known, present, hamlet))


def _as_known(post: Assignment) -> str:
    return str(KnownDate(post.valid_from, Precision(post.valid_from_precision)))


def _corrections(
    row: Stated, known: KnownOfficer | None, present: Assignment, hamlet: Hamlet | None
) -> tuple[tuple[str, Any], ...]:
    wanted: dict[str, Any] = {}
    if hamlet is not None and hamlet.pk != present.hamlet_id:
        wanted["hamlet"] = hamlet
    if row.start is not None and (row.start.value, row.start.precision) != (
        present.valid_from,
        present.valid_from_precision,
    ):
        _refuse_overlap(row.start, known, present)
        wanted |= {"valid_from": row.start.value, "valid_from_precision": row.start.precision.value}
    for attribute in ("decision_number", "decision_date", "signed_by"):
        stated = getattr(row, attribute)
        if stated and stated != getattr(present, attribute):
            wanted[attribute] = stated
    return tuple(wanted.items())


def _refuse_overlap(start: KnownDate, known: KnownOfficer | None, present: Assignment) -> None:
    earlier = [post for post in (known.posts if known else ()) if post.pk != present.pk]
    last_day = max((post.valid_until for post in earlier if post.valid_until), default=None)
    if last_day and start.value <= last_day:
        raise PostRefused(
            Column.START_DATE,
            _("The post would begin before the last one ended (%(day)s).")
            % {"day": last_day.strftime("%d/%m/%Y")},
            _("Write a later first day, or correct the earlier post."),
        )
