"""Which mediations are closed, so that their parties are forgotten after the period of retention, with the signed
papers, which name them.

A mediation is closed on the latest of three days: its outcome, its last follow-up, and the next
follow-up it names, so that nobody is forgotten while somebody still asks whether an agreement is kept.
"""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from incidents.domain.retention import Remembered
from incidents.models import (
    MEDIATION_OUTCOMES,
    PARTY_IDENTITY,
    FollowUpCheck,
    Mediation,
    MediationFile,
    MediationParty,
    RetentionOf,
)


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


PARTIES = Remembered(
    RetentionOf.MEDIATION_PARTIES,
    "mediation",
    MediationParty,
    MediationFile,
    PARTY_IDENTITY,
    _closed,
)
