"""Locks one incident, so that two people at it are told of each other."""

from __future__ import annotations

from incidents.domain.locking import ChangedMeanwhileError
from incidents.models import Incident


def locked_incident(incident: Incident, version: int | None = None) -> Incident:
    """Lock the incident until the transaction ends and return it as it is now.

    Raises ``ChangedMeanwhileError`` when ``version`` is given and no longer the current one.
    """
    current: Incident = (
        Incident.objects.select_for_update(of=("self",))
        .select_related("commune", "category")
        .get(pk=incident.pk)
    )
    if version is not None and current.version != version:
        raise ChangedMeanwhileError(current)
    return current
