"""Which incidents are closed, so that their persons are forgotten after the period of retention, with the files,
which may show or name them.

An incident is closed once it has a final outcome. One that is suspended is not: it may be taken up again.
"""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from incidents.domain.retention import Remembered
from incidents.models import (
    FINAL_OUTCOMES,
    IDENTITY,
    Incident,
    IncidentFile,
    IncidentPerson,
    RetentionOf,
)


def _closed(until: datetime.date) -> QuerySet[Incident]:
    """Incidents that had their final outcome on ``until`` or before."""
    found: QuerySet[Incident] = Incident.objects.filter(
        state__in=FINAL_OUTCOMES, outcome_on__lte=until
    )
    return found


PERSONS = Remembered(
    RetentionOf.INCIDENT_PERSONS, "incident", IncidentPerson, IncidentFile, IDENTITY, _closed
)
