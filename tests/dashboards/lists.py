"""What the tests of lists share: people who sign in, and rows by the dozen."""

from __future__ import annotations

import re

from django.test import Client

from accounts.models import User
from tests.factories import AssignmentFactory, OfficerFactory, PositionFactory
from units.models import Commune, Officer


def signed_in(user: User) -> Client:
    """A browser in which ``user`` is signed in."""
    client = Client()
    client.force_login(user)
    return client


def rows_of(html: str) -> int:
    """How many rows a list's page shows."""
    return len(re.findall(r"<tr[^>]*><td", html.split("<tbody>", 1)[1])) if "<tbody>" in html else 0


def serving(commune: Commune, count: int, **kwargs: object) -> list[Officer]:
    """Officers of a commune who hold a main post."""
    position = PositionFactory()
    officers = [OfficerFactory(commune=commune, **kwargs) for _ in range(count)]
    for officer in officers:
        AssignmentFactory(officer=officer, position=position)
    return officers
