"""Withdrawing what was entered by mistake: it stays readable, with the reason, and counts nowhere."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.locking import locked
from incidents.domain.permissions import DECIDE, DECIDE_MEDIATIONS, require
from incidents.domain.sentences import must_say
from incidents.models import (
    Incident,
    Mediation,
    MediationSession,
    MovementModel,
    OutreachSession,
    Withdrawable,
)

Row = TypeVar("Row", Incident, Mediation, MediationSession, MovementModel, OutreachSession)
OfBook = TypeVar("OfBook", Incident, Mediation)


def withdraw(row: Row, reason: str) -> Row:
    """Withdraw a row that the caller has locked; twice is once, with the first reason.

    Raises ``ValidationError`` where the reason says nothing.
    """
    if row.is_withdrawn:
        return row
    row.withdrawn_on, row.withdrawn_reason = timezone.localdate(), must_say(reason, "reason")
    row.save(update_fields=["withdrawn_on", "withdrawn_reason", "updated_at"])
    return row


@transaction.atomic
def withdraw_from_book(row: OfBook, reason: str, *, by: User) -> OfBook:
    """Withdraw an incident or a mediation, by whoever decides how they end; its number is not given again.

    Raises ``PermissionDenied``; ``ValidationError`` where the reason says nothing.
    """
    require(by, right_to_withdraw(row))
    return withdraw(locked(row), reason)


def right_to_withdraw(row: Incident | Mediation) -> str:
    """Return the permission that withdrawing a row of a book asks for."""
    return DECIDE if isinstance(row, Incident) else DECIDE_MEDIATIONS


def may_withdraw(row: Incident | Mediation, user: User) -> bool:
    """Tell whether ``user`` may withdraw the row now."""
    return not row.is_withdrawn and user.has_perm(right_to_withdraw(row))


def refuse_withdrawn(row: Withdrawable) -> None:
    """Raise ``ValidationError`` where a row was withdrawn: it is no longer corrected."""
    if row.is_withdrawn:
        raise ValidationError(_("It was withdrawn and can no longer be changed."))
