"""Makes the persons of closed incidents anonymous after the period of retention, their history too."""

from __future__ import annotations

import datetime
from typing import Any

import pgtrigger
from django.db import transaction
from django.db.models import Count, QuerySet

from incidents.domain.retention import Due, due_until
from incidents.models import IDENTITY, OUTCOMES, Incident, IncidentPerson, RetentionOf


def due_persons(today: datetime.date) -> Due | None:
    """Return who is due today; ``None`` while no period is set."""
    until = due_until(RetentionOf.INCIDENT_PERSONS, today)
    if until is None:
        return None
    found = (
        _rows(until)
        .values_list("incident__commune__name")
        .annotate(number=Count("pk"))
        .order_by("incident__commune__name")
    )
    return Due(until, dict(found))


@transaction.atomic
def anonymise_persons(today: datetime.date) -> int:
    """Empty who the due persons were, in their rows and in their history; return how many persons.

    Incidents, roles and figures stay as they are.
    """
    until = due_until(RetentionOf.INCIDENT_PERSONS, today)
    if until is None:
        return 0
    number = _rows(until).update(**IDENTITY, anonymised_on=today)
    events: Any = IncidentPerson._meta.get_field("events").related_model
    # Also of persons who were taken off the record while it was open.
    closed = Incident.objects.filter(state__in=OUTCOMES, outcome_on__lte=until)
    with pgtrigger.ignore(f"{events._meta.label}:append_only"):
        events.objects.filter(incident__in=closed).exclude(**IDENTITY).update(**IDENTITY)
    return number


def _rows(until: datetime.date) -> QuerySet[IncidentPerson]:
    rows: QuerySet[IncidentPerson] = IncidentPerson.objects.filter(
        anonymised_on__isnull=True, incident__state__in=OUTCOMES, incident__outcome_on__lte=until
    )
    return rows
