"""Moves of difficulties, directives and projects: who may, under a lock; the slower of two people is told.

Which moves there are is declared beside the states, in ``reports.models``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django_fsm import FSMField, Transition, can_proceed

from accounts.domain.standing import standing_of
from accounts.models import User
from reports.models import Difficulty, Directive, ReportMove, SupportProject
from units.domain.scope import Scope

Matter = Difficulty | Directive | SupportProject
Row = TypeVar("Row", Difficulty, Directive, SupportProject)
WITH_NAMES: dict[type, tuple[str, ...]] = {
    Difficulty: ("commune__jurisdiction",),
    Directive: ("jurisdiction",),
    SupportProject: ("commune__jurisdiction", "equipment_type", "station"),
}


class MatterChangedError(Exception):
    """Somebody saved the row after this person opened it. ``current`` is the row as it is now."""

    def __init__(self, current: Matter) -> None:
        super().__init__(f"{current} is at version {current.version}")
        self.current = current


@dataclass(frozen=True, slots=True)
class OfferedMove:
    """A move that this person may make now."""

    name: str
    move: ReportMove


def moves_offered(row: Matter, user: User) -> list[OfferedMove]:
    """Return the moves that state and rights allow now, the main one first."""
    field = _state_field(type(row))
    found = getattr(row, f"get_available_user_{field.name}_transitions")(user)
    offered = [OfferedMove(one.name, one.custom["move"]) for one in found]
    return sorted(offered, key=lambda one: not one.move.is_main)


def declared_move(model: type[Matter], name: str) -> ReportMove:
    """Return how a move is offered. Raises ``KeyError`` for an unknown name."""
    move: ReportMove = _transition(model, name).custom["move"]
    return move


def locked(row: Row, version: int | None = None) -> Row:
    """Lock the row until the transaction ends and return it as it is now.

    Raises ``MatterChangedError`` when ``version`` is given and no longer the current one.
    """
    model = type(row)
    current = (
        model._default_manager.select_for_update(of=("self",))
        .select_related(*WITH_NAMES[model])
        .get(pk=row.pk)
    )
    if version is not None and current.version != version:
        raise MatterChangedError(current)
    return current


def take_step(row: Matter, name: str, *, by: User) -> None:
    """Move ``row``, not saved yet. Raises ``PermissionDenied``, or ``ValidationError`` when its state does
    not allow the move."""
    if not by.has_perm(str(_transition(type(row), name).permission)):
        raise PermissionDenied
    must_allow(row, name)
    getattr(row, name)()


def must_allow(row: Matter, name: str) -> None:
    """Raise ``ValidationError`` when the row's state does not allow the move now."""
    if not can_proceed(getattr(row, name)):
        field = _state_field(type(row)).name
        raise ValidationError(
            _("“%(title)s” is now “%(state)s”, so this step is not possible.")
            % {"title": row, "state": getattr(row, f"get_{field}_display")()}
        )


def said(words: str) -> str:
    """Return the reason without outer blanks. Raises ``ValidationError`` when nothing was said."""
    if not words.strip():
        raise ValidationError({"words": _("Say it in a sentence that others will understand.")})
    return words.strip()


def saved(row: Row) -> Row:
    """Save the row and read back the version that the database counted."""
    row.save()
    row.refresh_from_db(fields=["version"])
    return row


def scope_of(user: User) -> Scope:
    """Return what ``user`` may see: as the request read it, else from the memberships."""
    standing = getattr(user, "standing", None) or standing_of(user)
    return standing.scope


def _state_field(model: type[Matter]) -> FSMField:
    return next(field for field in model._meta.fields if isinstance(field, FSMField))


def _transition(model: type[Matter], name: str) -> Transition:
    for transition in _state_field(model).get_all_transitions(model):
        if transition.name == name:
            return transition
    raise KeyError(name)
