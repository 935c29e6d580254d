"""Looks at who somebody is, told in the history of the record that they belong to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.models import Disclosure
from commune_police.history import HistoryLine

LONGEST = 200


def looks_told(said: Callable[[Disclosure], str], **which: Any) -> list[HistoryLine]:
    """Return who looked, when, and in the words of ``said``, the latest ``LONGEST`` first; one query. ``which``
    are the looks meant: their ``model``, ``commune_id`` and how the row was shown."""
    looks = Disclosure.objects.filter(**which).select_related("user")[:LONGEST]
    return [
        HistoryLine(
            at=timezone.localtime(look.at), person=look.user.get_full_name(), action=said(look)
        )
        for look in looks
    ]
