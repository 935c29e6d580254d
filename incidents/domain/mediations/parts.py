"""What belongs to a mediation: parties, each look at them recorded, and incidents that came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Disclosure, User
from incidents.domain.locking import ChangedMeanwhileError, locked
from incidents.domain.mediations.recording import may_correct
from incidents.domain.permissions import RECORD_MEDIATIONS, SEE_IDENTITY, require
from incidents.models import (
    Incident,
    Mediation,
    MediationIncident,
    MediationParty,
)

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
def add_party(mediation: Mediation, facts: PartyFacts, *, by: User) -> MediationParty:
    """Write a party down; the same facts a second time are the first ones, sent again.

    Raises ``PermissionDenied``; ``ValidationError`` beyond ``MOST_PARTIES``.
    """
    current = locked(mediation)
    if not may_correct(current, by):
        raise PermissionDenied
    known: MediationParty | None = current.parties.filter(**asdict(facts)).first()
    if known:
        return known
    if current.parties.count() >= MOST_PARTIES:
        raise ValidationError(
            _("At most %(most)s persons stand with one mediation.") % {"most": MOST_PARTIES}
        )
    return MediationParty.objects.create(mediation=current, **asdict(facts))


@transaction.atomic
def change_party(
    party: MediationParty, facts: PartyFacts, *, by: User, version: int
) -> MediationParty:
    """Correct who a party is.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` if somebody saved it since ``version``;
    ``ValidationError`` once it was made anonymous.
    """
    current = MediationParty.objects.select_for_update(of=("self",)).get(pk=party.pk)
    if not (may_correct(current.mediation, by) and by.has_perm(SEE_IDENTITY)):
        raise PermissionDenied
    if current.anonymised_on:
        raise ValidationError(_("This party was made anonymous."))
    if current.version != version:
        raise ChangedMeanwhileError(current)
    for name, value in asdict(facts).items():
        setattr(current, name, value)
    current.save()
    return current


@transaction.atomic
def remove_party(party: MediationParty, *, by: User) -> None:
    """Take a party off the record; the history keeps that there was one. Raises ``PermissionDenied``."""
    if not may_correct(party.mediation, by):
        raise PermissionDenied
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
    who each is. Raises ``PermissionDenied``."""
    if not by.has_perm(SEE_IDENTITY):
        raise PermissionDenied
    known = mediation.parties.filter(anonymised_on__isnull=True)
    parties = list(known.filter(pk=only.pk) if only else known)
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
    for an incident of another commune."""
    require(by, RECORD_MEDIATIONS)
    if incident.commune_id != mediation.commune_id:
        raise ValidationError(_("The commune's book has no incident of this number."))
    link, _made = MediationIncident.objects.get_or_create(
        mediation=mediation, incident=incident, defaults={"linked_by_name": by.get_full_name()}
    )
    return link


def unlink_incident(link: MediationIncident, *, by: User) -> None:
    """Take the link away; the history keeps that there was one. Raises ``PermissionDenied``."""
    require(by, RECORD_MEDIATIONS)
    link.delete()
