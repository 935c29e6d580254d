"""Forms that arrive twice, and people who do the same at once: the second waits and finds what the first made."""

from __future__ import annotations

import uuid
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils.translation import gettext as _

from units.models import Commune

Row = TypeVar("Row", bound=models.Model)

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


def made_by_same_form(model: type[Row], key: uuid.UUID, **belongs_to: Any) -> Row | None:
    """Return what this very form has made already; None where it comes for the first time. Whoever else sends it waits
    until the transaction ends.

    Raises ``ValidationError`` where what it made does not belong to whom or to what is named: then it is another's form.
    """
    wait_for_same_form(key)
    known = model._default_manager.filter(submission_key=key).first()
    if known and any(getattr(known, name) != value for name, value in belongs_to.items()):
        raise ValidationError(_("This form belongs to somebody else. Open a new one."))
    return known
