"""Makes the persons of closed incidents anonymous after the period of retention, their history too, and removes
the files, which may show or name them.

An incident is closed once it has a final outcome. One that is suspended is not: it may be taken up again.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import QuerySet

from incidents.domain.retention import (
    Due,
    Kept,
    due_by_commune,
    due_until,
    forget_in_history,
    remove_files,
)
from incidents.models import (
    FINAL_OUTCOMES,
    IDENTITY,
    Incident,
    IncidentFile,
    IncidentPerson,
    RetentionOf,
)


def due_persons(today: datetime.date) -> Due | None:
    """Return who is due today and with how many files; ``None`` while no period is set."""
    until = due_until(RetentionOf.INCIDENT_PERSONS, today)
    if until is None:
        return None
    return due_by_commune(until, _persons(until), _files(until), "incident")


@transaction.atomic
def anonymise_persons(today: datetime.date) -> Kept:
    """Empty who the due persons were and remove the files, in rows and history; return how many of each.

    Incidents, roles and figures stay as they are.
    """
    until = due_until(RetentionOf.INCIDENT_PERSONS, today)
    if until is None:
        return Kept()
    people = _persons(until).update(**IDENTITY, anonymised_on=today)
    files = remove_files(_files(until))
    forget_in_history(IncidentPerson, IDENTITY, "incident", _closed(until))
    forget_in_history(IncidentFile, {"name": ""}, "incident", _closed(until))
    return Kept(people, files)


def _closed(until: datetime.date) -> QuerySet[Incident]:
    """Incidents that had their final outcome on ``until`` or before."""
    found: QuerySet[Incident] = Incident.objects.filter(
        state__in=FINAL_OUTCOMES, outcome_on__lte=until
    )
    return found


def _persons(until: datetime.date) -> QuerySet[IncidentPerson]:
    rows: QuerySet[IncidentPerson] = IncidentPerson.objects.filter(
        anonymised_on__isnull=True, incident__in=_closed(until)
    )
    return rows


def _files(until: datetime.date) -> QuerySet[IncidentFile]:
    rows: QuerySet[IncidentFile] = IncidentFile.objects.filter(incident__in=_closed(until))
    return rows
