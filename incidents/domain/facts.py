"""What a record says, as the facts its forms speak of: now, or at an earlier version."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Facts = TypeVar("Facts", bound="DataclassInstance")


def facts_of(row: Model, kind: type[Facts]) -> Facts:
    """Return what a row, or an event of its history, says of each field that ``kind`` has."""
    return kind(**{field.name: getattr(row, field.name) for field in fields(kind)})


def facts_at(row: Model, version: int, kind: type[Facts]) -> Facts:
    """Return what the row said at an earlier version, from its history; what it says now where there is none."""
    event = row.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    return facts_of(event or row, kind)
