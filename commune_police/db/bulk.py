"""Bulk loading by COPY as the operator: row policies forbid COPY to the application's own role.

Only management commands use this; a request never does. Triggers do not fire for what is loaded here,
so the loader writes what they would have written.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg2
import psycopg2.extensions
from django.conf import settings

from commune_police.db import embedded

FLUSH_ROWS = 20_000


def operator_url(database: str | None = None) -> str:
    """The operator's address: DATABASE_OPERATOR_URL, or the embedded server's own.

    Raises ``RuntimeError`` where another server is used and no operator is given.
    """
    if settings.DATABASE_OPERATOR_URL:
        base = str(settings.DATABASE_OPERATOR_URL)
        return base if database is None else f"{base.rsplit('/', 1)[0]}/{database}"
    if settings.DATABASE_IS_EMBEDDED:
        return embedded.operator_url(database or embedded.DATABASE)
    raise RuntimeError("Set DATABASE_OPERATOR_URL: bulk loading connects as the operator.")


@contextmanager
def operator_connection(database: str | None = None) -> Iterator[psycopg2.extensions.connection]:
    """A connection as the operator, in one transaction that commits when the block ends well."""
    connection = psycopg2.connect(operator_url(database).replace("postgres://", "postgresql://"))
    try:
        with connection:
            yield connection
    finally:
        connection.close()


class BulkWriter:
    """Collects rows table by table and sends them by COPY; triggers and foreign keys rest meanwhile."""

    def __init__(self, connection: psycopg2.extensions.connection) -> None:
        self.cursor = connection.cursor()
        self.cursor.execute("SET LOCAL session_replication_role = replica")
        self.columns: dict[str, tuple[str, ...]] = {}
        self.waiting: dict[str, io.StringIO] = {}
        self.counts: dict[str, int] = {}
        self.pending = 0

    def table(self, name: str, columns: Sequence[str]) -> None:
        """Say which columns the rows of a table have."""
        self.columns[name] = tuple(columns)
        self.waiting[name] = io.StringIO()
        self.counts[name] = 0

    def add(self, table: str, row: Sequence[Any]) -> None:
        """Queue one row, its values in the order of the table's columns."""
        self.waiting[table].write("\t".join(map(_cell, row)))
        self.waiting[table].write("\n")
        self.counts[table] += 1
        self.pending += 1
        if self.pending >= FLUSH_ROWS:
            self.flush()

    def flush(self) -> None:
        """Send everything that waits."""
        for table, text in self.waiting.items():
            if text.tell():
                text.seek(0)
                names = ", ".join(self.columns[table])
                self.cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", text)
                self.waiting[table] = io.StringIO()
        self.pending = 0

    def finish(self) -> None:
        """Send the rest and let the sequences go on after the highest key."""
        self.flush()
        for table in self.columns:
            self.cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 1)) FROM {table}"
            )


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    if value is True:
        return "t"
    if value is False:
        return "f"
    text = str(value)
    if "\\" in text or "\t" in text or "\n" in text:
        text = text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
    return text
