"""What belongs to a mediation: parties, each look at them recorded, and incidents that came of it."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Disclosure, User
from incidents.domain.days import year_to_come
from incidents.domain.locking import ChangedMeanwhileError, locked
from incidents.domain.mediations.recording import may_correct
from incidents.domain.mediations.workflow import FEWEST_PARTIES
from incidents.domain.permissions import RECORD_MEDIATIONS, SEE_IDENTITY, require
from incidents.domain.secrecy import Secret, must_not_name
from incidents.domain.submissions import made_by_same_form
from incidents.domain.withdrawing import refuse_withdrawn
from incidents.models import (
    Incident,
    Mediation,
    MediationIncident,
    MediationParty,
)
from incidents.queries.grounds import ground_of

MOST_PARTIES = 30
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """Who a party is; all but the name may be unknown."""

    full_name: str
    birth_year: int | None = None
    phone: str = ""
    address: str = ""


@transaction.atomic
def add_party(
    mediation: Mediation, facts: PartyFacts, *, by: User, key: uuid.UUID
) -> MediationParty:
    """Write a party down; the same ``key`` a second time returns whom the first time wrote.

    Raises ``PermissionDenied``; ``ValidationError`` beyond ``MOST_PARTIES``, for a birth to come and for a key of another
    form.
    """
    current = locked(mediation)
    if not may_correct(current, by):
        raise PermissionDenied
    _check(facts)
    if known := made_by_same_form(MediationParty, key, mediation_id=current.pk):
        return known
    if current.parties.count() >= MOST_PARTIES:
        raise ValidationError(
            _("At most %(most)s persons stand with one mediation.") % {"most": MOST_PARTIES}
        )
    return MediationParty.objects.create(mediation=current, submission_key=key, **asdict(facts))


@transaction.atomic
def change_party(
    party: MediationParty, facts: PartyFacts, *, by: User, version: int
) -> MediationParty:
    """Correct who a party is.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` if somebody saved it since ``version``;
    ``ValidationError`` once it was made anonymous and for a birth to come.
    """
    current = MediationParty.objects.select_for_update(of=("self",)).get(pk=party.pk)
    if not (may_correct(current.mediation, by) and by.has_perm(SEE_IDENTITY)):
        raise PermissionDenied
    if current.anonymised_on:
        raise ValidationError(_("This party was made anonymous."))
    if current.version != version:
        raise ChangedMeanwhileError(current)
    _check(facts)
    for name, value in asdict(facts).items():
        setattr(current, name, value)
    current.save()
    return current


@transaction.atomic
def remove_party(party: MediationParty, *, by: User) -> None:
    """Take a party off the record; the history keeps that there was one. Raises ``PermissionDenied``; ``ValidationError``
    where an outcome would be left with fewer parties than it takes."""
    mediation = locked(party.mediation)
    if not may_correct(mediation, by):
        raise PermissionDenied
    if not mediation.is_open and mediation.parties.count() <= FEWEST_PARTIES:
        raise ValidationError(
            _(
                "The mediation has an outcome, which takes two parties. Write down the right one first."
            )
        )
    party.delete()


@transaction.atomic
def see_parties(
    mediation: Mediation,
    *,
    by: User,
    reason: str,
    address: str = "",
    only: MediationParty | None = None,
) -> list[MediationParty]:
    """Return the parties that are not anonymous, or ``only`` one of them, and record that ``by`` looked at
    who each is. Raises ``PermissionDenied``; ``ValidationError`` for a reason that names one of them."""
    if not by.has_perm(SEE_IDENTITY):
        raise PermissionDenied
    known = list(mediation.parties.filter(anonymised_on__isnull=True))
    must_not_name(reason, [Secret(one.full_name, one.phone) for one in known])
    parties = [one for one in known if only is None or one.pk == only.pk]
    Disclosure.objects.bulk_create(
        Disclosure(
            user=by,
            model="incidents.mediationparty",
            row=party.pk,
            field="identity",
            shown_as=f"{mediation.number}: {party.initials}",
            commune_id=mediation.commune_id,
            reason=reason[:LONGEST_REASON],
            address=address or None,
        )
        for party in parties
    )
    return parties


@transaction.atomic
def link_incident(mediation: Mediation, incident: Incident, *, by: User) -> MediationIncident:
    """Say that an incident came of the quarrel; twice is once. Raises ``PermissionDenied``; ``ValidationError``
    for an incident of another commune, and where one of the two was withdrawn."""
    require(by, RECORD_MEDIATIONS)
    refuse_withdrawn(mediation)
    refuse_withdrawn(incident)
    if incident.commune_id not in ground_of(mediation.commune_id):
        raise ValidationError(_("The commune's book has no incident of this number."))
    link, _made = MediationIncident.objects.get_or_create(
        mediation=mediation, incident=incident, defaults={"linked_by_name": by.get_full_name()}
    )
    return link


def unlink_incident(link: MediationIncident, *, by: User) -> None:
    """Take the link away; the history keeps that there was one. Raises ``PermissionDenied``."""
    require(by, RECORD_MEDIATIONS)
    link.delete()


def _check(facts: PartyFacts) -> None:
    year = facts.birth_year
    if year and (problem := year_to_come(year, timezone.localdate())):
        raise ValidationError({"birth_year": problem})
