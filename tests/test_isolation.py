"""Every address as every role: nothing of a foreign district is ever shown, whatever is asked for."""

from __future__ import annotations

import html
import io
import json
import re
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.domain.roles import ROLES
from lists.domain.address import EVERYTHING, EXPORT, PRINT
from lists.views.reading import PAGES
from tests import isolation_world
from tests.isolation_world import FOREIGN_PK, MARK, World, owned_models

pytestmark = pytest.mark.django_db

# Tables filled by rules from the marked rows (rollups), or by somebody's own work: no row to mark.
WITHOUT_OWN_MARK = {
    "units.ImportBatch",
    "units.HeadcountMonth",
    "units.EstablishmentDue",
    "units.EquipmentDue",
    "dashboards.CommuneRevision",
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
    view: Any = None


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
            path = prefix + _concrete(route, pattern.pattern.converters)
            view = getattr(pattern.callback, "view_class", None)
            yield Address(path, pattern.name or route, view)


def addresses() -> list[Address]:
    """Return every address of the project once, parameters pointing at the foreign row."""
    found = {a.path: a for a in _walk(get_resolver().url_patterns, "/")}
    assert len(found) > 60
    return list(found.values())


@pytest.fixture
def world() -> World:
    return isolation_world.build()


def words_of(response: Any) -> str:
    """Return all text that an answer carries: JSON without its escapes, workbooks without their zip."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if "json" in response.headers.get("Content-Type", ""):
        body = json.dumps(json.loads(body), ensure_ascii=False).encode()
    elif body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    # Workbooks may write letters as numbers: &#7855; for ắ.
    return html.unescape(body.decode("utf-8", errors="replace")) + response.headers.get(
        "Location", ""
    )


def queries_for(address: Address) -> list[str]:
    """Return what to ask of an address: the page alone, the foreign row, and a list's files and print.

    The page may repeat the words asked for, in lower case; the rows carry a capital.
    """
    if address.path.startswith("/admin/"):
        return ["", f"?q={MARK.lower()}", "?format=csv"]
    asked = ["", f"?q={MARK.lower()}&commune={FOREIGN_PK}&term=ho&pk={FOREIGN_PK}"]
    if address.view in PAGES.values():
        asked += [
            f"?{EVERYTHING}=1&{way}" for way in (f"{EXPORT}=xlsx", f"{EXPORT}=csv", f"{PRINT}=1")
        ]
    return asked


@pytest.mark.parametrize("role", ROLES)
def test_no_address_shows_a_role_anything_of_a_foreign_district(role, world, client):
    client.force_login(world.people[role])
    leaks = [
        address.path + query
        for address in addresses()
        if not address.path.startswith("/accounts/logout")
        for query in queries_for(address)
        if MARK in words_of(client.get(address.path + query))
    ]
    assert leaks == []


def choices_of_the_admin() -> list[str]:
    """Return the address of every field that the administration fills by searching."""
    asked = {
        (model._meta.app_label, model._meta.model_name, field)
        for registered in admin.site._registry.values()
        for model, fields in [
            (registered.model, registered.autocomplete_fields),
            *((inline.model, inline.autocomplete_fields) for inline in registered.inlines),
        ]
        for field in fields
    }
    return [
        f"/admin/autocomplete/?app_label={app}&model_name={model}&field_name={field}&term="
        for app, model, field in sorted(asked)
    ]


def test_no_choice_in_the_administration_offers_a_foreign_row(world, client):
    paths = choices_of_the_admin()
    assert len(paths) > 15
    client.force_login(world.foreign_staff)
    assert sum(MARK in words_of(client.get(path)) for path in paths) > 10
    client.force_login(world.people["administrator"])
    assert [path for path in paths if MARK in words_of(client.get(path))] == []


def test_bulk_actions_leave_foreign_rows_alone(world, client):
    """Every action of every list and of the administration, with the foreign row ticked."""
    before = fingerprint()
    client.force_login(world.people["administrator"])
    leaks, tried = [], 0
    paths = {address.view: address.path for address in addresses()}
    # Pages that other tests and the measurements make for themselves have no address.
    pages = [
        page
        for page in PAGES.values()
        if not page.__module__.startswith("tests.") and "<locals>" not in page.__qualname__
    ]
    for page in pages:
        for action in getattr(page, "actions", ()):
            tried += 1
            path = paths[page]
            answer = client.post(path, {"action": action.name, "row": FOREIGN_PK}, follow=True)
            leaks += [path] if MARK in words_of(answer) else []
    for model, registered in admin.site._registry.items():
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for action in registered.actions or ():
            tried += 1
            name = action if isinstance(action, str) else action.__name__
            asked = {"action": name, "_selected_action": FOREIGN_PK, "post": "yes", "apply": "1"}
            answer = client.post(path, asked, follow=True)
            leaks += [path] if MARK in words_of(answer) else []
    assert tried > 3
    assert leaks == []
    assert fingerprint() == before


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
                f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t WHERE commune_id = %s",
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
        "/",
        "/officers/",
        f"/officers/{FOREIGN_PK}/",
        f"/officers/?{EXPORT}=xlsx&{EVERYTHING}=1",
        f"/stations/?{EXPORT}=csv&{EVERYTHING}=1",
        f"/communes/{FOREIGN_PK}/",
        f"/hotspots/{FOREIGN_PK}/",
        f"/incidents/{FOREIGN_PK}/",
        f"/analysis/places/?commune={FOREIGN_PK}",
        f"/incidents/?{EVERYTHING}=1",
        f"/reports/{FOREIGN_PK}/",
        "/map/hotspots.geojson",
        f"/search/?q={MARK}",
        "/admin/units/officer/",
        "/admin/units/station/",
        "/admin/accounts/disclosure/",
        f"/admin/accounts/user/{FOREIGN_PK}/change/",
        f"/admin/units/officer/{FOREIGN_PK}/history/",
    ],
)
def test_the_foreign_districts_own_administrator_does_see_the_mark(path, world, client):
    """Without this, a page that showed nobody anything would pass the tests above."""
    client.force_login(world.foreign_staff)
    assert MARK in words_of(client.get(path))
