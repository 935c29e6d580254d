"""The same district after 1 July 2025: its 17 communes ended, their people serving on in the 6 that followed.

The past stays where it was: services, departures and stations until 30 June 2025 keep their old commune;
what lasts longer is continued in the successor from 1 July.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from shapely import unary_union
from shapely.geometry import shape

from units.demo.careers import CHIEF, DEPUTY, Careers, Leaving, Post, Service
from units.demo.facts import (
    COMMUNES,
    PROVINCE_SINCE_REFORM,
    REFORM_DAY,
    SUCCESSORS,
    CommuneFact,
)
from units.demo.hamlets import HAMLETS
from units.domain.geometry import area_km2, label_point, to_geojson
from units.models import Commune, CommuneSuccession, Hamlet, Jurisdiction, Station

LAST_DAY = REFORM_DAY - timedelta(days=1)
SUCCESSOR_SUFFIX = "-2025"
INSTRUMENT = "Nghị quyết sắp xếp đơn vị hành chính cấp xã năm 2025 (cần kiểm tra với văn bản gốc)"
_BY_SLUG = {fact.slug: fact for fact in COMMUNES}
_SLUG_BY_CODE = {fact.code: fact.slug for fact in SUCCESSORS}


def successor_key(slug: str) -> str:
    """Key of the commune that followed one of the 17, apart from the 17 of the same name."""
    return f"{_SLUG_BY_CODE[_BY_SLUG[slug].successor_code]}{SUCCESSOR_SUFFIX}"


def leads(fact: CommuneFact) -> bool:
    """Whether the successor kept this commune's code, and so, here, its chief and its station."""
    return fact.code == fact.successor_code


def after_reform(careers: Careers) -> Careers:
    """The careers with every service that reaches 1 July 2025 continued in the successor."""
    services = [part for service in careers.services for part in _continued(service)]
    leavings = [
        leaving if leaving.on <= REFORM_DAY else _moved(leaving) for leaving in careers.leavings
    ]
    ordered = sorted(services, key=lambda service: (service.person, service.since))
    return replace(careers, services=tuple(ordered), leavings=tuple(leavings))


def _continued(service: Service) -> Iterator[Service]:
    if service.until is not None and service.until <= REFORM_DAY:
        yield service
        return
    if service.since < REFORM_DAY:
        yield replace(service, until=REFORM_DAY)
    since = max(service.since, REFORM_DAY)
    yield replace(service, since=since, post=_successor_post(service.post))


def _moved(leaving: Leaving) -> Leaving:
    return replace(leaving, post=_successor_post(leaving.post))


def _successor_post(post: Post) -> Post:
    """One chief for each new commune: that of the leading predecessor; the others become deputies."""
    fact = _BY_SLUG[post.commune]
    position = DEPUTY if post.position == CHIEF and not leads(fact) else post.position
    hamlet = _hamlet_name(fact, post.hamlet) if post.hamlet else None
    return replace(post, commune=successor_key(post.commune), position=position, hamlet=hamlet)


def _hamlet_name(fact: CommuneFact, name: str) -> str:
    # Several predecessors have an Ấp 1; the old commune's name keeps them apart.
    return f"{name} ({fact.name})"


def write_successors(district: Jurisdiction, communes: dict[str, Commune]) -> Jurisdiction:
    """End the 17, write the 6 with their links, hamlets and stations; return the area they lie in."""
    for ended in (district, district.parent):
        if ended is not None:
            ended.valid_until = LAST_DAY
            ended.save()
    province = Jurisdiction.objects.create(
        name=PROVINCE_SINCE_REFORM.name,
        kind=PROVINCE_SINCE_REFORM.kind,
        code=PROVINCE_SINCE_REFORM.code,
        valid_from=REFORM_DAY,
    )
    area = Jurisdiction.objects.create(
        name="Khu vực Cần Đước", kind="cluster", parent=province, valid_from=REFORM_DAY
    )
    old = [communes[fact.slug] for fact in COMMUNES]
    for commune in old:
        commune.valid_until = LAST_DAY
    Commune.objects.bulk_update(old, ["valid_until"])
    for successor in SUCCESSORS:
        origins = [fact for fact in COMMUNES if fact.successor_code == successor.code]
        key = f"{successor.slug}{SUCCESSOR_SUFFIX}"
        communes[key] = _write_successor(area, successor.code, successor.name, origins, communes)
    _move_stations(communes)
    return area


def _write_successor(
    area: Jurisdiction,
    code: str,
    name: str,
    origins: list[CommuneFact],
    communes: dict[str, Commune],
) -> Commune:
    ground = to_geojson(unary_union([shape(communes[fact.slug].boundary) for fact in origins]))
    longitude, latitude = label_point(ground)
    commune = Commune.objects.create(
        code=code,
        name=name,
        kind="xa",
        jurisdiction=area,
        commune_class=1,
        is_key=any(fact.is_key for fact in origins),
        area_km2=f"{area_km2(ground):.2f}",
        population=sum(fact.population for fact in origins),
        longitude=longitude,
        latitude=latitude,
        boundary=ground,
        boundary_is_schematic=True,
        valid_from=REFORM_DAY,
    )
    CommuneSuccession.objects.bulk_create(
        CommuneSuccession(
            predecessor=communes[fact.slug],
            successor=commune,
            kind="merge",
            on=REFORM_DAY,
            instrument=INSTRUMENT,
        )
        for fact in origins
    )
    return commune


def successor_hamlets(
    communes: dict[str, Commune], hamlets: dict[tuple[str, str], Hamlet]
) -> dict[tuple[str, str], Hamlet]:
    """Every hamlet again under its successor commune; the old rows end with their commune."""
    old = list(hamlets.values())
    for hamlet in old:
        hamlet.valid_until = LAST_DAY
    Hamlet.objects.bulk_update(old, ["valid_until"])
    new = {
        (successor_key(fact.slug), _hamlet_name(fact, name)): Hamlet(
            commune=communes[successor_key(fact.slug)],
            name=_hamlet_name(fact, name),
            kind=hamlets[fact.slug, name].kind,
            population=hamlets[fact.slug, name].population,
            households=hamlets[fact.slug, name].households,
            valid_from=REFORM_DAY,
        )
        for fact in COMMUNES
        for name in HAMLETS[fact.slug]
    }
    Hamlet.objects.bulk_create(new.values())
    return new


def _move_stations(communes: dict[str, Commune]) -> None:
    """The leading predecessor's building is the new commune's main station, the others stay in use beside it."""
    stations = {station.commune_id: station for station in Station.objects.all()}
    carried: list[Station] = []
    for fact in COMMUNES:
        old = stations[communes[fact.slug].pk]
        old.valid_until = LAST_DAY
        if old.tenure == "none" and not leads(fact):
            continue
        carried.append(
            Station(
                commune=communes[successor_key(fact.slug)],
                tenure=old.tenure,
                is_main=leads(fact),
                address=old.address,
                built_year=old.built_year,
                floor_area_m2=old.floor_area_m2,
                condition=old.condition,
                land_title=old.land_title,
                note=old.note,
                latitude=old.latitude,
                longitude=old.longitude,
                valid_from=REFORM_DAY,
            )
        )
    Station.objects.bulk_update(stations.values(), ["valid_until"])
    Station.objects.bulk_create(carried)
