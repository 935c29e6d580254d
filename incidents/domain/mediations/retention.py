"""Which mediations are closed, so that their parties are forgotten after the period of retention, with the signed
papers, which name them.

A mediation is closed on the latest of three days: its outcome, its last follow-up, and the next
follow-up it names, so that nobody is forgotten while somebody still asks whether an agreement is kept. One that was
withdrawn is closed on that day.
"""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from incidents.domain.retention import Remembered
from incidents.domain.taking_out import Told
from incidents.models import (
    MEDIATION_OUTCOMES,
    PARTY_IDENTITY,
    FollowUpCheck,
    Mediation,
    MediationFile,
    MediationParty,
    MediationSession,
    RetentionOf,
)


def _closed(until: datetime.date) -> QuerySet[Mediation]:
    """Mediations that were closed on ``until`` or before."""
    asked_later = FollowUpCheck.objects.filter(mediation=OuterRef("pk"), on__gt=until)
    ended = Q(
        Q(follow_up_on__isnull=True) | Q(follow_up_on__lte=until),
        ~Exists(asked_later),
        state__in=MEDIATION_OUTCOMES,
        outcome_on__lte=until,
    )
    found: QuerySet[Mediation] = Mediation.objects.filter(ended | Q(withdrawn_on__lte=until))
    return found


MEDIATION_WORDS = (
    Told(
        Mediation,
        (
            "summary",
            "agreement",
            "outcome_note",
            "reopened_reason",
            "follow_up_reason",
            "withdrawn_reason",
        ),
    ),
    Told(MediationSession, ("place", "minutes", "signed_by", "withdrawn_reason"), of="mediation"),
    Told(FollowUpCheck, ("note", "corrected_because"), of="mediation"),
)
PARTIES = Remembered(
    RetentionOf.MEDIATION_PARTIES,
    "mediation",
    MediationParty,
    MediationFile,
    PARTY_IDENTITY,
    _closed,
    MEDIATION_WORDS,
)
