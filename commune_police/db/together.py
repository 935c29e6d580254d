"""Migrations in bundles: rows of like operations share one rendering of the models.

Django renders every related model anew after each single operation; 300 of them take half a minute
on an empty database, at every first start and for every test database. Operations that only add to
what is there may as well be applied one after the other on the state that all of them lead to.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import AddTrigger

ADDITIONS = (AddField, AddIndex, AddConstraint, AddTrigger)


class Together(Operation):
    """Applies operations of one kind on the state that all of them lead to."""

    reduces_to_sql = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)
        # Django declares it for the class; here it depends on what is bundled.
        self.reversible = all(operation.reversible for operation in self.operations)  # type: ignore[misc]

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return "Together", [self.operations], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # rendered again once, when it is next asked for
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"{len(self.operations)} operations, the first: {self.operations[0].describe()}"


def _kind(operation: Operation) -> int:
    # A table is created with every field that its state has, so fields added later come in another bundle.
    if isinstance(operation, CreateModel):
        return 1
    return 2 if isinstance(operation, ADDITIONS) else id(operation)


def together(operations: Sequence[Operation]) -> list[Operation]:
    """Bundle neighbours that only create tables, or only add to tables; keep the order of all."""
    bundles = [list(bundle) for _, bundle in groupby(operations, key=_kind)]
    return [bundle[0] if len(bundle) == 1 else Together(bundle) for bundle in bundles]
