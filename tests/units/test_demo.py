"""The demonstration district: believable in its proportions, consistent in its dates, the same at every draw."""

import datetime
import itertools
from collections import Counter
from random import Random

import pytest

from units.demo.careers import CHIEF, PART_TIME, Careers, play_careers, posts_of
from units.demo.facts import COMMUNES, SUCCESSORS, centres
from units.demo.hamlets import HAMLETS
from units.demo.load import SEED, load_units
from units.demo.people import Person, draw_people
from units.demo.stations import STATIONS
from units.models import Assignment, Commune, EstablishmentNorm, Officer, Station

TODAY = datetime.date(2026, 11, 24)


@pytest.fixture(scope="module")
def played() -> tuple[Careers, list[Person]]:
    random = Random(SEED)
    careers = play_careers(random, TODAY)
    return careers, draw_people(random, careers, TODAY)


def test_the_17_communes_have_their_official_codes_once_and_follow_into_six() -> None:
    assert len({commune.code for commune in COMMUNES}) == len(COMMUNES) == 17
    assert {commune.successor_code for commune in COMMUNES} == {new.code for new in SUCCESSORS}
    assert set(HAMLETS) == {commune.slug for commune in COMMUNES}
    assert {station.commune for station in STATIONS} == set(HAMLETS)
    assert len(set(centres().values())) == 17


def test_names_have_the_proportions_of_the_south(played: tuple[Careers, list[Person]]) -> None:
    _, people = played
    families = Counter(person.name.family for person in people)
    assert 0.26 <= families["Nguyễn"] / len(people) <= 0.35
    assert families.most_common(1)[0][0] == "Nguyễn"
    assert {"Trần", "Lê", "Phạm", "Huỳnh", "Võ"} <= {name for name, _ in families.most_common(8)}
    assert "Hoàng" not in families  # a Northern form; the South says Huỳnh
    assert sum(person.sex == "male" for person in people) / len(people) > 0.9


def test_about_four_hundred_officers_over_three_years(
    played: tuple[Careers, list[Person]],
) -> None:
    careers, people = played
    assert 370 <= len(people) <= 440
    assert min(leaving.on for leaving in careers.leavings) >= TODAY - datetime.timedelta(days=1095)
    assert max(leaving.on for leaving in careers.leavings) <= TODAY
    due = sum(len(posts_of(commune)) for commune in COMMUNES)
    present = sum(s.until is None and s.post.force == PART_TIME for s in careers.services)
    assert 0.85 < present / due < 0.97


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_nobody_serves_twice_at_once_and_no_commune_has_two_chiefs(seed: int) -> None:
    careers = play_careers(Random(seed), TODAY)
    by_person: dict[int, list[tuple[datetime.date, datetime.date]]] = {}
    by_chair: dict[str, list[tuple[datetime.date, datetime.date]]] = {}
    for service in careers.services:
        span = (service.since, service.until or datetime.date.max)
        assert span[0] < span[1]
        by_person.setdefault(service.person, []).append(span)
        if service.post.position == CHIEF:
            by_chair.setdefault(service.post.commune, []).append(span)
    for spans in [*by_person.values(), *by_chair.values()]:
        spans.sort()
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


def test_people_are_of_working_age_and_joined_the_party_as_adults(
    played: tuple[Careers, list[Person]],
) -> None:
    careers, people = played
    first = {service.person: service.since for service in reversed(careers.services)}
    serving = {service.person for service in careers.services if service.until is None}
    for person in people:
        assert (first[person.number] - person.birth_date).days >= 18 * 365
        if person.number in serving:
            assert (TODAY - person.birth_date).days < 61 * 365.25
        if person.party_since:
            assert (person.party_since - person.birth_date).days > 18 * 365


def test_citizen_ids_agree_with_sex_and_birth_year(played: tuple[Careers, list[Person]]) -> None:
    _, people = played
    assert len({person.citizen_id for person in people}) == len(people)
    for person in people:
        century_and_sex = int(person.citizen_id[3])
        assert century_and_sex % 2 == (person.sex == "female")
        assert (century_and_sex >= 2) == (person.birth_date.year >= 2000)
        assert person.citizen_id[4:6] == f"{person.birth_date.year % 100:02d}"


def test_the_same_seed_and_day_draw_the_same_people(
    played: tuple[Careers, list[Person]],
) -> None:
    random = Random(SEED)
    careers = play_careers(random, TODAY)
    assert (careers, draw_people(random, careers, TODAY)) == played


@pytest.mark.django_db
def test_loading_writes_a_district_that_obeys_every_constraint() -> None:
    demo = load_units(datetime.date.today())
    assert Commune.objects.filter(boundary_is_schematic=True).count() == 17
    assert set(demo.chiefs) <= set(demo.communes)
    assert Station.objects.filter(tenure="none").count() == 4
    serving = Officer.objects.serving()
    assert (
        serving.count()
        == Assignment.objects.filter(is_main=True, valid_until__isnull=True)
        .values("officer")
        .distinct()
        .count()
    )
    assert Officer.objects.named("nguyen van").exists()
    assert (
        EstablishmentNorm.objects.exclude(instrument="").count()
        == EstablishmentNorm.objects.count()
    )
    assert not EstablishmentNorm.objects.filter(is_verified=True).exists()
    moved = [
        o for o in Officer.objects.all() if o.assignments.values("commune").distinct().count() > 1
    ]
    assert moved, "somebody should have served in two communes"


@pytest.mark.django_db
def test_after_the_reform_the_past_stays_and_people_serve_on_in_six_communes() -> None:
    demo = load_units(datetime.date.today(), reform=True)
    assert set(demo.communes) == {new.slug for new in SUCCESSORS}
    assert Commune.objects.filter(valid_until=datetime.date(2025, 6, 30)).count() == 17
    for old in Commune.objects.filter(valid_until__isnull=False):
        assert old.successions.count() == 1
        assert not old.assignments.filter(valid_until__isnull=True).exists()
        assert not old.assignments.filter(valid_from__gte=datetime.date(2025, 7, 1)).exists()
    for new in demo.communes.values():
        assert new.population == sum(link.predecessor.population for link in new.origins.all())
        assert new.boundary["type"] == "Polygon"
        chiefs = Assignment.objects.filter(commune=new, is_chief=True, valid_until__isnull=True)
        assert chiefs.count() <= 1
    assert Officer.objects.serving().count() > 250
