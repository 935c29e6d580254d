"""Seals small records with keys from the environment, so that the database alone tells nothing."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.translation import gettext as _


class CannotOpenError(ValidationError):
    """None of the keys opens the sealed text; said to people in a sentence."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Who gave this tip is sealed with a key that is not here any more. Ask whoever keeps the server's keys."
            )
        )


def seal(values: dict[str, str]) -> str:
    """Return ``values`` as a text that only the keys open (Fernet: AES-128-CBC with HMAC-SHA256)."""
    return _keys().encrypt(json.dumps(values, ensure_ascii=False).encode()).decode()


def unseal(sealed: str) -> dict[str, Any]:
    """Return what was sealed. Raises ``CannotOpenError``."""
    try:
        opened: dict[str, Any] = json.loads(_keys().decrypt(sealed.encode()))
    except InvalidToken:
        raise CannotOpenError from None
    return opened


def sealed_anew(sealed: str) -> str:
    """Return the same content sealed with the first key. Raises ``CannotOpenError``."""
    try:
        return _keys().rotate(sealed.encode()).decode()
    except InvalidToken:
        raise CannotOpenError from None


def _keys() -> MultiFernet:
    """The keys of ``TIP_KEYS``; in the demonstration, without any, one made from ``SECRET_KEY``."""
    if settings.TIP_KEYS:
        return MultiFernet([_key(number, key) for number, key in enumerate(settings.TIP_KEYS, 1)])
    if not settings.DEMO_MODE:
        raise ImproperlyConfigured("TIP_KEYS is not set.")
    digest = hashlib.sha256(f"tips:{settings.SECRET_KEY}".encode()).digest()
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest))])


def _key(number: int, key: str) -> Fernet:
    """Read one key; what is wrong with it is said without showing it."""
    try:
        return Fernet(key)
    except ValueError:
        raise ImproperlyConfigured(
            f"Key {number} of TIP_KEYS is no key: 32 bytes in URL-safe base64, 44 signs (.env.example tells how to "
            "make one)."
        ) from None
