"""Withdrawing what was entered by mistake: it stays readable, with the reason, and counts nowhere."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import MediationSession, MovementModel, OutreachSession

Row = TypeVar("Row", MediationSession, MovementModel, OutreachSession)


def withdraw(row: Row, reason: str) -> Row:
    """Withdraw a row that the caller has locked; twice is once, with the first reason.

    Raises ``ValidationError`` without a reason.
    """
    if row.is_withdrawn:
        return row
    if not reason.strip():
        raise ValidationError({"reason": _("Say it in a sentence that others will understand.")})
    row.withdrawn_on, row.withdrawn_reason = timezone.localdate(), reason.strip()
    row.save()
    return row


def refuse_withdrawn(row: MediationSession | MovementModel | OutreachSession) -> None:
    """Raise ``ValidationError`` where a row was withdrawn: it is no longer corrected."""
    if row.is_withdrawn:
        raise ValidationError(_("It was withdrawn and can no longer be changed."))
