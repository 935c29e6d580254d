"""Writes the demonstration's jurisdictions, communes with their schematic map, hamlets and stations."""

from __future__ import annotations

from random import Random

from units.demo.facts import COMMUNES, DISTRICT, OUTLINE, PROVINCE, JurisdictionFact, centres
from units.demo.hamlets import HAMLETS
from units.demo.stations import STATIONS
from units.domain.geometry import area_km2, schematic_cells
from units.models import Commune, Hamlet, Jurisdiction, Station

COMMUNE_KINDS = {"town": "thi-tran", "commune": "xa"}


def write_district() -> Jurisdiction:
    """The district below its province."""
    province = _jurisdiction(PROVINCE, None)
    return _jurisdiction(DISTRICT, province)


def _jurisdiction(fact: JurisdictionFact, parent: Jurisdiction | None) -> Jurisdiction:
    return Jurisdiction.objects.create(
        name=fact.name, kind=fact.kind, code=fact.code, parent=parent
    )


def write_communes(district: Jurisdiction) -> dict[str, Commune]:
    """The 17 communes by slug, each with its cell of the schematic map; they are open-ended."""
    cells = schematic_cells(centres(), OUTLINE)
    rows = [
        Commune(
            code=fact.code,
            name=fact.name,
            kind=COMMUNE_KINDS[fact.kind],
            jurisdiction=district,
            commune_class=fact.commune_class,
            is_key=fact.is_key,
            area_km2=f"{area_km2(cells[fact.code]):.2f}",
            population=fact.population,
            difficulty_note=fact.difficulty,
            longitude=fact.centre[0],
            latitude=fact.centre[1],
            boundary=cells[fact.code],
            boundary_is_schematic=True,
        )
        for fact in COMMUNES
    ]
    Commune.objects.bulk_create(rows)
    return {fact.slug: row for fact, row in zip(COMMUNES, rows, strict=True)}


def write_hamlets(communes: dict[str, Commune], random: Random) -> dict[tuple[str, str], Hamlet]:
    """The hamlets by commune and name, each with a part of the commune's people."""
    rows: dict[tuple[str, str], Hamlet] = {}
    for slug, names in HAMLETS.items():
        weights = [random.uniform(0.7, 1.4) for _ in names]
        whole = communes[slug].population or 0
        for name, weight in zip(names, weights, strict=True):
            people = round(whole * weight / sum(weights))
            rows[slug, name] = Hamlet(
                commune=communes[slug],
                name=name,
                kind="khu-pho" if name.startswith("Khu phố") else "ap",
                population=people,
                households=round(people / random.uniform(3.5, 4.1)),
            )
    Hamlet.objects.bulk_create(rows.values())
    return rows


def write_stations(communes: dict[str, Commune]) -> None:
    """One row for each commune: a commune without a station has a row that says so."""
    Station.objects.bulk_create(
        Station(
            commune=communes[fact.commune],
            tenure=fact.tenure,
            address=fact.address,
            built_year=fact.built_year,
            floor_area_m2=fact.floor_area_m2,
            condition=fact.condition,
            land_title=fact.land_title,
            note=fact.note,
            latitude=communes[fact.commune].latitude if fact.tenure != "none" else None,
            longitude=communes[fact.commune].longitude if fact.tenure != "none" else None,
        )
        for fact in STATIONS
    )
