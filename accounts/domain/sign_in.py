"""What the sign-in's libraries ask us: whose name was tried, and that a one-time password is used up."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.models import User


def tried_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Return the sign-in name of an attempt, in lower case, so that capitals do not dodge a lock."""
    name = (
        (credentials or {}).get("username") or (request.POST.get("login") if request else "") or ""
    )
    return str(name).strip().lower()


def one_time_password_used_up(user: User, **_kwargs: Any) -> None:
    """Let somebody in who has chosen a password of their own."""
    if user.must_change_password:
        user.must_change_password = False
        user.save(update_fields=["must_change_password"])
