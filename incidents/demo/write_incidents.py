"""Writes the drawn incidents under the numbers of their communes' books, with outcomes and invented persons."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from django.utils import timezone

from incidents.demo.draw_incidents import Drawn, Ground, draw_incidents
from incidents.domain.numbering import sign_of, write_number
from incidents.models import (
    BookCounter,
    Hotspot,
    HotspotAction,
    Incident,
    IncidentCategory,
    IncidentPerson,
    NumberedBook,
)
from units.demo.lineage import Lineage
from units.models import Commune, Hamlet

SEED = 20200229
FRESH_DAYS = 45
ENDS = ("settled", "fined", "transferred", "suspended")
END_WORDS = {
    "settled": "Đã hòa giải, nhắc nhở, các bên cam kết không tái phạm.",
    "fined": "Lập biên bản, ra quyết định xử phạt vi phạm hành chính.",
    "transferred": "Chuyển hồ sơ, tang vật cho Công an huyện theo thẩm quyền.",
    "suspended": "Chưa xác định được đối tượng, tạm đình chỉ.",
}
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Hạnh", "Hùng", "Lan", "Mai", "Nam", "Phúc", "Sơn", "Thảo")


def write_incidents(lineages: Mapping[str, Lineage], today: datetime.date) -> int:
    """Write three years of incidents up to yesterday; return how many. ``lineages``: the demonstration's communes by
    slug; call it after the complicated places are written."""
    random = Random(SEED)  # noqa: S311  (the same draw every time is the point)
    writer = _Writer(random, lineages, today)
    drawn = draw_incidents(random, writer.grounds(), writer.acted(), today)
    rows = [writer.row(one) for one in drawn]
    Incident.objects.bulk_create(rows, batch_size=2_000)
    IncidentPerson.objects.bulk_create(
        [person for row in rows for person in writer.persons(row)], batch_size=2_000
    )
    BookCounter.objects.bulk_create(
        BookCounter(commune_id=commune, year=year, book=NumberedBook.INCIDENTS, last=last)
        for (commune, year), last in writer.last.items()
    )
    return len(rows)


class _Writer:
    """What all rows need: categories, places, hamlets, letters, and the number each book has come to."""

    def __init__(
        self, random: Random, lineages: Mapping[str, Lineage], today: datetime.date
    ) -> None:
        self.random, self.lineages, self.today = random, lineages, today
        communes = {one.pk: one for line in lineages.values() for one in line.communes}
        self.categories = {one.code: one for one in IncidentCategory.objects.all()}
        self.places = {place.name: place for place in Hotspot.objects.all()}
        self.letters = {key: sign_of(commune) for key, commune in communes.items()}
        self.hamlets: dict[int, list[Hamlet]] = {}
        for hamlet in Hamlet.objects.filter(commune__in=communes).order_by("pk"):
            self.hamlets.setdefault(hamlet.commune_id, []).append(hamlet)
        self.last: dict[tuple[int, int], int] = {}

    def grounds(self) -> list[Ground]:
        """Where each commune of the demonstration lies and how many live there."""
        return [
            Ground(slug, one.latitude, one.longitude, (one.population or 10_000) / 10_000)
            for slug, one in ((slug, line.was) for slug, line in self.lineages.items())
            if one.latitude is not None and one.longitude is not None
        ]

    def acted(self) -> dict[str, datetime.date]:
        """The day of each place's first measure."""
        starts: dict[str, datetime.date] = {}
        for name, day in HotspotAction.objects.order_by("-starts_on").values_list(
            "hotspot__name", "starts_on"
        ):
            starts[name] = day
        return starts

    def row(self, drawn: Drawn) -> Incident:
        """One incident as it stands today."""
        line = self.lineages[drawn.commune]
        start, end = timezone.make_aware(drawn.start), timezone.make_aware(drawn.end)
        recorded = end + datetime.timedelta(minutes=self.random.randint(15, 300))
        # The book of the commune that wrote it down.
        commune = line.on(timezone.localdate(recorded))
        place = self.places.get(drawn.place or "")
        officer = line.answering
        values = {
            "commune": commune,
            "category": self.categories[drawn.happening.code],
            "number": self._number(commune, timezone.localdate(recorded).year),
            "hamlet": self._hamlet(commune),
            "latitude": drawn.latitude,
            "longitude": drawn.longitude,
            "point_source": "phone",
            "hotspot": place,
            "whereabouts": place.name if place else "",
            "occurred_from": start,
            "occurred_until": end,
            "time_known": "exact" if start == end else "rough",
            "summary": self.random.choice(drawn.happening.said),
            "handler": officer,
            "recorded_at": recorded,
            "recorded_by_name": officer.full_name if officer else "",
        }
        return Incident(**values, **self._harm(drawn), **self._outcome(drawn))

    def persons(self, incident: Incident) -> Iterator[IncidentPerson]:
        """A victim or suspect with an invented name for the latest incidents; older ones have been made
        anonymous long ago."""
        if (self.today - timezone.localdate(incident.occurred_from)).days > FRESH_DAYS:
            return
        for role in self.random.choice((("reporter",), ("victim",), ("victim", "suspect"))):
            yield IncidentPerson(
                incident=incident,
                role=role,
                full_name=f"{self.random.choice(FAMILY)} Văn {self.random.choice(GIVEN)}",
                birth_year=self.random.randint(1960, 2006),
                # A block of numbers that no operator hands out.
                phone=f"0900000{self.random.randint(0, 999):03d}",
            )

    def _number(self, commune: Commune, year: int) -> str:
        number = self.last.get((commune.pk, year), 0) + 1
        self.last[commune.pk, year] = number
        return write_number(NumberedBook.INCIDENTS, year, self.letters[commune.pk], number)

    def _hamlet(self, commune: Commune) -> Hamlet | None:
        hamlets = self.hamlets.get(commune.pk, [])
        return self.random.choice(hamlets) if hamlets else None

    def _harm(self, drawn: Drawn) -> dict[str, Any]:
        happening, random = drawn.happening, self.random
        low, high = happening.damage or (0, 0)
        return {
            "deaths": int(random.random() < happening.deaths),
            "injured": int(random.random() < happening.injured),
            "damage_vnd": round(random.triangular(low, high, low)) * 1_000 if high else 0,
        }

    def _outcome(self, drawn: Drawn) -> dict[str, Any]:
        age = (self.today - drawn.end.date()).days
        took = min(self.random.randint(0, 40), self.random.randint(0, 40))
        if took > age:
            return {"state": "handling" if age > 1 else "recorded"}
        state = self.random.choices(ENDS, drawn.happening.ends)[0]
        return {
            "state": state,
            "outcome_on": drawn.end.date() + datetime.timedelta(days=took),
            "outcome_note": END_WORDS[state],
        }
