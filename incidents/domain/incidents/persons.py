"""Persons involved in an incident: kept only for handling it, seen with a right, each look recorded."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import Disclosure, User
from commune_police.history import label_of
from incidents.domain.incidents.recording import may_correct
from incidents.domain.locking import ChangedMeanwhileError, locked
from incidents.domain.permissions import SEE_IDENTITY
from incidents.domain.secrecy import Secret, must_not_name, tells
from incidents.domain.submissions import made_by_same_form
from incidents.models import Incident, IncidentPerson

MOST_PERSONS = 60
# The words of an incident that whoever sees it reads.
READ_BY_ALL = ("summary", "whereabouts", "outcome_note", "reopened_reason", "handler_note")


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


@dataclass(frozen=True, slots=True)
class PersonAdded:
    """The person, and whether this very form had already been received."""

    person: IncidentPerson
    is_repeat: bool = False


@sensitive_variables()
def words_that_name(person: IncidentPerson) -> list[str]:
    """Return what the words of the incident are called that name the person: whoever sees the incident reads them."""
    secret = Secret(person.full_name, person.phone, person.citizen_id)
    incident = person.incident
    return [
        label_of(Incident, name) for name in READ_BY_ALL if tells(getattr(incident, name), [secret])
    ]


@transaction.atomic
def add_person(incident: Incident, facts: PersonFacts, *, by: User, key: uuid.UUID) -> PersonAdded:
    """Write a person of an incident; the same ``key`` a second time returns whom the first time wrote.

    Raises ``PermissionDenied``; ``ValidationError`` beyond ``MOST_PERSONS`` or for a key of another form.
    """
    current = locked(incident)
    if not may_correct(current, by):
        raise PermissionDenied
    if known := made_by_same_form(IncidentPerson, key, incident_id=current.pk):
        return PersonAdded(known, is_repeat=True)
    if current.persons.count() >= MOST_PERSONS:
        raise ValidationError(
            _("At most %(most)s persons stand with one incident.") % {"most": MOST_PERSONS}
        )
    return PersonAdded(
        IncidentPerson.objects.create(incident=current, submission_key=key, **asdict(facts))
    )


@transaction.atomic
def change_person(
    person: IncidentPerson, facts: PersonFacts, *, by: User, version: int
) -> IncidentPerson:
    """Correct what is written of a person.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` if somebody saved it since ``version``;
    ``ValidationError`` once it has been made anonymous.
    """
    current = IncidentPerson.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not (may_correct(current.incident, by) and by.has_perm(SEE_IDENTITY)):
        raise PermissionDenied
    if current.anonymised_on:
        raise ValidationError(
            _("This person has been made anonymous; nothing is written any more.")
        )
    if current.version != version:
        raise ChangedMeanwhileError(current)
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
    """Return who a person is, and record that ``by`` looked.

    Raises ``PermissionDenied`` without the right; ``ValidationError`` for a reason that names somebody involved.
    """
    if not by.has_perm(SEE_IDENTITY):
        raise PermissionDenied
    incident = person.incident
    must_not_name(
        reason,
        [Secret(one.full_name, one.phone, one.citizen_id) for one in incident.persons.all()],
    )
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
