"""System checks: the database role must never be able to pass the row policies; secrets must be set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections


@register(Tags.database)
def application_role_obeys_policies(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Fail when the application connects as a superuser or a role with BYPASSRLS."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
            )
            name, is_superuser, bypasses = cursor.fetchone() or ("", True, True)
        if is_superuser or bypasses:
            found.append(
                Error(
                    f"The application connects to “{alias}” as {name}, which row-level security does not bind.",
                    hint="Connect as a role without SUPERUSER and BYPASSRLS (docs/operations.md).",
                    id="commune_police.E001",
                )
            )
    return found


@register(Tags.security, deploy=True)
def no_demonstration_in_production(**kwargs: Any) -> list[CheckMessage]:
    """Fail when demonstration mode, with its printed password, would be deployed."""
    if settings.DEMO_MODE:
        return [
            Error(
                "DEMO_MODE is on: its sign-ins have a printed password.",
                hint="Unset DEMO_MODE and set SECRET_KEY and ALLOWED_HOSTS.",
                id="commune_police.E002",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def informants_can_be_sealed(**kwargs: Any) -> list[CheckMessage]:
    """Fail outside the demonstration without a usable key for the informants of crime tips."""
    if settings.DEMO_MODE and not settings.TIP_KEYS:
        return []
    try:
        usable = bool([Fernet(key) for key in settings.TIP_KEYS])
    except ValueError:
        usable = False
    if usable:
        return []
    return [
        Error(
            "TIP_KEYS has no usable key, so no informant of a crime tip could be sealed.",
            hint="Set TIP_KEYS to Fernet keys (.env.example tells how to make one).",
            id="commune_police.E003",
        )
    ]
