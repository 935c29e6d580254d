"""Forms that arrive twice: the second waits for the first and finds what it made."""

from __future__ import annotations

import uuid

from django.db import connection


def wait_for_same_form(key: uuid.UUID) -> None:
    """Let a form that is sent twice at once be received one after the other, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int % 2**63])
