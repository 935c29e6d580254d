"""Two people at one row: the second is told what the first has done, and overwrites nothing."""

from __future__ import annotations

from typing import TypeVar

from incidents.models import (
    CrimeTip,
    FollowUpCheck,
    Hotspot,
    HotspotAction,
    HotspotSuggestion,
    Incident,
    Mediation,
    MovementModel,
    OutreachSession,
    TipVerification,
)
from units.models.scoped import Record

Row = TypeVar(
    "Row",
    FollowUpCheck,
    Hotspot,
    HotspotAction,
    HotspotSuggestion,
    Incident,
    Mediation,
    CrimeTip,
    TipVerification,
    MovementModel,
    OutreachSession,
)
# What the checks and the pages say of a row besides its own columns, read with it.
READ_WITH: dict[type, tuple[str, ...]] = {
    Hotspot: ("commune", "kind"),
    Incident: ("commune", "category"),
    Mediation: ("commune", "subject"),
    CrimeTip: ("commune",),
    FollowUpCheck: (),
    HotspotAction: (),
    HotspotSuggestion: (),
    TipVerification: ("tip__commune",),
    MovementModel: (),
    OutreachSession: (),
}


class ChangedMeanwhileError(Exception):
    """Somebody saved the row after this person opened it. ``current`` is the row as it is now."""

    def __init__(self, current: Record) -> None:
        super().__init__(f"{current} is at version {current.version}")
        self.current = current


def locked(row: Row, version: int | None = None) -> Row:
    """Lock the row until the transaction ends and return it as it is now.

    Raises ``ChangedMeanwhileError`` when ``version`` is given and no longer the current one.
    """
    model = type(row)
    current = (
        model._default_manager.select_for_update(of=("self",))
        .select_related(*READ_WITH[model])
        .get(pk=row.pk)
    )
    if version is not None and current.version != version:
        raise ChangedMeanwhileError(current)
    return current


def saved(row: Row) -> Row:
    """Save a locked row and read the version that the database has counted."""
    row.save()
    row.refresh_from_db(fields=["version"])
    return row
