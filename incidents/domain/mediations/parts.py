"""What belongs to a mediation: parties (each look recorded), sessions with papers, incidents that came of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Disclosure, User
from commune_police.files import save_with_files
from incidents.domain.attachments import CleanFile
from incidents.domain.locking import locked
from incidents.domain.mediations.recording import may_correct
from incidents.domain.permissions import RECORD_MEDIATIONS, SEE_IDENTITY, require
from incidents.models import (
    FileType,
    Incident,
    Mediation,
    MediationFile,
    MediationIncident,
    MediationParty,
    MediationSession,
)

MOST_FILES = 12
MOST_PARTIES = 30


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """Who a party is; all but the name may be unknown."""

    full_name: str
    birth_year: int | None = None
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What a session's minutes say."""

    on: datetime.date
    mediated_by: str
    minutes: str
    place: str = ""
    signed_by: str = ""


@transaction.atomic
def add_party(mediation: Mediation, facts: PartyFacts, *, by: User) -> MediationParty:
    """Write a party down. Raises ``PermissionDenied``; ``ValidationError`` beyond ``MOST_PARTIES``."""
    current = locked(mediation)
    if not may_correct(current, by):
        raise PermissionDenied
    if current.parties.count() >= MOST_PARTIES:
        raise ValidationError(
            _("At most %(most)s persons stand with one mediation.") % {"most": MOST_PARTIES}
        )
    return MediationParty.objects.create(mediation=current, **asdict(facts))


@transaction.atomic
def change_party(party: MediationParty, facts: PartyFacts, *, by: User) -> MediationParty:
    """Correct who a party is. Raises ``PermissionDenied``."""
    current = MediationParty.objects.select_for_update(of=("self",)).get(pk=party.pk)
    if not (may_correct(current.mediation, by) and by.has_perm(SEE_IDENTITY)):
        raise PermissionDenied
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
    mediation: Mediation, *, by: User, reason: str, address: str = ""
) -> list[MediationParty]:
    """Return the parties, and record that ``by`` looked at who each is. Raises ``PermissionDenied``."""
    if not by.has_perm(SEE_IDENTITY):
        raise PermissionDenied
    parties = list(mediation.parties.all())
    Disclosure.objects.bulk_create(
        Disclosure(
            user=by,
            model="incidents.mediationparty",
            row=party.pk,
            field="identity",
            shown_as=f"{mediation.number}: {party.initials}",
            commune_id=mediation.commune_id,
            reason=reason,
            address=address or None,
        )
        for party in parties
    )
    return parties


@transaction.atomic
def hold_session(
    mediation: Mediation, facts: SessionFacts, files: Sequence[CleanFile] = (), *, by: User
) -> MediationSession:
    """Write a session's minutes down, with its papers; all of it or nothing.

    The same minutes of the same day a second time are the first ones, sent again. Raises
    ``PermissionDenied``; ``ValidationError`` for a day to come or before the mediation was opened, once
    it has ended, and beyond ``MOST_FILES``.
    """
    require(by, RECORD_MEDIATIONS)
    current = locked(mediation)
    if not current.is_open:
        raise ValidationError(
            _("The mediation has ended. Take it up again before the next session.")
        )
    if not current.opened_on <= facts.on <= timezone.localdate():
        raise ValidationError({"on": _("Choose a day from the opening until today.")})
    known: MediationSession | None = current.sessions.filter(
        on=facts.on, minutes=facts.minutes
    ).first()
    session = known or MediationSession.objects.create(mediation=current, **asdict(facts))
    _attach(session, files, by)
    return session


def _attach(session: MediationSession, files: Sequence[CleanFile], by: User) -> None:
    known = set(session.mediation.files.values_list("sha256", flat=True))
    fresh = {one.digest: one for one in files if one.digest not in known}
    if len(known) + len(fresh) > MOST_FILES:
        raise ValidationError(
            {"papers": _("At most %(most)s files stand with one mediation.") % {"most": MOST_FILES}}
        )
    for digest, one in fresh.items():
        kept = MediationFile(
            mediation=session.mediation,
            session=session,
            content_type=FileType.PHOTO if one.is_photo else FileType.PAPER,
            name=one.name,
            size=len(one.content),
            sha256=digest,
            added_by=by,
            added_by_name=by.get_full_name(),
        )
        save_with_files(kept, {"file": (one.name, one.content)})


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
