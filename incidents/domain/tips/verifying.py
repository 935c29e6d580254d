"""The verification report of a tip: drafted, read by another person, signed by the chief.

Where a deputy can read it, the chief does not; where there is none, the chief does both, and the report says so.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.colleagues import colleagues_who_may
from accounts.models import User
from incidents.domain import moves
from incidents.domain.locking import ChangedMeanwhileError, locked, saved
from incidents.domain.moves import OfferedMove
from incidents.domain.permissions import DRAFT_VERIFICATION, require
from incidents.domain.sentences import must_say, must_say_all
from incidents.domain.tips.informants import must_not_tell_of, refusals_kept
from incidents.models import (
    WITH_COMMUNE,
    CrimeTip,
    TipState,
    TipVerification,
    VerificationState,
)
from incidents.models.verifications import (
    READ_VERIFICATION,
    SIGN_VERIFICATION,
    VERIFICATION_MOVES,
)

# A tip is checked once it is classified and before it is handed over.
CHECKED_IN = tuple(state for state in WITH_COMMUNE if state != TipState.RECEIVED)


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification report says; ``finding`` is a value of ``Finding``."""

    checked: str
    found: str
    finding: str
    proposal: str


def may_draft(tip: CrimeTip, latest: TipVerification | None, user: User) -> bool:
    """Tell whether ``user`` may write a report of this tip now, or correct the ``latest`` one; no query."""
    if tip.state not in CHECKED_IN or not user.has_perm(DRAFT_VERIFICATION):
        return False
    if latest is None or latest.state == VerificationState.SIGNED:
        return True
    return latest.state == VerificationState.DRAFT and may_take_up(latest, user)


def may_take_up(report: TipVerification, user: User) -> bool:
    """Tell whose draft it is: its author's, and anybody's once it was sent back to an author whose account is closed."""
    if report.drafted_by_id == user.pk:
        return True
    return bool(report.sent_back_because) and not report.drafted_by.is_active


@refusals_kept
@transaction.atomic
def draft_verification(
    tip: CrimeTip, said: Report, *, by: User, version: int | None
) -> TipVerification:
    """Write the report, or correct the draft whose ``version`` the person was looking at (``None`` for a new one).

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` when another draft or another version stands there;
    ``ValidationError`` when the tip is not with the commune, the draft is somebody else's, it has been read, or it
    names the informant.
    """
    require(by, DRAFT_VERIFICATION)
    current = locked(tip)
    if current.state not in CHECKED_IN:
        raise ValidationError(
            _("The commune reports once the tip is classified and before it is handed over.")
        )
    held = unsigned_of(current)
    if held is not None and not may_take_up(held, by):
        raise ValidationError(
            _(
                "%(name)s has drafted a report already. Only its author corrects it; send it back to ask."
            )
            % {"name": held.drafted_by.get_full_name()}
        )
    if held is not None and held.version != version:
        raise ChangedMeanwhileError(held)
    if held is None and version is not None:
        raise ValidationError(_("This report has been signed; write another one."))
    if held is not None and held.state != VerificationState.DRAFT:
        raise ValidationError(_("The report has been read; send it back to correct it."))
    words = {name: getattr(said, name) for name in ("checked", "found", "proposal")}
    must_say_all(words)
    must_not_tell_of(current, words, by=by)
    report = held or TipVerification(tip=current)
    report.drafted_by = by
    for name, value in asdict(said).items():
        setattr(report, name, value)
    # Corrected, it waits to be read again; the history keeps what was asked.
    report.sent_back_because = ""
    report.full_clean()
    return saved(report)


def unsigned_of(tip: CrimeTip) -> TipVerification | None:
    """Return the report that waits to be read or signed, where there is one; one query."""
    found: TipVerification | None = tip.verifications.exclude(
        state=VerificationState.SIGNED
    ).first()
    return found


def readers_instead(report: TipVerification, user: User, day: datetime.date) -> list[User]:
    """Return the deputies who can read the report in place of ``user``, who signs such reports: none who wrote it
    themselves; nobody for whom does not sign. One query at most."""
    if not user.has_perm(SIGN_VERIFICATION):
        return []
    deputies = colleagues_who_may(READ_VERIFICATION, user, day)
    return [one for one in deputies if one.pk != report.drafted_by_id]


def verification_moves_offered(
    report: TipVerification, user: User, deputies: Sequence[User] = ()
) -> list[OfferedMove]:
    """Return the moves that the report's state and the person allow, with the ``deputies`` who can read it instead; no
    query."""
    return [
        one
        for one in moves.moves_offered(report, user, VERIFICATION_MOVES)
        if report.tip.state in CHECKED_IN
        and not _is_own_text(one.name, report, user)
        and not _belongs_to_another(one.name, report, user, deputies)
    ]


@refusals_kept
def move_verification(
    name: str, report: TipVerification, note: str, *, by: User, now: datetime.datetime, version: int
) -> TipVerification:
    """Read, sign or send back.

    Raises what ``moves.carry_out`` does; ``PermissionDenied`` for whoever reads a text of their own;
    ``ValidationError`` when no reason is given for sending it back, for one that names the informant, and for one person who would both read and sign
    though a deputy could read.
    """

    def check(current: TipVerification) -> None:
        if _is_own_text(name, current, by):
            raise PermissionDenied
        if current.tip.state not in CHECKED_IN:
            raise ValidationError(
                _("The commune reports once the tip is classified and before it is handed over.")
            )
        deputies = readers_instead(current, by, timezone.localdate(now))
        if _belongs_to_another(name, current, by, deputies):
            raise ValidationError(who_reads(current, by, deputies))
        if moves.declared_moves(TipVerification)[name].needs_reason:
            must_say(note, "note")
        must_not_tell_of(current.tip, {"note": note}, by=by)

    return moves.carry_out(
        name,
        report,
        by=by,
        version=version,
        check=check,
        write=lambda current: _write(current, name, note.strip(), by, now),
    )


def who_reads(report: TipVerification, user: User, deputies: Sequence[User]) -> str:
    """Say who reads the report before ``user`` signs it, and what to do where ``user`` has read it; empty where that is
    nobody's matter. No query."""
    is_read = report.state == VerificationState.READ
    step = "sign" if is_read else "read"
    if report.tip.state not in CHECKED_IN or not _belongs_to_another(step, report, user, deputies):
        return ""
    said = (
        _(
            "You have read this report yourself, and a deputy can. Send it back, so that %(names)s reads it; then sign it."
        )
        if is_read
        else _("%(names)s reads this report; you sign what somebody else has read.")
    )
    return said % {"names": ", ".join(one.get_full_name() for one in deputies)}


def _belongs_to_another(
    name: str, report: TipVerification, user: User, deputies: Sequence[User]
) -> bool:
    """Where a deputy can read the report, whoever signs does not read, nor signs what they have read."""
    if not deputies or report.state == VerificationState.SIGNED:
        return False
    return name == "read" or (name == "sign" and report.read_by_id == user.pk)


def _is_own_text(name: str, report: TipVerification, user: User) -> bool:
    return name == "read" and report.drafted_by_id == user.pk


def _write(report: TipVerification, name: str, note: str, by: User, now: datetime.datetime) -> None:
    report.sent_back_because = note
    if name == "read":
        report.read_by, report.read_at = by, now
    elif name == "sign":
        report.signed_by, report.signed_at = by, now
        report.signer_read_it = report.read_by_id == by.pk
    else:
        report.read_by, report.read_at = None, None
