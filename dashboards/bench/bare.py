"""The bare SQL of a page: the statements it sent, sent again without Django around them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db import connection

from units.domain.scope import Scope, scope_context

ROUNDS = 9


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

    def reads(self, without: Recording | None = None) -> list[tuple[str, Any]]:
        """The page's own reads: no transaction control, nothing that the empty page asks too."""
        known = {sql for sql, _ in without.statements} if without else set()
        return [
            (sql, params)
            for sql, params in self.statements
            if sql.lstrip().upper().startswith(("SELECT", "WITH"))
            and "set_config" not in sql
            and sql not in known
        ]


@contextmanager
def recorded() -> Iterator[Recording]:
    """Record what is sent to the database inside the block."""
    recording = Recording()
    with connection.execute_wrapper(recording):
        yield recording


def bare_milliseconds(reads: list[tuple[str, Any]], scope: Scope) -> float:
    """Median time of sending the reads and fetching their rows, in ms, in a transaction of the scope."""
    if not reads:
        return 0.0
    return median(_once(reads, scope) for _ in range(ROUNDS))


def _once(reads: list[tuple[str, Any]], scope: Scope) -> float:
    with scope_context(scope), connection.connection.cursor() as cursor:
        began = time.perf_counter()
        for sql, params in reads:
            cursor.execute(sql, params)
            cursor.fetchall()
        return (time.perf_counter() - began) * 1000
