"""Loads the demonstration district in one go; the same day and seed always give the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from units.demo.careers import CHIEF, REGULAR, Careers, play_careers
from units.demo.facts import COMMUNES, DISTRICT
from units.demo.people import draw_people
from units.demo.write_catalogue import (
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
    """What the other apps' demonstration data hang on: the district, its communes by slug, the chiefs by slug."""

    district: Jurisdiction
    communes: dict[str, Commune]
    chiefs: dict[str, Officer]
    standing: dict[str, Officer]


def demo_district() -> Jurisdiction | None:
    """The demonstration's district if it is loaded."""
    return Jurisdiction.objects.filter(code=DISTRICT.code, kind=DISTRICT.kind).first()


def load_units(today: date, seed: int = SEED) -> DemoDistrict:
    """Write every row of the ground floor; call it inside a transaction that sees all communes."""
    random = Random(seed)  # noqa: S311  (the same draw every time is the point)
    careers = play_careers(random, today)
    people = draw_people(random, careers, today)
    district = write_district()
    communes = write_communes(district)
    hamlets = write_hamlets(communes, random)
    write_stations(communes)
    forces = write_forces()
    positions = write_positions(forces)
    types = write_equipment_types()
    write_establishment_norms(positions, communes, _regular_chief_since(careers))
    write_equipment_norms(types, forces)
    officers = write_people(Ground(communes, hamlets, positions), careers, people, random)
    write_goods(communes, types, random, today)
    return DemoDistrict(
        district,
        communes,
        _serving(careers, officers, CHIEF),
        _serving(careers, officers, "standing"),
    )


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
            found.setdefault(service.post.commune, officers[service.person])
    return {fact.slug: found[fact.slug] for fact in COMMUNES if fact.slug in found}
