"""Filing an incident on a phone, beside the bare INSERT of the same rows and an empty POST."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.urls import reverse

from dashboards.bench.bare import check_now, undone
from dashboards.bench.measure import HOST, Timing, person_and_scope
from dashboards.bench.pages import BenchError
from incidents.models import Incident, IncidentCategory, IncidentCount
from units.domain.scope import Scope, scope_context

WARM_UPS = 3
# Every table that filing writes a row to: the incident, its history, its count, its book.
TABLES = (
    "incidents_incident",
    "incidents_incidentevent",
    "incidents_incidentcount",
    "incidents_bookcounter",
)


@dataclass(frozen=True, slots=True)
class Filing:
    """One entry of the quick form: our time with rights, number, policies, history and count; the INSERT of the
    same rows into bare copies of the tables with the same indexes; a POST that does nothing."""

    incidents: int
    timing: Timing
    bare: Timing
    empty_post: Timing

    @property
    def ratio(self) -> float:
        """Our median over that of the INSERT and the empty POST together."""
        return self.timing.median / (self.bare.median + self.empty_post.median)


def measure_filing(username: str, rounds: int) -> Filing:
    """File as ``username``, in turn with the yardsticks; every turn is undone."""
    user, scope = person_and_scope(username)
    client = Client(HTTP_HOST=HOST)
    client.force_login(user)
    with scope_context(scope):
        category = IncidentCategory.objects.get(code="theft").pk
        counted = sum(IncidentCount.objects.values_list("count", flat=True))
    statements = _bare_statements(client, scope, category)
    ours, bares, empties = _turns(client, scope, category, statements, rounds)
    return Filing(counted, Timing.of(ours), Timing.of(bares), Timing.of(empties))


def _turns(
    client: Client,
    scope: Scope,
    category: int,
    statements: list[tuple[str, list[Any]]],
    rounds: int,
) -> tuple[list[float], list[float], list[float]]:
    ours: list[float] = []
    bares: list[float] = []
    empties: list[float] = []
    for turn in range(WARM_UPS + rounds):
        taken = _file(client, category), _insert(scope, statements), _post_nothing(client)
        if turn >= WARM_UPS:
            for found, one in zip((ours, bares, empties), taken, strict=True):
                found.append(one)
    return ours, bares, empties


def _file(client: Client, category: int) -> float:
    with undone():
        began = time.perf_counter()
        answer = client.post(
            reverse("incident_quick"),
            _entry(client, category),
            headers={"accept": "application/json"},
        )
        check_now()
        taken = (time.perf_counter() - began) * 1000
    if answer.status_code != 200 or "number" not in answer.json():
        raise BenchError(f"Filing answered {answer.status_code}")
    return taken


def _insert(scope: Scope, statements: list[tuple[str, list[Any]]]) -> float:
    with scope_context(scope), undone(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TEMP TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
        began = time.perf_counter()
        for sql, values in statements:
            cursor.execute(sql, values)
        check_now()
        return (time.perf_counter() - began) * 1000


def _post_nothing(client: Client) -> float:
    with undone():
        began = time.perf_counter()
        answer = client.post(reverse("bench_empty"), {"summary": "Mất xe máy."})
        check_now()
        taken = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise BenchError(f"The empty POST answered {answer.status_code}")
    return taken


def _entry(client: Client, category: int) -> dict[str, Any]:
    return {
        "owner": client.session[SESSION_KEY],
        "submission_key": str(uuid.uuid4()),
        "category": category,
        "latitude": "10.592",
        "longitude": "106.5735",
        "accuracy": "12",
        "when": "now",
        "summary": "Mất xe máy dựng trước cổng chợ.",
    }


def _bare_statements(client: Client, scope: Scope, category: int) -> list[tuple[str, list[Any]]]:
    """Statements that insert the very rows which one filing writes."""
    with undone():
        answer = client.post(
            reverse("incident_quick"),
            _entry(client, category),
            headers={"accept": "application/json"},
        )
        if answer.status_code != 200:
            raise BenchError(f"Filing answered {answer.status_code}: {answer.content[:200]!r}")
        with scope_context(scope):
            incident = Incident.objects.get(number=answer.json()["number"])
            keys = {"id": incident.pk, "commune": incident.commune_id}
            conditions = (
                "id = %(id)s",
                "pgh_obj_id = %(id)s",
                "commune_id = %(commune)s",
                "commune_id = %(commune)s",
            )
            return [
                _copy_of(table, condition, keys)
                for table, condition in zip(TABLES, conditions, strict=True)
            ]


def _copy_of(table: str, condition: str, keys: dict[str, int]) -> tuple[str, list[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
            [table],
        )
        names = [f'"{name}"' for (name,) in cursor.fetchall()]
        cursor.execute(
            f"SELECT {', '.join(names)} FROM {table} WHERE {condition} ORDER BY 1 DESC LIMIT 1",
            keys,
        )
        row = cursor.fetchone()
        if row is None:
            raise BenchError(f"Filing wrote nothing to {table}.")
    marks = ", ".join(["%s"] * len(names))
    sql = f"INSERT INTO bare_{table} ({', '.join(names)}) OVERRIDING SYSTEM VALUE VALUES ({marks})"
    return sql, list(row)
