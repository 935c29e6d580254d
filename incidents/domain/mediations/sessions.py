"""Sessions of a mediation: their minutes and papers, corrections, and those entered by mistake."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.attachments import CleanFile, drop_file, keep_files
from incidents.domain.locking import ChangedMeanwhileError, locked
from incidents.domain.mediations.recording import may_correct
from incidents.domain.permissions import RECORD_MEDIATIONS, SEE_IDENTITY, require
from incidents.domain.submissions import made_by_same_form
from incidents.domain.withdrawing import refuse_withdrawn, withdraw
from incidents.models import (
    FileType,
    Mediation,
    MediationFile,
    MediationSession,
    MediationState,
)

MOST_FILES = 12


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What a session's minutes say."""

    on: datetime.date
    mediated_by: str
    minutes: str
    place: str = ""
    signed_by: str = ""


@dataclass(frozen=True, slots=True)
class SessionHeld:
    """The session, and whether this very form had already been received."""

    session: MediationSession
    is_repeat: bool = False


@transaction.atomic
def hold_session(
    mediation: Mediation,
    facts: SessionFacts,
    files: Sequence[CleanFile] = (),
    *,
    by: User,
    key: uuid.UUID,
) -> SessionHeld:
    """Write a session's minutes down, with its papers; all of it or nothing.

    The same ``key`` a second time returns what the first time wrote. Raises ``PermissionDenied``;
    ``ValidationError`` for a day to come or before the mediation was opened, once it has ended or was withdrawn, beyond
    ``MOST_FILES`` and for a key of another form.
    """
    require(by, RECORD_MEDIATIONS)
    if known := made_by_same_form(MediationSession, key, mediation_id=mediation.pk):
        return SessionHeld(known, is_repeat=True)
    current = locked(mediation)
    refuse_withdrawn(current)
    if not current.is_open:
        raise ValidationError(
            _("The mediation has ended. Take it up again before the next session.")
        )
    _check(current, facts)
    session = MediationSession.objects.create(
        mediation=current, submission_key=key, **asdict(facts)
    )
    _attach(session, files, by)
    return SessionHeld(session)


@transaction.atomic
def correct_session(
    session: MediationSession,
    facts: SessionFacts,
    files: Sequence[CleanFile] = (),
    *,
    by: User,
    version: int,
) -> MediationSession:
    """Correct a session's minutes and add papers, such as the signed minutes; all of it or nothing.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` if somebody saved it since ``version``;
    ``ValidationError`` for a day that does not lie in the mediation, for a withdrawn session, and beyond
    ``MOST_FILES``.
    """
    mediation, current = _locked(session, by)
    refuse_withdrawn(current)
    if current.version != version:
        raise ChangedMeanwhileError(current)
    _check(mediation, facts)
    for name, value in asdict(facts).items():
        setattr(current, name, value)
    current.save()
    _attach(current, files, by)
    return current


@transaction.atomic
def withdraw_session(session: MediationSession, reason: str, *, by: User) -> MediationSession:
    """Withdraw a session that was written down by mistake; its papers stay with it.

    Raises ``PermissionDenied``; ``ValidationError`` without a reason, and for the only session of an agreement.
    """
    mediation, current = _locked(session, by)
    others = mediation.sessions.standing().exclude(pk=current.pk)
    if mediation.state == MediationState.SETTLED and not others.exists():
        raise ValidationError(
            {"reason": _("The parties agreed in this session. Take the mediation up again first.")}
        )
    return withdraw(current, reason)


@transaction.atomic
def remove_paper(attached: MediationFile, *, by: User) -> None:
    """Take a paper away; it goes from the disk when that is certain. Raises ``PermissionDenied``."""
    if not (may_correct(attached.mediation, by) and by.has_perm(SEE_IDENTITY)):
        raise PermissionDenied
    drop_file(attached)


def _locked(session: MediationSession, by: User) -> tuple[Mediation, MediationSession]:
    """Lock a session and its mediation, if ``by`` may correct them."""
    mediation = locked(session.mediation)
    if not may_correct(mediation, by):
        raise PermissionDenied
    return mediation, MediationSession.objects.select_for_update(of=("self",)).get(pk=session.pk)


def _check(mediation: Mediation, facts: SessionFacts) -> None:
    if not mediation.opened_on <= facts.on <= (mediation.outcome_on or timezone.localdate()):
        raise ValidationError(
            {"on": _("Choose a day from the opening until the outcome or today.")}
        )


def _attach(session: MediationSession, files: Sequence[CleanFile], by: User) -> None:
    too_many = _("At most %(most)s files stand with one mediation.") % {"most": MOST_FILES}
    keep_files(
        session.mediation.files.all(),
        files,
        belongs={"mediation": session.mediation, "session": session},
        kinds=FileType,
        most=MOST_FILES,
        too_many=ValidationError({"papers": too_many}),
        by=by,
    )
