"""Forms that arrive twice, and people who do the same at once: the second waits and finds what the first made."""

from __future__ import annotations

import uuid

from django.db import connection

from units.models import Commune

# The first half of two-part advisory locks, so that they never meet those of forms.
BOOK_IMPORT, SUGGESTIONS = 1, 2


def wait_for_turn(task: int, commune: Commune) -> None:
    """Let one transaction at a time do a task in a commune, until it ends: what it reads first, nobody changes meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [task, commune.pk])


def wait_for_same_form(key: uuid.UUID) -> None:
    """Let a form that is sent twice at once be received one after the other, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int % 2**63])
