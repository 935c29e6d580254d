"""How allauth behaves here: nobody signs up, axes counts passwords, second factors are kept encrypted."""

import base64
import time
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest

from accounts.requests import client_address


class NoSignUpAdapter(DefaultAccountAdapter):
    """Sign-in only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by administrators."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave counting wrong passwords to axes, which counts by name *and* address.

        allauth's own count is by name alone: anybody could keep a chief out by guessing. Its limit
        ``login_failed`` so holds for wrong codes of the second factor only.
        """

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again before sensitive changes, but not of who signed in just now with it.

        Somebody sent to set up the second factor at the first sign-in would else type it twice in a row.
        """
        required = super().is_reauthentication_required(app=app, **kwargs)
        return required and not _signed_in_just_now(context.request)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The one idea of an address that the whole project has."""
        return client_address(request)


def _signed_in_just_now(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    latest = records[-1]["at"] if records else 0.0
    return time.time() - latest < account_settings.REAUTHENTICATION_TIMEOUT


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors unreadable to whoever gets hold of a copy of the database."""

    def encrypt(self, text: str) -> str:
        """Encrypt with a key made from ``SECRET_KEY``."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt; keys in ``SECRET_KEY_FALLBACKS`` are tried too, so that the key can be changed."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    return MultiFernet(
        [_fernet(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _fernet(secret: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"second factor")
    return Fernet(base64.urlsafe_b64encode(key.derive(secret.encode())))
