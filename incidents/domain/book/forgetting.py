"""Uploaded books that nobody confirmed: the file names people, so it does not stay."""

from __future__ import annotations

import datetime

from incidents.models import BookImport
from units.domain.roster.forgetting import KEPT_FOR


def forget_books(now: datetime.datetime) -> int:
    """Drop uploaded books that nobody confirmed within ``KEPT_FOR``; return how many."""
    stale = BookImport.objects.filter(done_at__isnull=True, created_at__lt=now - KEPT_FOR)
    dropped, _by_model = stale.delete()
    return dropped
