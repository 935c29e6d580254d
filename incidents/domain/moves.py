"""What the moves of places, incidents, mediations and tips have in common: who is offered which, and how each is made.

Which moves there are is declared beside the states, in ``incidents.models``; what one must say and what it writes
belongs to the workflow of each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django_fsm import FSMField, Transition, can_proceed

from accounts.models import User
from incidents.domain.locking import Row, locked, saved
from incidents.domain.withdrawing import refuse_withdrawn
from incidents.models import Move, Withdrawable


@dataclass(frozen=True, slots=True)
class OfferedMove:
    """A move that this person may make now."""

    name: str
    move: Move


def declared_moves(model: type[models.Model]) -> dict[str, Move]:
    """Return every move of a model that a person may be offered, by its name."""
    return {
        name: step.custom["move"]
        for name, step in _transitions(model).items()
        if "move" in step.custom
    }


def moves_offered(row: Row, user: User, order: Sequence[str]) -> list[OfferedMove]:
    """Return those of the moves named in ``order`` that state and rights allow now, in this order; no query."""
    if isinstance(row, Withdrawable) and row.is_withdrawn:
        return []
    steps = _transitions(type(row))
    return [
        OfferedMove(name, steps[name].custom["move"])
        for name in order
        if can_proceed(getattr(row, name)) and user.has_perm(str(steps[name].permission))
    ]


@transaction.atomic
def carry_out(
    name: str,
    row: Row,
    *,
    by: User,
    version: int | None,
    check: Callable[[Row], None],
    write: Callable[[Row], None],
) -> Row:
    """Make the named move: ask for the right, lock, ``check`` what must be said, move, ``write`` what goes with it, save.

    Raises ``KeyError`` for an unknown name; ``PermissionDenied``; ``ChangedMeanwhileError`` when the row is no longer
    what the person saw; ``ValidationError`` when it was withdrawn, when its state does not allow the move, and what
    ``check`` raises.
    """
    if not by.has_perm(str(_transitions(type(row))[name].permission)):
        raise PermissionDenied
    current = locked(row, version)
    if isinstance(current, Withdrawable):
        refuse_withdrawn(current)
    must_allow(current, name)
    check(current)
    getattr(current, name)()
    write(current)
    return saved(current)


def must_allow(row: models.Model, name: str) -> None:
    """Raise ``ValidationError`` when the row's state does not allow the move now."""
    if not can_proceed(getattr(row, name)):
        raise ValidationError(
            _("%(name)s is now “%(state)s”, so this step is not possible.")
            % {"name": row, "state": row.get_state_display()}  # type: ignore[attr-defined]
        )


def unsaid(move: Move, words: str) -> bool:
    """Tell whether a move that must say why says nothing."""
    return move.needs_reason and not words.strip()


def _transitions(model: type[models.Model]) -> dict[str, Transition]:
    state = model._meta.get_field("state")
    assert isinstance(state, FSMField)
    return {step.name: step for step in state.get_all_transitions(model)}
