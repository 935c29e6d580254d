"""Incidents of a whole nation for measuring: three years, written by COPY as text, indexes and counts at the end."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import psycopg2.extensions

from incidents.demo.incident_facts import HAPPENINGS
from incidents.domain.numbering import first_free
from incidents.models import NumberedBook

YEARS = 3
FLUSH_ROWS = 50_000
UTC = datetime.UTC
SECONDS_A_DAY = 86_400
# Spread about a commune's centre, in degrees.
SPREAD = 0.02
TABLE = "incidents_incident"
COLUMNS = (
    "commune_id, number, former_number, category_id, whereabouts, latitude, longitude, point_source, occurred_from,"
    " occurred_until, time_known, summary, deaths, injured, damage_vnd, handler_note, state, outcome_on, outcome_note,"
    " decision_number, reopened_reason, withdrawn_reason, is_complete, recorded_at, recorded_by_name, submission_key,"
    " created_at, updated_at, version"
)
STATES = ("settled", "fined", "transferred", "suspended")
NOTES = {
    "settled": "Đã hòa giải, nhắc nhở.",
    "fined": "Đã xử phạt vi phạm hành chính.",
    "transferred": "Chuyển hồ sơ theo thẩm quyền.",
    "suspended": "Chưa rõ đối tượng.",
}
PLACES = ("Chợ", "Ngã ba", "Ngã tư", "Đường liên ấp", "Quán nước", "Khu nhà trọ", "Cầu", "")


class NationIncidents:
    """Writes ``total`` incidents spread evenly over ``communes``; ``categories`` are keys by code."""

    def __init__(
        self,
        connection: psycopg2.extensions.connection,
        categories: dict[str, int],
        today: datetime.date,
        total: int,
        communes: int,
    ) -> None:
        self.cursor = connection.cursor()
        self.cursor.execute("SET LOCAL session_replication_role = replica")
        self.share, self.rest = divmod(total, communes)
        self.categories = categories
        self.end = datetime.datetime.combine(today, datetime.time.min, UTC)
        self.span = YEARS * 365 * SECONDS_A_DAY
        self.text = io.StringIO()
        self.waiting = self.written = 0
        self.taken: dict[int, set[str]] = {}

    def write(
        self, commune: int, jurisdiction: int, name: str, latitude: float, longitude: float
    ) -> None:
        """The incidents of one commune in the order they happened, its letters and its books' last numbers."""
        random = Random(f"806:incidents:{commune}")  # noqa: S311
        count = self.share + (self.written < self.rest)
        self.written += 1
        taken = self.taken.setdefault(jurisdiction, set())
        letters = first_free(name, taken)
        taken.add(letters)
        self.cursor.execute(
            "INSERT INTO incidents_communesign (commune_id, letters) VALUES (%s, %s)",
            [commune, letters],
        )
        numbers: dict[int, int] = {}
        line = _lines(random, self.categories, commune, letters, (latitude, longitude))
        step = self.span / max(count, 1)
        for place in range(count):
            # The hour follows the day's curve loosely: dense in the evening, thin before dawn.
            at = self.end - datetime.timedelta(seconds=self.span - (place + random.random()) * step)
            numbers[at.year] = numbers.get(at.year, 0) + 1
            self.text.write(line(at, numbers[at.year], (self.end - at).days))
        self.waiting += count
        self.cursor.executemany(
            "INSERT INTO incidents_bookcounter (commune_id, year, book, last) VALUES (%s, %s, %s, %s)",
            [(commune, year, NumberedBook.INCIDENTS.value, last) for year, last in numbers.items()],
        )
        if self.waiting >= FLUSH_ROWS:
            self.flush()

    def flush(self) -> None:
        """Send what waits."""
        self.text.seek(0)
        self.cursor.copy_expert(f"COPY {TABLE} ({COLUMNS}) FROM STDIN", self.text)
        self.text = io.StringIO()
        self.waiting = 0


def _lines(
    random: Random,
    categories: dict[str, int],
    commune: int,
    letters: str,
    centre: tuple[float, float],
) -> Callable[[datetime.datetime, int, int], str]:
    """Return a function that writes one row as COPY reads it."""
    kinds = random.choices(HAPPENINGS, [one.monthly for one in HAPPENINGS], k=997)
    pool = [_happening(random, one, categories[one.code]) for one in kinds]

    def line(at: datetime.datetime, number: int, age: int) -> str:
        category, summary, harm, state, hours = pool[random.randrange(997)]
        if age < 3:
            state = "recorded" if age < 1 else "handling"
        ended = (
            (at.date() + datetime.timedelta(days=min(age, 9))).isoformat() if age >= 3 else "\\N"
        )
        until = at + datetime.timedelta(hours=hours)
        latitude = centre[0] + random.gauss(0, SPREAD / 2)
        longitude = centre[1] + random.gauss(0, SPREAD / 2)
        moment = at.strftime("%Y-%m-%d %H:%M+00")
        return (
            f"{commune}\tVV-{at.year}-{letters}-{number:04d}\t\t{category}\t{PLACES[number % 8]}\t{latitude:.6f}\t"
            f"{longitude:.6f}\tphone\t{moment}\t{until:%Y-%m-%d %H:%M}+00\t{'rough' if hours else 'exact'}\t{summary}\t"
            f"{harm}\t\t{state}\t{ended}\t{NOTES.get(state, '')}\t\t\t\tt\t{moment}\t\t"
            f"{random.getrandbits(128):032x}\t{moment}\t{moment}\t1\n"
        )

    return line


def _happening(random: Random, one: Any, category: int) -> tuple[int, str, str, str, int]:
    damage = random.randint(*one.damage) * 1_000 if one.damage else 0
    harm = f"{int(random.random() < one.deaths)}\t{int(random.random() < one.injured)}\t{damage}"
    state = random.choices(STATES, one.ends)[0]
    return category, random.choice(one.said), harm, state, one.rough_hours


@contextmanager
def indexes_rebuilt(cursor: psycopg2.extensions.cursor) -> Iterator[None]:
    """Drop the indexes that are no constraint's while rows are loaded, and build them from all rows afterwards:
    one sort each instead of ten million insertions."""
    cursor.execute(
        """
        SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
        WHERE i.indrelid = %s::regclass AND NOT i.indisunique
        """,
        [TABLE],
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
    for _name, definition in found:
        cursor.execute(definition)
