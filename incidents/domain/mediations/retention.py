"""Makes the parties of closed mediations anonymous after the period of retention, their history too.

A mediation is closed on the latest of three days: its outcome, its last follow-up, and the next
follow-up it names, so that nobody is forgotten while somebody still asks whether an agreement is kept.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from incidents.domain.retention import (
    Due,
    Kept,
    due_by_commune,
    due_until,
    forget_in_history,
    remove_files,
)
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
    """Return whose time is over today and how many papers name them; ``None`` while no period is set."""
    until = due_until(RetentionOf.MEDIATION_PARTIES, today)
    if until is None:
        return None
    return due_by_commune(until, _parties(until), _files(until), "mediation")


@transaction.atomic
def anonymise_parties(today: datetime.date) -> Kept:
    """Empty who the due parties were, in their rows and in their history; return how many parties and papers.

    Signed papers name the parties: they leave the sessions, and the disk when that is certain, and the names
    of their files leave the history. Mediations, minutes and figures stay as they are.
    """
    until = due_until(RetentionOf.MEDIATION_PARTIES, today)
    if until is None:
        return Kept()
    people = _parties(until).update(**PARTY_IDENTITY, anonymised_on=today)
    files = remove_files(_files(until))
    forget_in_history(MediationParty, PARTY_IDENTITY, "mediation", _closed(until))
    forget_in_history(MediationFile, {"name": ""}, "mediation", _closed(until))
    return Kept(people, files)


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


def _parties(until: datetime.date) -> QuerySet[MediationParty]:
    rows: QuerySet[MediationParty] = MediationParty.objects.filter(
        anonymised_on__isnull=True, mediation__in=_closed(until)
    )
    return rows


def _files(until: datetime.date) -> QuerySet[MediationFile]:
    rows: QuerySet[MediationFile] = MediationFile.objects.filter(mediation__in=_closed(until))
    return rows
