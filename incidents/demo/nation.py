"""Complicated places of a whole nation for measuring: rows by COPY, and the counts their triggers would keep."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from commune_police.db.bulk import BulkWriter
from units.demo.nation_places import NationCommune

STATES = ("reported", "confirmed", "under_action", "resolved", "reopened", "declined")
SHARES = (12, 20, 35, 25, 3, 5)
CLOSED = ("resolved", "declined")
WORDS = ("Chợ", "Ngã ba", "Ngã tư", "Cầu", "Khu nhà trọ", "Bến đò", "Quán nhậu", "Vòng xoay")
STAMPS = ("created_at", "updated_at", "version")
HOTSPOT = (
    "id", "commune_id", "name", "kind_id", "whereabouts", "latitude", "longitude", "reason", "since", "since_precision",
    "responsible_note", "state", "state_since", "reported_on", "reported_by_name", "review_interval_days", "next_review_on",
    "closed_on", "closed_reason", "reopened_reason", "submission_key", *STAMPS,
)  # fmt: skip
REVIEW = (
    "id", "hotspot_id", '"on"', "by_name", "finding", "still_complicated", "next_review_on", "submission_key", *STAMPS,
)  # fmt: skip
ACTION = (
    "id",
    "hotspot_id",
    "kind",
    "description",
    "starts_on",
    "done_by",
    "state",
    "note",
    *STAMPS,
)


class NationPlaces:
    """Writes ``each`` places to every commune."""

    def __init__(
        self, writer: BulkWriter, kinds: Sequence[int], today: date, total: int, communes: int
    ) -> None:
        self.writer, self.kinds, self.today = writer, kinds, today
        self.share, self.rest = divmod(total, communes)
        self.keys = Counter[str]()
        stamp = f"{today.isoformat()} 00:00+07"
        self.stamps = (stamp, stamp, 1)
        writer.table("incidents_hotspot", HOTSPOT)
        writer.table("incidents_hotspotreview", REVIEW)
        writer.table("incidents_hotspotaction", ACTION)
        writer.table("incidents_hotspotcount", ("id", "commune_id", "state", "count"))

    def write(self, commune_id: int, facts: NationCommune) -> None:
        """The places of one commune, and how many there are in each state."""
        random = Random(f"806:places:{facts.code}")  # noqa: S311
        states = random.choices(STATES, SHARES, k=self.share + (facts.number < self.rest))
        for order, state in enumerate(states):
            self._place(random, commune_id, facts, order, state)
        for state, count in sorted(Counter(states).items()):
            self._row("incidents_hotspotcount", commune_id, state, count)

    def _place(
        self, random: Random, commune_id: int, facts: NationCommune, order: int, state: str
    ) -> None:
        since = self.today - timedelta(days=random.randint(40, 1_000))
        moved = min(since + timedelta(days=random.randint(0, 300)), self.today)
        followed = state not in (*CLOSED, "reported")
        following = self.today + timedelta(days=random.randint(-12, 30)) if followed else None
        closed = state in CLOSED
        key = self._row(
            "incidents_hotspot", commune_id, f"{random.choice(WORDS)} {facts.name} {order + 1}", random.choice(self.kinds), "",
            round(facts.latitude + random.uniform(-0.02, 0.02), 6), round(facts.longitude + random.uniform(-0.02, 0.02), 6),
            "Phức tạp về an ninh trật tự.", since, "day", "", state, moved, since, "", 30, following,
            moved if closed else None, "Ổn định." if closed else "", "", uuid.UUID(int=random.getrandbits(128)), *self.stamps,
        )  # fmt: skip
        if followed:
            self._row(
                "incidents_hotspotaction",
                key,
                "patrol",
                "Tuần tra",
                since,
                "",
                "ongoing",
                "",
                *self.stamps,
            )
            self._row(
                "incidents_hotspotreview", key, moved, "", "Còn phức tạp.", True, following,
                uuid.UUID(int=random.getrandbits(128)), *self.stamps,
            )  # fmt: skip

    def _row(self, table: str, *values: object) -> int:
        self.keys[table] += 1
        self.writer.add(table, (self.keys[table], *values))
        return self.keys[table]
