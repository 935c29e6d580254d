"""Shows a masked field to somebody with the right, and records the look before showing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied

from accounts.models import Disclosure, User
from accounts.requests import client_address
from units.models import Officer

# What may be unmasked: (model label, field) → the permission it takes.
UNMASKABLE = {
    ("units.officer", "citizen_id"): "units.view_citizen_id",
    ("units.officer", "phone"): "units.view_citizen_id",
}


def disclose(
    user: User, officer: Officer, field: str, *, reason: str = "", address: str = ""
) -> str:
    """Return the whole value of ``field`` of ``officer`` and record that ``user`` saw it.

    Raises ``PermissionDenied`` without the right or for a field that is never shown.
    """
    permission = UNMASKABLE.get(("units.officer", field))
    if permission is None or not user.has_perm(permission):
        raise PermissionDenied
    value = getattr(officer, field) or ""
    Disclosure.objects.create(
        user=user,
        model="units.officer",
        row=officer.pk,
        field=field,
        shown_as=officer.full_name,
        commune_id=officer.commune_id,
        reason=reason,
        address=address or None,
    )
    return str(value)


def record_export(request: Any, officers: Sequence[Officer], **_signal: Any) -> None:
    """Record that a file with the whole numbers of ``officers`` left: one look for each person and field."""
    Disclosure.objects.bulk_create(
        [
            Disclosure(
                user=request.user,
                model="units.officer",
                row=officer.pk,
                field=field,
                shown_as=officer.full_name,
                commune_id=officer.commune_id,
                reason="export",
                address=client_address(request),
            )
            for officer in officers
            for field in ("citizen_id", "phone")
            if getattr(officer, field)
        ],
        batch_size=1000,
    )
