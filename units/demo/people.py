"""Invented persons for the careers: sex, birth, schooling, party, numbers, rank, training, rewards and discipline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

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
from units.demo.names import PersonName, Sex, draw_distinct_names

RETIREMENT_AGE = 60
WOMEN_SHARE = {HAMLET_OFFICER: 0.05, STANDING: 0.09, DEPUTY: 0.03, CHIEF: 0.02}
AGE_WHEN_APPOINTED = {
    CHIEF: (33, 50),
    DEPUTY: (28, 48),
    STANDING: (20, 42),
    HAMLET_OFFICER: (21, 51),
}
EDUCATION: dict[str, dict[str, float]] = {
    CHIEF: {"upper": 25, "vocational": 40, "university": 35},
    DEPUTY: {"upper": 45, "vocational": 35, "university": 20},
    STANDING: {"upper": 65, "vocational": 20, "college": 7, "university": 8},
    HAMLET_OFFICER: {"lower": 38, "upper": 57, "vocational": 5},
}
PARTY_SHARE = {CHIEF: 0.97, DEPUTY: 0.85, STANDING: 0.55, HAMLET_OFFICER: 0.3}
# Rank and wage coefficient of regular officers by age (recall, kept as data only for the demonstration).
REGULAR_RANKS: tuple[tuple[int, str, str], ...] = (
    (27, "thieu-uy", "4.20"),
    (31, "trung-uy", "4.60"),
    (35, "thuong-uy", "5.00"),
    (41, "dai-uy", "5.40"),
    (47, "thieu-ta", "6.00"),
    (99, "trung-ta", "6.60"),
)
COEFFICIENTS = {CHIEF: "2.25", DEPUTY: "1.50", STANDING: "1.20", HAMLET_OFFICER: "0.70"}
TRAINING = (
    "Bồi dưỡng nghiệp vụ Công an xã",
    "Huấn luyện sử dụng công cụ hỗ trợ",
    "Tập huấn phòng cháy, chữa cháy",
    "Bồi dưỡng pháp luật xử lý vi phạm hành chính",
)
REWARDS = (
    ("Giấy khen", "Giám đốc Công an tỉnh"),
    ("Giấy khen", "Chủ tịch UBND huyện"),
    ("Bằng khen", "Chủ tịch UBND tỉnh"),
    ("Chiến sĩ tiên tiến", "Giám đốc Công an tỉnh"),
)
DISCIPLINE = ("Khiển trách", "Cảnh cáo")


@dataclass(frozen=True)
class Training:
    title: str
    on: date
    until: date | None


@dataclass(frozen=True)
class Merit:
    """A reward or a disciplinary measure."""

    kind: Literal["reward", "discipline"]
    title: str
    by: str
    on: date


@dataclass(frozen=True)
class Person:
    number: int
    name: PersonName
    sex: Sex
    birth_date: date
    birth_known_to: Literal["day", "year"]
    citizen_id: str
    phone: str
    education: str
    party_since: date | None
    rank: str
    coefficient: str
    training: tuple[Training, ...]
    merits: tuple[Merit, ...]


def draw_people(random: Random, careers: Careers, today: date) -> list[Person]:
    """One person for each number in the careers, aged and schooled to fit the posts they held."""
    services = _by_person(careers.services)
    leavings = {leaving.person: leaving for leaving in careers.leavings}
    births = [_birth(random, services[n], leavings.get(n), today) for n in range(careers.people)]
    sexes = [_sex(random, services[n][0].post.position) for n in range(careers.people)]
    names = draw_distinct_names(
        random, [(sex, born.year) for sex, born in zip(sexes, births, strict=True)]
    )
    return [
        _person(random, n, names[n], sexes[n], births[n], services[n], leavings.get(n), today)
        for n in range(careers.people)
    ]


def citizen_id(sex: Sex, birth_year: int, serial: int) -> str:
    """A made-up number in the form of a citizen ID: 080 Long An, century and sex, year, six digits."""
    century_and_sex = (2 if birth_year >= 2000 else 0) + (1 if sex == "female" else 0)
    return f"080{century_and_sex}{birth_year % 100:02d}{serial:06d}"


def phone_number(serial: int) -> str:
    """A made-up mobile number with a leading block that no operator hands out."""
    return f"0900{serial:06d}"


def _by_person(services: Sequence[Service]) -> Mapping[int, list[Service]]:
    grouped: dict[int, list[Service]] = {}
    for service in services:
        grouped.setdefault(service.person, []).append(service)
    return grouped


def _sex(random: Random, position: str) -> Sex:
    return "female" if random.random() < WOMEN_SHARE[position] else "male"


def _birth(random: Random, services: list[Service], leaving: Leaving | None, today: date) -> date:
    first = services[0]
    low, high = AGE_WHEN_APPOINTED[first.post.position]
    if first.post.force == REGULAR:
        low, high = 25, 44
    if leaving is not None and leaving.kind == "retired":
        return leaving.on - timedelta(days=RETIREMENT_AGE * 365 + 15 + random.randint(0, 300))
    age = low + (high - low) * random.betavariate(1.6, 2.2)
    born = first.since - timedelta(days=int(age * 365.25))
    eldest = (leaving.on if leaving else today) - timedelta(days=int((RETIREMENT_AGE - 1) * 365.25))
    return max(born, eldest)


def _person(
    random: Random,
    number: int,
    name: PersonName,
    sex: Sex,
    born: date,
    services: list[Service],
    leaving: Leaving | None,
    today: date,
) -> Person:
    last = services[-1].post
    regular = last.force == REGULAR
    until = leaving.on if leaving else today
    rank, coefficient = _rank(born, until) if regular else ("", COEFFICIENTS[last.position])
    year_only = not regular and born.year < 1980 and random.random() < 0.14
    return Person(
        number=number,
        name=name,
        sex=sex,
        birth_date=date(born.year, 1, 1) if year_only else born,
        birth_known_to="year" if year_only else "day",
        citizen_id=citizen_id(sex, born.year, 100_003 + number * 173_311 % 900_000),
        phone=phone_number(100_003 + number * 287_117 % 900_000),
        education="university" if regular else _weighted(random, EDUCATION[last.position]),
        party_since=_party_since(random, born, services, until, regular),
        rank=rank,
        coefficient=coefficient,
        training=_training(random, services[0].since, until, regular),
        merits=_merits(random, services[0].since, until, leaving),
    )


def _rank(born: date, on: date) -> tuple[str, str]:
    age = (on - born).days / 365.25
    return next((rank, coefficient) for limit, rank, coefficient in REGULAR_RANKS if age < limit)


def _party_since(
    random: Random, born: date, services: list[Service], until: date, regular: bool
) -> date | None:
    if not regular and random.random() > PARTY_SHARE[services[-1].post.position]:
        return None
    joined = born + timedelta(days=int(365.25 * random.uniform(22, 32)))
    return joined if joined < until else None


def _training(random: Random, since: date, until: date, regular: bool) -> tuple[Training, ...]:
    courses = []
    for title in TRAINING:
        if random.random() > (0.85 if regular else 0.55):
            continue
        days = max((until - max(since, until - timedelta(days=365 * 4))).days, 2)
        on = until - timedelta(days=random.randint(1, days))
        expires = on + timedelta(days=365 * 3) if "công cụ hỗ trợ" in title else None
        courses.append(Training(title, on, expires))
    return tuple(sorted(courses, key=lambda course: course.on))


def _merits(random: Random, since: date, until: date, leaving: Leaving | None) -> tuple[Merit, ...]:
    merits = []
    days = max((until - since).days - 1, 1)
    if random.random() < 0.22:
        title, by = random.choice(REWARDS)
        merits.append(Merit("reward", title, by, until - timedelta(days=random.randint(1, days))))
    if (leaving and leaving.kind == "dismissed") or random.random() < 0.015:
        on = until - timedelta(days=random.randint(1, min(days, 90)))
        merits.append(Merit("discipline", random.choice(DISCIPLINE), "Chủ tịch UBND huyện", on))
    return tuple(merits)


def _weighted(random: Random, weights: Mapping[str, float]) -> str:
    return random.choices(list(weights), weights=list(weights.values()))[0]
