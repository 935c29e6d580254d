"""Two people at one row: the second is told what the first has done, and overwrites nothing."""

from __future__ import annotations

from incidents.models import Hotspot
from units.models.scoped import Record


class ChangedMeanwhileError(Exception):
    """Somebody saved the row after this person opened it. ``current`` is the row as it is now."""

    def __init__(self, current: Record) -> None:
        super().__init__(f"{current} is at version {current.version}")
        self.current = current


def locked_hotspot(hotspot: Hotspot, version: int | None = None) -> Hotspot:
    """Lock the place until the transaction ends and return it as it is now.

    Raises ``ChangedMeanwhileError`` when ``version`` is given and no longer the current one.
    """
    current: Hotspot = (
        Hotspot.objects.select_for_update(of=("self",))
        .select_related("commune", "kind")
        .get(pk=hotspot.pk)
    )
    if version is not None and current.version != version:
        raise ChangedMeanwhileError(current)
    return current
