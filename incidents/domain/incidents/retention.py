"""Which incidents are closed, so that their persons are forgotten after the period of retention, with the files,
which may show or name them.

An incident is closed once it has a final outcome or was withdrawn. One that is suspended is not: it may be taken up
again.
"""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet

from incidents.domain.retention import Remembered
from incidents.domain.taking_out import Told
from incidents.models import (
    FINAL_OUTCOMES,
    IDENTITY,
    Incident,
    IncidentFile,
    IncidentPerson,
    RetentionOf,
)


def _closed(until: datetime.date) -> QuerySet[Incident]:
    """Incidents that had their final outcome, or were withdrawn, on ``until`` or before."""
    ended = Q(state__in=FINAL_OUTCOMES, outcome_on__lte=until)
    found: QuerySet[Incident] = Incident.objects.filter(ended | Q(withdrawn_on__lte=until))
    return found


# The notes of the persons themselves are part of who they are.
INCIDENT_WORDS = (
    Told(
        Incident,
        (
            "whereabouts",
            "summary",
            "handler_note",
            "outcome_note",
            "reopened_reason",
            "withdrawn_reason",
        ),
    ),
)
PERSONS = Remembered(
    RetentionOf.INCIDENT_PERSONS,
    "incident",
    IncidentPerson,
    IncidentFile,
    IDENTITY,
    _closed,
    INCIDENT_WORDS,
)
