"""Making, reading and revoking personal tokens."""

from __future__ import annotations

import datetime
import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ApiToken, User

PREFIX = "cax_"
LONGEST = 400
MOST = 10
# The last use is noted once in a while, so that reading does not write every time.
NOTED_EVERY = datetime.timedelta(minutes=10)


def digest_of(token: str) -> str:
    """Return what is kept of a token: its SHA-256. Tokens are random, so no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_token(user: User, *, name: str, days: int) -> tuple[ApiToken, str]:
    """Make a token that works for ``days``; return its row and, this once, the token.

    Raises ``ValidationError`` without a name, for more than 400 days, or beyond ten working tokens.
    """
    if not name.strip():
        raise ValidationError({"name": _("Say what the token is for.")})
    if not 1 <= days <= LONGEST:
        raise ValidationError({"days": _("From 1 to %d days.") % LONGEST})
    now = timezone.now()
    working = ApiToken.objects.filter(user=user, revoked_at__isnull=True, expires_at__gt=now)
    if working.count() >= MOST:
        raise ValidationError(_("You have %d tokens already; revoke one first.") % MOST)
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        user=user,
        name=name,
        beginning=token[:8],
        digest=digest_of(token),
        expires_at=now + datetime.timedelta(days=days),
    )
    return row, token


def owner_of(token: str, now: datetime.datetime) -> User | None:
    """Return whose token it is; ``None`` for an unknown, revoked or expired one, or a closed sign-in."""
    found = (
        ApiToken.objects.filter(
            digest=digest_of(token), revoked_at__isnull=True, expires_at__gt=now
        )
        .select_related("user")
        .first()
    )
    if found is None or not found.user.is_active or found.user.must_change_password:
        return None
    if found.last_used_at is None or now - found.last_used_at > NOTED_EVERY:
        ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found.user


def revoke_token(user: User, key: int) -> bool:
    """Revoke one of the person's own tokens; tell whether there was one."""
    own = ApiToken.objects.filter(user=user, pk=key, revoked_at__isnull=True)
    return bool(own.update(revoked_at=timezone.now()))
