"""Tells PostgreSQL which communes the current transaction may see (row-level security)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction

ALL = "*"
NONE = "{}"


def encode_ids(ids: frozenset[int] | None) -> str:
    """Write a set of ids as the policies read it: ``*`` for all, else an array literal."""
    if ids is None:
        return ALL
    return "{" + ",".join(str(pk) for pk in sorted(ids)) + "}"


def set_visible(
    communes: frozenset[int] | None,
    jurisdictions: frozenset[int] | None,
    *,
    user_id: int | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> None:
    """Set what this transaction may see; one query. Outside a transaction it would have no effect.

    ``None`` means all. Raises ``RuntimeError`` when no transaction is open, because the setting
    would silently be lost.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        raise RuntimeError("The visible communes can only be set inside a transaction.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.communes', %s, true), set_config('app.jurisdictions', %s, true),"
            " set_config('app.user', %s, true)",
            [encode_ids(communes), encode_ids(jurisdictions), str(user_id or "")],
        )


@contextmanager
def seeing(
    communes: frozenset[int] | None,
    jurisdictions: frozenset[int] | None,
    *,
    using: str = DEFAULT_DB_ALIAS,
) -> Iterator[None]:
    """Open a transaction that sees the given communes, and restore the outer view afterwards."""
    connection = connections[using]
    names = ("app.communes", "app.jurisdictions", "app.user")
    with transaction.atomic(using=using):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT " + ", ".join("coalesce(current_setting(%s, true), '')" for _ in names),
                names,
            )
            before = cursor.fetchone() or ("", "", "")
        set_visible(communes, jurisdictions, using=using)
        yield
        with connection.cursor() as cursor:
            for name, value in zip(names, before, strict=True):
                cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
