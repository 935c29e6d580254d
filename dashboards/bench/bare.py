"""The bare SQL of a page: the statements it sent, sent again without Django around them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db import connection, transaction

from units.domain.scope import Scope, scope_context

ROUNDS = 9
ROWS = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")


def nothing() -> None:
    """What comes before a page that only reads."""


@dataclass
class Recording:
    """The statements of one request, in order."""

    statements: list[tuple[str, Any]] = field(default_factory=list)

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        self.statements.append((sql, params))
        return execute(sql, params, many, context)

    @property
    def count(self) -> int:
        """Every round trip, the transaction's own included."""
        return len(self.statements)

    def own(self, without: Recording | None = None) -> list[tuple[str, Any]]:
        """The request's own reads and writes: no transaction control, nothing that the empty page asks too."""
        known = {sql for sql, _ in without.statements} if without else set()
        return [
            (sql, params)
            for sql, params in self.statements
            if sql.lstrip().upper().startswith(ROWS)
            and "set_config" not in sql
            and sql not in known
        ]


@contextmanager
def recorded(into: Recording | None = None) -> Iterator[Recording]:
    """Record what is sent to the database inside the block."""
    recording = Recording() if into is None else into
    with connection.execute_wrapper(recording):
        yield recording


def bare_milliseconds(
    statements: list[tuple[str, Any]], scope: Scope, prepare: Callable[[], object] = nothing
) -> float:
    """Median time of sending the statements and fetching their rows, in ms, in a transaction of the scope.

    ``prepare`` puts the rows in order before each turn; what was written is undone after it.
    """
    if not statements:
        return 0.0
    return median(_once(statements, scope, prepare) for _ in range(ROUNDS))


def _once(statements: list[tuple[str, Any]], scope: Scope, prepare: Callable[[], object]) -> float:
    with scope_context(scope), undone():
        prepare()
        with connection.connection.cursor() as cursor:
            began = time.perf_counter()
            for sql, params in statements:
                cursor.execute(sql, params)
                if cursor.description is not None:
                    cursor.fetchall()
            check_now()
            return (time.perf_counter() - began) * 1000


@contextmanager
def undone() -> Iterator[None]:
    """Undo at the end of the block what was written inside it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def check_now() -> None:
    """Let the database check what it would check when the transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
