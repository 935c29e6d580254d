"""Joins two people's corrections of one record, so that the second sees both before saving."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Facts = TypeVar("Facts", bound="DataclassInstance")


def merged(base: Facts, mine: Facts, theirs: Facts, together: Sequence[tuple[str, ...]]) -> Facts:
    """Join two corrections of the same facts: what only they changed is theirs, all else is mine.

    Fields named ``together`` (a point, a date with its precision) are one thing said by one person.
    """
    kept: dict[str, Any] = {}
    for names in _said_together(mine, together):
        if all(getattr(mine, name) == getattr(base, name) for name in names):
            kept |= {name: getattr(theirs, name) for name in names}
    return replace(mine, **kept)


def _said_together(
    facts: DataclassInstance, together: Sequence[tuple[str, ...]]
) -> Iterable[tuple[str, ...]]:
    joined = {name for names in together for name in names}
    alone = [(field.name,) for field in fields(facts) if field.name not in joined]
    return [*together, *alone]
