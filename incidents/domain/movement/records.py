"""What models and sessions of outreach have in common: written down once, corrected by one person at a time."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, TypeVar

from incidents.domain.locking import ChangedMeanwhileError, locked
from incidents.domain.submissions import made_by_same_form
from incidents.domain.withdrawing import refuse_withdrawn
from incidents.models import MovementModel, OutreachSession
from units.models import Commune

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", MovementModel, OutreachSession)
Facts = TypeVar("Facts", bound="DataclassInstance")


def write_down(
    kind: type[Row],
    facts: Facts,
    *,
    commune: Commune,
    key: uuid.UUID,
    check: Callable[[Facts], None],
    **signed: str,
) -> Row:
    """Write a row down once ``check`` lets its facts pass; the same ``key`` a second time returns what the first
    time made. ``signed`` are columns that say who wrote it."""
    if known := made_by_same_form(kind, key, commune_id=commune.pk):
        return known
    check(facts)
    made: Row = kind._default_manager.create(
        **asdict(facts), commune=commune, submission_key=key, **signed
    )
    return made


def correct(row: Row, facts: Facts, *, version: int, check: Callable[[Row, Facts], None]) -> Row:
    """Lock a row and write its corrected facts, once ``check`` lets them pass beside the row as it is.

    Raises ``ValidationError`` for one that was withdrawn; ``ChangedMeanwhileError`` if somebody saved it
    since ``version``.
    """
    current = locked(row)
    refuse_withdrawn(current)
    if current.version != version:
        raise ChangedMeanwhileError(current)
    check(current, facts)
    for name, value in asdict(facts).items():
        setattr(current, name, value)
    current.save()
    return current
