"""Loads the demonstration district in one go; the same day and seed always give the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from units.demo.careers import CHIEF, DEPUTY, REGULAR, STANDING, Careers, play_careers
from units.demo.facts import COMMUNES, DISTRICT
from units.demo.lineage import Lineage
from units.demo.people import draw_people
from units.demo.reform import (
    SUCCESSOR_SUFFIX,
    after_reform,
    successor_hamlets,
    successor_key,
    write_successors,
)
from units.demo.write_catalogue import (
    write_eligibility_rules,
    write_equipment_norms,
    write_equipment_types,
    write_establishment_norms,
    write_forces,
    write_positions,
)
from units.demo.write_goods import write_goods
from units.demo.write_people import Ground, write_people
from units.demo.write_places import (
    write_communes,
    write_district,
    write_hamlets,
    write_stations,
)
from units.models import Commune, Jurisdiction, Officer

SEED = 20200228  # the day of the meeting


@dataclass(frozen=True)
class DemoDistrict:
    """What the other apps' demonstration data hang on: the area, and by slug today's communes, their chiefs,
    one standing officer and a deputy each, where there is one. ``now`` tells which of them each of the 17 is today,
    ``origins`` which commune each was at first."""

    district: Jurisdiction
    communes: dict[str, Commune]
    chiefs: dict[str, Officer]
    standing: dict[str, Officer]
    deputies: dict[str, Officer]
    now: dict[str, str]
    origins: dict[str, Commune]

    @property
    def communes_of_the_17(self) -> dict[str, Commune]:
        """Today's commune for each of the 17."""
        return {old: self.communes[new] for old, new in self.now.items()}

    @property
    def answering_for_the_17(self) -> dict[str, Officer]:
        """Who answers today for each of the 17: the chief, else a standing officer."""
        people = {**self.standing, **self.chiefs}
        return {old: people[new] for old, new in self.now.items() if new in people}

    @property
    def districts(self) -> list[Jurisdiction]:
        """The district, and the one that the communes belonged to before a reform."""
        found = {one.jurisdiction_id: one.jurisdiction for one in self.origins.values()}
        return list({self.district.pk: self.district, **found}.values())

    @property
    def lineages(self) -> dict[str, Lineage]:
        """Each of the 17 through time, with who answers there today."""
        answering, today = self.answering_for_the_17, self.communes_of_the_17
        return {
            slug: Lineage(was, today[slug], answering.get(slug))
            for slug, was in self.origins.items()
        }


def demo_district() -> Jurisdiction | None:
    """The demonstration's district if it is loaded."""
    return Jurisdiction.objects.filter(code=DISTRICT.code, kind=DISTRICT.kind).first()


def load_units(today: date, seed: int = SEED, *, reform: bool = False) -> DemoDistrict:
    """Write every row of the ground floor; call it inside a transaction that sees all communes.

    With ``reform`` the 17 communes end on 30 June 2025 and their 6 successors go on.
    """
    random = Random(seed)  # noqa: S311  (the same draw every time is the point)
    careers = play_careers(random, today)
    people = draw_people(random, careers, today)
    now = {fact.slug: successor_key(fact.slug) if reform else fact.slug for fact in COMMUNES}
    area = write_district()
    communes = write_communes(area)
    hamlets = write_hamlets(communes, random)
    write_stations(communes)
    if reform:
        careers = after_reform(careers)
        area = write_successors(area, communes)
        hamlets |= successor_hamlets(communes, hamlets)
    forces = write_forces()
    positions = write_positions(forces)
    types = write_equipment_types()
    write_establishment_norms(positions, communes, _regular_chief_since(careers))
    write_equipment_norms(types, forces)
    write_eligibility_rules(positions)
    officers = write_people(Ground(communes, hamlets, positions), careers, people, random)
    write_goods({old: communes[new] for old, new in now.items()}, types, random, today)
    return DemoDistrict(
        area,
        {_plain(key): communes[key] for key in now.values()},
        _serving(careers, officers, CHIEF),
        _serving(careers, officers, STANDING),
        _serving(careers, officers, DEPUTY),
        {old: _plain(new) for old, new in now.items()},
        {fact.slug: communes[fact.slug] for fact in COMMUNES},
    )


def _plain(key: str) -> str:
    return key.removesuffix(SUCCESSOR_SUFFIX)


def _regular_chief_since(careers: Careers) -> dict[str, date]:
    return {
        service.post.commune: service.since
        for service in reversed(careers.services)
        if service.post.position == CHIEF and service.post.force == REGULAR
    }


def _serving(careers: Careers, officers: list[Officer], position: str) -> dict[str, Officer]:
    """One officer who serves in the position today, by commune; a commune may have none."""
    found: dict[str, Officer] = {}
    for service in careers.services:
        if service.until is None and service.post.position == position:
            found.setdefault(_plain(service.post.commune), officers[service.person])
    return found
