"""Uploaded rosters that nobody confirmed: the file is full of citizen IDs, so it does not stay."""

from __future__ import annotations

import datetime

from units.models import ImportBatch, ImportState

KEPT_FOR = datetime.timedelta(days=1)


def forget_rosters(now: datetime.datetime) -> int:
    """Drop uploaded rosters that nobody confirmed within ``KEPT_FOR``, of those the caller sees; return how many."""
    stale = ImportBatch.objects.filter(state=ImportState.PREVIEW, created_at__lt=now - KEPT_FOR)
    dropped, _by_model = stale.delete()
    return dropped
