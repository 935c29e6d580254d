"""One-time passwords, lost second factors, and what the sign-in's libraries ask us."""

from __future__ import annotations

import datetime
import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts.domain.roles import ROLES
from accounts.domain.standing import Standing
from accounts.models import User


def tried_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Return the sign-in name of an attempt, in lower case, so that capitals do not dodge a lock."""
    name = (
        (credentials or {}).get("username") or (request.POST.get("login") if request else "") or ""
    )
    return str(name).strip().lower()


def set_one_time_password(user: User) -> str:
    """Give ``user``, not yet saved, a password that must be changed at once and soon expires; return it."""
    password = secrets.token_urlsafe(9)
    user.set_password(password)
    user.must_change_password = True
    user.one_time_until = timezone.now() + datetime.timedelta(days=settings.ONE_TIME_PASSWORD_DAYS)
    return password


def has_expired(user: User) -> bool:
    """Tell whether the one-time password of ``user`` was left unused for too long."""
    until = user.one_time_until
    return user.must_change_password and until is not None and until < timezone.now()


def one_time_password_used_up(user: User, **_kwargs: Any) -> None:
    """Let somebody in who has chosen a password of their own."""
    if user.must_change_password:
        user.must_change_password, user.one_time_until = False, None
        user.save(update_fields=["must_change_password", "one_time_until"])


def remove_second_factor(user: User) -> None:
    """Take back a lost phone's right to vouch for ``user``, and sign them out wherever they are."""
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.second_factor_removed_at = timezone.now()
    user.save(update_fields=["second_factor_removed_at"])


def required_step(user: User, standing: Standing) -> str | None:
    """Return the address name somebody must visit first: a new password, then a second factor."""
    if user.must_change_password:
        return "account_change_password"
    asked = settings.SECOND_FACTOR_REQUIRED and any(
        ROLES[role].needs_second_factor for role in standing.roles if role in ROLES
    )
    return "mfa_activate_totp" if asked and not is_mfa_enabled(user) else None
