"""Makes the parties of closed mediations anonymous after the period of retention, their history too.

A mediation is closed on the latest of three days: its outcome, its last follow-up, and the next
follow-up it names, so that nobody is forgotten while somebody still asks whether an agreement is kept.
"""

from __future__ import annotations

import datetime
from typing import Any

import pgtrigger
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from incidents.domain.attachments import drop_file
from incidents.domain.retention import Due, due_until
from incidents.models import (
    MEDIATION_OUTCOMES,
    PARTY_IDENTITY,
    FollowUpCheck,
    Mediation,
    MediationFile,
    MediationParty,
    RetentionOf,
)


def due_parties(today: datetime.date) -> Due | None:
    """Return whose time is over today; ``None`` while no period is set."""
    until = due_until(RetentionOf.MEDIATION_PARTIES, today)
    if until is None:
        return None
    found = (
        _rows(until)
        .values_list("mediation__commune__name")
        .annotate(number=Count("pk"))
        .order_by("mediation__commune__name")
    )
    return Due(until, dict(found))


@transaction.atomic
def anonymise_parties(today: datetime.date) -> int:
    """Empty who the due parties were, in their rows and in their history; return how many parties.

    Signed papers name the parties: they leave the sessions, and the disk when that is certain, and the names
    of their files leave the history. Mediations, minutes and figures stay as they are.
    """
    until = due_until(RetentionOf.MEDIATION_PARTIES, today)
    if until is None:
        return 0
    number = _rows(until).update(**PARTY_IDENTITY, anonymised_on=today)
    closed = _closed(until)
    for attached in MediationFile.objects.filter(mediation__in=closed):
        drop_file(attached)
    # Also of parties and papers that were taken off the record while it was open.
    _forget(MediationParty, closed, PARTY_IDENTITY)
    _forget(MediationFile, closed, {"name": ""})
    return number


def _forget(
    model: type[MediationParty | MediationFile],
    closed: QuerySet[Mediation],
    identity: dict[str, Any],
) -> None:
    events: Any = model._meta.get_field("events").related_model
    with pgtrigger.ignore(f"{events._meta.label}:append_only"):
        events.objects.filter(mediation__in=closed).exclude(**identity).update(**identity)


def _closed(until: datetime.date) -> QuerySet[Mediation]:
    """Mediations that were closed on ``until`` or before."""
    asked_later = FollowUpCheck.objects.filter(mediation=OuterRef("pk"), on__gt=until)
    found: QuerySet[Mediation] = Mediation.objects.filter(
        Q(follow_up_on__isnull=True) | Q(follow_up_on__lte=until),
        ~Exists(asked_later),
        state__in=MEDIATION_OUTCOMES,
        outcome_on__lte=until,
    )
    return found


def _rows(until: datetime.date) -> QuerySet[MediationParty]:
    rows: QuerySet[MediationParty] = MediationParty.objects.filter(
        anonymised_on__isnull=True, mediation__in=_closed(until)
    )
    return rows
