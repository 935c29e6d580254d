"""Databases of their own beside the application's: for measuring, never for daily work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from commune_police.db.bulk import operator_url
from commune_police.db.embedded import EXTENSIONS

NAME = re.compile(r"^[a-z][a-z0-9_]{2,50}$")


def create_database(name: str, *, replace: bool = False) -> bool:
    """Create the database for the application's role; tell whether it is new.

    Raises ``ValueError`` for a name that is not plain, or for the application's own database.
    """
    if not NAME.match(name) or name == settings.DATABASES[DEFAULT_DB_ALIAS]["NAME"]:
        raise ValueError(f"“{name}” cannot be the name of a separate database.")
    owner = settings.DATABASES[DEFAULT_DB_ALIAS]["USER"]
    with _autocommit(None) as cursor:
        if replace:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return False
        cursor.execute(f'CREATE DATABASE {name} OWNER "{owner}"')
    with _autocommit(name) as cursor:
        for extension in EXTENSIONS:
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    return True


def database_exists(name: str) -> bool:
    """Whether the server has a database of this name."""
    with _autocommit(None) as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def tidy_database(name: str) -> None:
    """Vacuum and analyze a database that was just filled, so that the server does not begin to by itself
    in the middle of a measurement."""
    with _autocommit(name) as cursor:
        cursor.execute("VACUUM (ANALYZE)")


@contextmanager
def _autocommit(database: str | None) -> Iterator[psycopg2.extensions.cursor]:
    connection = psycopg2.connect(operator_url(database).replace("postgres://", "postgresql://"))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


@contextmanager
def using_database(name: str) -> Iterator[None]:
    """Point the default connection of this process at another database while the block runs."""
    connection = connections[DEFAULT_DB_ALIAS]
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
