"""Writes the demonstration's officers with their assignments, departures, training, rewards and discipline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from units.demo.careers import (
    CHIEF,
    DEPUTY,
    HAMLET_OFFICER,
    REGULAR,
    STANDING,
    Careers,
    Leaving,
    Service,
)
from units.demo.catalogue import position_code
from units.demo.people import Person
from units.models import (
    Assignment,
    Commune,
    Departure,
    Hamlet,
    Officer,
    Position,
    Recognition,
    Training,
)

ONE_DAY = timedelta(days=1)
DOUBLE_POSTS = 6  # standing officers who look after a hamlet beside their main post


@dataclass(frozen=True)
class Ground:
    """What the people's rows point to."""

    communes: Mapping[str, Commune]
    hamlets: Mapping[tuple[str, str], Hamlet]
    positions: Mapping[str, Position]


def write_people(
    ground: Ground, careers: Careers, people: Sequence[Person], random: Random
) -> list[Officer]:
    """Officers in the order of ``people``, with everything their files hold."""
    first_service = {service.person: service for service in reversed(careers.services)}
    last_service = {service.person: service for service in careers.services}
    officers = [
        _officer(ground, person, first_service[person.number], last_service[person.number])
        for person in people
    ]
    Officer.objects.bulk_create(officers)
    Assignment.objects.bulk_create(
        [_assignment(ground, officers, service, random) for service in careers.services]
    )
    Assignment.objects.bulk_create(_second_posts(ground, officers, careers))
    Departure.objects.bulk_create(
        _departure(ground, officers, leaving, random) for leaving in careers.leavings
    )
    _write_files(officers, people)
    return officers


def _officer(ground: Ground, person: Person, first: Service, last: Service) -> Officer:
    regular = last.post.force == REGULAR
    return Officer(
        family_name=person.name.family,
        middle_name=person.name.middle,
        given_name=person.name.given,
        sex="f" if person.sex == "female" else "m",
        birth_date=person.birth_date,
        birth_precision=person.birth_known_to,
        citizen_id=person.citizen_id,
        phone=person.phone,
        commune=ground.communes[last.post.commune],
        service_number=f"{300 + person.number % 600:03d}-{person.number * 37 % 1000:03d}"
        if regular
        else "",
        rank=person.rank,
        joined_on=first.since,
        is_party_member=person.party_since is not None,
        party_joined_on=person.party_since,
        education=person.education,
        professional_training="Đại học An ninh nhân dân" if regular else "",
        allowance_coefficient=person.coefficient,
        address=f"{last.post.hamlet or 'Ấp 2'}, {ground.communes[last.post.commune].full_name}",
    )


def _assignment(
    ground: Ground, officers: Sequence[Officer], service: Service, random: Random
) -> Assignment:
    post = service.post
    number, signer = _decision(service, random)
    return Assignment(
        officer=officers[service.person],
        commune=ground.communes[post.commune],
        hamlet=ground.hamlets[post.commune, post.hamlet] if post.hamlet else None,
        position=ground.positions[position_code(post.position, post.force)],
        valid_from=service.since,
        valid_until=service.until - ONE_DAY if service.until else None,
        decision_number=number,
        decision_date=service.since - timedelta(days=random.randint(2, 9)),
        signed_by=signer,
    )


def _decision(service: Service, random: Random) -> tuple[str, str]:
    """Who appoints whom: the Ordinance on Commune Police 06/2008 art. 10."""
    number = random.randint(12, 2_900)
    if service.post.force == REGULAR:
        return f"{number}/QĐ-CAT", "Giám đốc Công an tỉnh"
    if service.post.position in (CHIEF, DEPUTY):
        return f"{number}/QĐ-UBND", "Chủ tịch UBND huyện"
    return f"{number % 190 + 1}/QĐ-UBND", "Chủ tịch UBND xã"


def _second_posts(
    ground: Ground, officers: Sequence[Officer], careers: Careers
) -> list[Assignment]:
    serving = [
        service
        for service in careers.services
        if service.until is None
        and service.post.position == STANDING
        and service.post.force != REGULAR
    ]
    rows: list[Assignment] = []
    for service in serving[:: max(1, len(serving) // DOUBLE_POSTS)][:DOUBLE_POSTS]:
        slug = service.post.commune
        hamlet = next(hamlet for (of, _), hamlet in ground.hamlets.items() if of == slug)
        rows.append(
            Assignment(
                officer=officers[service.person],
                commune=ground.communes[slug],
                hamlet=hamlet,
                position=ground.positions[HAMLET_OFFICER],
                is_main=False,
                valid_from=service.since,
                note="Kiêm nhiệm trong khi chờ bổ sung công an viên.",
            )
        )
    return rows


def _departure(
    ground: Ground, officers: Sequence[Officer], leaving: Leaving, random: Random
) -> Departure:
    decided = leaving.kind not in ("walked-off", "died")
    return Departure(
        officer=officers[leaving.person],
        commune=ground.communes[leaving.post.commune],
        position=ground.positions[position_code(leaving.post.position, leaving.post.force)],
        on=leaving.on - ONE_DAY,
        kind=leaving.kind,
        reason=leaving.reason,
        decision_number=f"{random.randint(12, 900)}/QĐ-UBND" if decided else "",
    )


def _write_files(officers: Sequence[Officer], people: Sequence[Person]) -> None:
    Training.objects.bulk_create(
        Training(
            officer=officers[person.number],
            course=course.title,
            place="Công an tỉnh",
            completed_on=course.on,
            expires_on=course.until,
        )
        for person in people
        for course in person.training
    )
    Recognition.objects.bulk_create(
        Recognition(
            officer=officers[person.number],
            kind=merit.kind,
            form=merit.title,
            on=merit.on,
            decided_by=merit.by,
        )
        for person in people
        for merit in person.merits
    )
