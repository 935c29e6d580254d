"""Persons involved in an incident: kept only for handling it, seen with a right, each look recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Disclosure, User
from incidents.domain.incidents.recording import may_correct
from incidents.domain.permissions import SEE_IDENTITY
from incidents.models import Incident, IncidentPerson

MOST_PERSONS = 60


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is written of a person involved; everything but the role may be unknown."""

    role: str
    full_name: str = ""
    birth_year: int | None = None
    citizen_id: str = ""
    phone: str = ""
    address: str = ""
    note: str = ""


@transaction.atomic
def add_persons(
    incident: Incident, persons: Sequence[PersonFacts], *, by: User
) -> list[IncidentPerson]:
    """Write persons of an incident. Raises ``PermissionDenied``; ``ValidationError`` beyond ``MOST_PERSONS``."""
    if not may_correct(incident, by):
        raise PermissionDenied
    if incident.persons.count() + len(persons) > MOST_PERSONS:
        raise ValidationError(
            _("At most %(most)s persons stand with one incident.") % {"most": MOST_PERSONS}
        )
    return [IncidentPerson.objects.create(incident=incident, **asdict(one)) for one in persons]


@transaction.atomic
def change_person(person: IncidentPerson, facts: PersonFacts, *, by: User) -> IncidentPerson:
    """Correct what is written of a person. Raises ``PermissionDenied``; ``ValidationError`` once it has been
    made anonymous."""
    current = IncidentPerson.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not (may_correct(current.incident, by) and by.has_perm(SEE_IDENTITY)):
        raise PermissionDenied
    if current.anonymised_on:
        raise ValidationError(
            _("This person has been made anonymous; nothing is written any more.")
        )
    for name, value in asdict(facts).items():
        setattr(current, name, value)
    current.save()
    return current


@transaction.atomic
def remove_person(person: IncidentPerson, *, by: User) -> None:
    """Take a person off an incident; the history keeps that there was one. Raises ``PermissionDenied``."""
    if not may_correct(person.incident, by):
        raise PermissionDenied
    person.delete()


def see_identity(
    person: IncidentPerson, *, by: User, reason: str, address: str = ""
) -> PersonFacts:
    """Return who a person is, and record that ``by`` looked. Raises ``PermissionDenied`` without the right."""
    if not by.has_perm(SEE_IDENTITY):
        raise PermissionDenied
    incident = person.incident
    Disclosure.objects.create(
        user=by,
        model="incidents.incidentperson",
        row=person.pk,
        field="identity",
        shown_as=f"{incident.number}: {person.get_role_display()}",
        commune_id=incident.commune_id,
        reason=reason,
        address=address or None,
    )
    return PersonFacts(**{name: getattr(person, name) for name in PersonFacts.__dataclass_fields__})
