"""Every address as every role: nothing of a foreign district is ever shown, whatever is asked for."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.domain.roles import ROLES
from tests import isolation_world
from tests.isolation_world import FOREIGN_PK, MARK, World, owned_models

pytestmark = pytest.mark.django_db

# Tables filled by rules from the marked rows (rollups), or by somebody's own work: no row to mark.
WITHOUT_OWN_MARK = {
    "units.ImportBatch",
    "units.HeadcountMonth",
    "units.EstablishmentDue",
    "units.EquipmentDue",
    "incidents.HotspotCount",
    "incidents.ReportDraft",
    "lists.SavedView",
    "units.EstablishmentNorm",
    "units.EquipmentNorm",
}
# Pages that strangers must reach.
PUBLIC = re.compile(
    r"^/(accounts/(login|logout|password/|signup|inactive|confirm-email|reauthenticate|2fa/)"
    r"|language/|static/|admin/jsi18n/)"
)


@dataclass(frozen=True)
class Address:
    """One concrete address to try."""

    path: str
    name: str


def _concrete(route: str, converters: dict[str, object]) -> str:
    """Put the foreign row's key, or a made-up word, wherever the route has a parameter."""

    def value(match: re.Match[str]) -> str:
        kind, name = match.group("kind") or "str", match.group("name")
        if kind in {"int", "path"} or name in {"object_id", "pk"}:
            return str(FOREIGN_PK) if kind != "uuid" else str(uuid.UUID(int=FOREIGN_PK))
        if kind == "uuid":
            return str(uuid.UUID(int=FOREIGN_PK))
        return {"field": "citizen_id", "app_label": "units"}.get(name, str(FOREIGN_PK))

    return re.sub(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>", value, route)


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        route = str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, prefix + _concrete(route, {}))
        else:
            if "(?P" in route or route.startswith("^") or route.endswith("$"):
                route = re.sub(r"\(\?P<\w+>[^)]*\)", str(FOREIGN_PK), route).strip("^$")
            yield Address(
                prefix + _concrete(route, pattern.pattern.converters), pattern.name or route
            )


def addresses() -> list[Address]:
    """Return every address of the project once, parameters pointing at the foreign row."""
    found = {a.path: a for a in _walk(get_resolver().url_patterns, "/")}
    assert len(found) > 60
    return list(found.values())


@pytest.fixture
def world() -> World:
    return isolation_world.build()


def shown(client: Client, address: Address, query: str = "") -> str:
    """Return the text of the answer, redirects not followed."""
    response = client.get(address.path + query)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8", errors="replace") + response.headers.get("Location", "")


@pytest.mark.parametrize("role", ROLES)
def test_no_address_shows_a_role_anything_of_a_foreign_district(role, world, client):
    client.force_login(world.people[role])
    leaks = []
    for address in addresses():
        if address.path.startswith("/accounts/logout"):
            continue
        for query in ("", f"?q={MARK.lower()}&commune={FOREIGN_PK}", f"?term=ho&pk={FOREIGN_PK}"):
            text = shown(client, address, query)
            # The page may repeat the words asked for, in lower case; the rows carry a capital.
            if MARK in text:
                leaks.append(address.path + query)
    assert leaks == []


@pytest.mark.parametrize("role", ROLES)
def test_a_foreign_row_answers_as_if_it_did_not_exist(role, world, client):
    client.force_login(world.people[role])
    answered = [
        address.path
        for address in addresses()
        if str(FOREIGN_PK) in address.path
        and not PUBLIC.match(address.path)
        and client.get(address.path).status_code == 200
    ]
    assert answered == []


def test_strangers_are_sent_to_sign_in_or_refused(world, client):
    open_pages = [
        address.path
        for address in addresses()
        if not PUBLIC.match(address.path) and client.get(address.path).status_code == 200
    ]
    assert open_pages == []


def test_posting_to_a_foreign_row_changes_nothing(world, client):
    """Every address that takes a key gets a POST as every role; the foreign rows stay as they were."""
    before = fingerprint()
    for role in ROLES:
        client.force_login(world.people[role])
        for address in addresses():
            if str(FOREIGN_PK) in address.path and not PUBLIC.match(address.path):
                client.post(address.path, {"post": "yes", "confirm": "1", "reason": "x"})
    assert fingerprint() == before


def fingerprint() -> dict[str, str]:
    """Digest the foreign rows of every owned table."""
    digests = {}
    with connection.cursor() as cursor:
        for model in owned_models():
            table = model._meta.db_table
            cursor.execute(
                f"SELECT md5(string_agg(t::text, '' ORDER BY t.id)) FROM {table} t WHERE commune_id = %s",
                [FOREIGN_PK],
            )
            digests[table] = cursor.fetchone()[0]
    return digests


def test_the_world_has_a_marked_row_of_every_kind(world):
    missing = [
        model._meta.label
        for model in owned_models()
        if model._meta.label not in WITHOUT_OWN_MARK
        and not model._default_manager.filter(commune_id=FOREIGN_PK).exists()
    ]
    assert missing == []


@pytest.mark.parametrize(
    "path",
    [
        "/admin/units/officer/",
        "/admin/units/station/",
        f"/admin/units/officer/{FOREIGN_PK}/change/",
    ],
)
def test_the_foreign_districts_own_administrator_does_see_the_mark(path, world, client):
    """Without this, a page that showed nobody anything would pass the tests above."""
    client.force_login(world.foreign_staff)
    assert MARK in client.get(path).content.decode()
