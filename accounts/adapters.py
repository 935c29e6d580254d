"""How allauth behaves here: nobody signs up; guesses of passwords are counted by axes alone."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
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

    def get_client_ip(self, request: HttpRequest) -> str:
        """The one idea of an address that the whole project has."""
        return client_address(request)
