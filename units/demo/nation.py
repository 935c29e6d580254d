"""Rows of a whole nation for measuring: every commune with its hamlets, station, officers and equipment.

The rows of one commune depend only on its code and the seed, so that a small extract and the whole
nation hold the same district. Everything but the list of communes is invented.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random

from commune_police.db.bulk import BulkWriter
from units.demo.careers import DEPARTURE_KINDS, DEPARTURE_REASONS
from units.demo.names import (
    FAMILY_NAMES,
    FEMALE_GIVEN,
    FEMALE_MIDDLE_NAMES,
    MALE_GIVEN_ELDER,
    MALE_GIVEN_YOUNGER,
    MALE_MIDDLE_NAMES,
)
from units.demo.nation_columns import COLUMNS
from units.demo.nation_places import NationCommune, nation_communes, province_name, provinces

HAMLETS_EACH = 6
LEFT_SHARE = 0.13  # of all officers on file, those who left within the three years shown
MOVED_SHARE = 0.2  # of all officers, those with an earlier post
REFORM = date(2025, 7, 1)
RANKS = ("thieu-uy", "trung-uy", "thuong-uy", "dai-uy", "thieu-ta", "trung-ta")
TENURES = (("own", 62), ("shared", 20), ("rented", 6), ("none", 12))


@dataclass(frozen=True)
class NationPlan:
    """How much to load, and the catalogue rows that already exist (keys by code)."""

    communes: int
    officers: int
    today: date
    positions: Mapping[str, int]
    numbered_types: tuple[int, ...]
    countable_types: tuple[int, ...]
    seed: int = 806


class NationWriter:
    """Writes the ground floor of the nation commune by commune through a BulkWriter."""

    def __init__(self, writer: BulkWriter, plan: NationPlan) -> None:
        self.writer, self.plan = writer, plan
        self.stamps = (
            datetime.now().astimezone().isoformat(),
            datetime.now().astimezone().isoformat(),
            1,
        )
        self.next_id = dict.fromkeys(COLUMNS, 1)
        self.areas: dict[int, int] = {}
        self.commune_ids: list[int] = []
        self.names = _NamePool()
        for table, columns in COLUMNS.items():
            writer.table(table, [f'"{column}"' for column in columns])

    def add(self, table: str, *values: object) -> int:
        """Queue a row without its key and stamps; return the key it gets."""
        key = self.next_id[table]
        self.next_id[table] += 1
        self.writer.add(table, (key, *values, *self.stamps))
        return key

    def write_jurisdictions(self) -> int:
        """The nation, the provinces in use and areas of 17 communes; return the nation's key."""
        nation = self._jurisdiction("Việt Nam", "nation", "", None, "/")
        names = {province["code"]: province for province in provinces()}
        seen: dict[int, tuple[int, str]] = {}
        for commune in nation_communes(self.plan.communes):
            if commune.province_code not in seen:
                province = names[commune.province_code]
                kind = "city" if province["division_type"] == "thành phố trung ương" else "province"
                key = self._jurisdiction(
                    province_name(province), kind, f"{commune.province_code:02d}", nation, "/1/"
                )
                seen[commune.province_code] = (key, f"/1/{key}/")
            if commune.area not in self.areas:
                parent, path = seen[commune.province_code]
                name = f"Khu vực {len(self.areas) + 1}"
                self.areas[commune.area] = self._jurisdiction(name, "cluster", "", parent, path)
        return nation

    def _jurisdiction(self, name: str, kind: str, code: str, parent: int | None, above: str) -> int:
        key = self.next_id["units_jurisdiction"]
        return self.add("units_jurisdiction", name, kind, code, parent, f"{above}{key}/")

    def write_commune(self, commune: NationCommune) -> int:
        """One commune with everything below it; return its key."""
        random = Random(f"{self.plan.seed}:{commune.code}")  # noqa: S311
        population = random.randint(6_000, 48_000)
        commune_class = random.choices((1, 2, 3), (30, 50, 20))[0]
        key = self.add(
            "units_commune", commune.code, commune.name, commune.kind, self.areas[commune.area], commune_class,
            random.random() < 0.25, random.random() < 0.08, f"{random.uniform(5, 240):.2f}", population, "",
            commune.latitude, commune.longitude, json.dumps(commune.boundary, separators=(",", ":")), True, REFORM,
        )  # fmt: skip
        self.commune_ids.append(key)
        hamlets = self._hamlets(random, key, population, commune.kind)
        self._station(random, key, commune)
        self._force(random, key, hamlets, commune)
        self._equipment(random, key, commune)
        return key

    def _hamlets(self, random: Random, commune: int, population: int, kind: str) -> list[int]:
        word, code = ("Khu phố", "khu-pho") if kind == "phuong" else ("Ấp", "ap")
        people = population // HAMLETS_EACH
        return [
            self.add("units_hamlet", commune, f"{word} {number}", code, people, people // 4)
            for number in range(1, HAMLETS_EACH + 1)
        ]

    def _station(self, random: Random, commune: int, facts: NationCommune) -> None:
        tenure = random.choices([name for name, _ in TENURES], [share for _, share in TENURES])[0]
        standing = tenure != "none"
        self.add(
            "units_station", commune, tenure, True, f"Trụ sở {facts.name}" if standing else "",
            random.randint(1990, 2025) if tenure == "own" else None, random.randint(40, 420) if standing else None,
            random.choice(("good", "good", "worn", "poor")) if standing else "", "held" if tenure == "own" else "", "", "",
            facts.latitude if standing else None, facts.longitude if standing else None,
        )  # fmt: skip

    def _force(
        self, random: Random, commune: int, hamlets: list[int], facts: NationCommune
    ) -> None:
        share, rest = divmod(self.plan.officers, self.plan.communes)
        number = share + (facts.number < rest)
        for order, name in enumerate(self.names.draw(random, number)):
            self._officer(random, commune, hamlets, order, name)

    def _officer(
        self, random: Random, commune: int, hamlets: list[int], order: int, name: tuple[str, ...]
    ) -> None:
        family, middle, given, sex, birth_year = name
        key = self.next_id["units_officer"]
        position, regular = self._position(order)
        serial = key % 1_000_000
        joined = self.plan.today - timedelta(days=random.randint(400, 4_000))
        moved = order > 0 and random.random() < MOVED_SHARE
        since = joined + timedelta(days=random.randint(100, 395)) if moved else joined
        left = order > 0 and random.random() < LEFT_SHARE
        days = min((self.plan.today - since).days, 390)
        leaving = self.plan.today - timedelta(days=random.randint(1, days)) if left else None
        hamlet = None if regular else hamlets[order % len(hamlets)]
        held = (key, commune, hamlet, position)
        if moved:
            self._assignment(random, *held, False, joined, since - timedelta(days=1))
        post = self._assignment(random, *held, order == 0, since, leaving)
        born = date(int(birth_year), random.randint(1, 12), random.randint(1, 28))
        century_sex = (2 if born.year >= 2000 else 0) + (sex == "f")
        party = random.random() < (0.9 if regular else 0.35)
        self.add(
            "units_officer", family, middle, given, sex, born, "day", f"{key // 1_000_000:03d}{century_sex}{born:%y}{serial:06d}",
            f"0900{serial:06d}", commune, None if left else post, f"{serial // 1000:03d}-{serial % 1000:03d}" if regular else "",
            random.choice(RANKS) if regular else "", joined, "day", party,
            joined if party else None, "university" if regular else random.choice(("lower", "upper", "upper", "vocational")),
            "", f"{random.choice((0.7, 1.2, 1.5, 2.25)):.2f}", "", "",
        )  # fmt: skip
        if leaving:
            self._departure(random, key, commune, position, leaving)

    def _position(self, order: int) -> tuple[int, bool]:
        """Officer 0 is the chief, then deputies and regular police, then the grassroots teams."""
        codes = self.plan.positions
        if order == 0:
            return codes["regular-chief"], True
        if order < 12:
            return codes["regular-deputy" if order < 3 else "regular-standing"], True
        member = ("grassroots-head", "grassroots-deputy-head", "grassroots-member")
        return codes[member[min((order - 12) // HAMLETS_EACH, 2)]], False

    def _assignment(
        self,
        random: Random,
        officer: int,
        commune: int,
        hamlet: int | None,
        position: int,
        is_chief: bool,
        since: date,
        until: date | None,
    ) -> int:
        return self.add(
            "units_assignment", officer, commune, hamlet, position, is_chief, True, since, "day", until, "day",
            f"{random.randint(1, 4_000)}/QĐ", since, "Giám đốc Công an tỉnh", "",
        )  # fmt: skip

    def _departure(
        self, random: Random, officer: int, commune: int, position: int, on: date
    ) -> None:
        kind = random.choices(list(DEPARTURE_KINDS), list(DEPARTURE_KINDS.values()))[0]
        reasons = DEPARTURE_REASONS[kind]
        reason = random.choices(list(reasons), list(reasons.values()))[0]
        self.add("units_departure", officer, commune, position, on, "day", kind, reason, "", "")

    def _equipment(self, random: Random, commune: int, facts: NationCommune) -> None:
        day = self.plan.today
        for number, kind in enumerate(self.plan.numbered_types * 2, start=1):
            since = day - timedelta(days=random.randint(30, 3_000))
            self.add(
                "units_equipmentitem", commune, kind, f"{facts.code}-{number:04d}", f"S{random.randint(10**7, 10**8)}",
                random.choice(("good", "good", "worn", "broken")), since, "day", random.randint(400, 60_000) * 1000, "Trụ sở",
                True, "", day + timedelta(days=random.randint(-60, 360)), "", "", "",
            )  # fmt: skip
        for kind in self.plan.countable_types:
            for condition in ("good", "worn"):
                self.add(
                    "units_equipmentstock", commune, kind, condition, random.randint(1, 12), "", ""
                )


class _NamePool:
    """Draws many names at once; weights are added up only once."""

    def __init__(self) -> None:
        self.family = _weighted(FAMILY_NAMES)
        self.middle = {"m": _weighted(MALE_MIDDLE_NAMES), "f": _weighted(FEMALE_MIDDLE_NAMES)}
        self.given = {
            ("m", False): _weighted(MALE_GIVEN_ELDER),
            ("m", True): _weighted(MALE_GIVEN_YOUNGER),
            ("f", False): _weighted(FEMALE_GIVEN),
            ("f", True): _weighted(FEMALE_GIVEN),
        }

    def draw(self, random: Random, number: int) -> list[tuple[str, ...]]:
        """Family, middle and given name, sex and birth year."""
        families = random.choices(self.family[0], cum_weights=self.family[1], k=number)
        return [self._rest(random, family) for family in families]

    def _rest(self, random: Random, family: str) -> tuple[str, ...]:
        sex = "f" if random.random() < 0.09 else "m"
        year = random.randint(1967, 2006)
        names, weights = self.middle[sex]
        middle = random.choices(names, cum_weights=weights)[0]
        names, weights = self.given[sex, year >= 1985]
        return family, middle, random.choices(names, cum_weights=weights)[0], sex, str(year)


def _weighted(weights: Mapping[str, float]) -> tuple[list[str], list[float]]:
    return list(weights), list(accumulate(weights.values()))
