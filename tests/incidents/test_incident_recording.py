"""Recording and correcting incidents: numbers, times, persons, what lies close by, and who may."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Disclosure
from incidents.domain.facts import facts_at, facts_of
from incidents.domain.incidents.persons import (
    PersonFacts,
    add_person,
    change_person,
    see_identity,
)
from incidents.domain.incidents.recording import (
    SAID_TOGETHER,
    IncidentFacts,
    correct_incident,
    record_incident,
)
from incidents.domain.incidents.similar import (
    Sketch,
    likely_same,
    link_incidents,
    nearest_hotspot,
    sketch_of,
)
from incidents.domain.incidents.story import story_of
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.merging import merged
from incidents.domain.numbering import first_free, sign_of
from incidents.models import Incident, IncidentCategory, IncidentLink, IncidentPerson
from tests.factories import CommuneFactory, HamletFactory
from tests.incidents.factories import (
    VIETNAM,
    HotspotFactory,
    IncidentCategoryFactory,
    IncidentFactory,
    IncidentPersonFactory,
)
from units.domain.scope import Scope

NOW = datetime.datetime(2026, 3, 6, 8, 0, tzinfo=VIETNAM)
NIGHT = datetime.datetime(2026, 3, 5, 20, 15, tzinfo=VIETNAM)
ALL = Scope(None, None)


def facts(**changed) -> IncidentFacts:
    given_facts = {
        "category_id": IncidentCategoryFactory().pk,
        "occurred_from": NIGHT,
        "occurred_until": NIGHT,
        "summary": "Mất xe máy.",
    }
    return IncidentFacts(**{**given_facts, **changed})


def record(district, by=None, at=NOW, key=None, **changed) -> Incident:
    return record_incident(
        facts(**changed),
        commune=district.commune,
        by=by or district.officer,
        at=at,
        key=key or uuid.uuid4(),
    ).incident


def test_numbers_follow_each_other_in_each_year_and_commune(district):
    numbers = [record(district).number for _ in range(3)]
    assert numbers == ["VV-2026-LH-0001", "VV-2026-LH-0002", "VV-2026-LH-0003"]
    later = NOW.replace(year=2027, month=1)
    assert record(district, at=later).number == "VV-2027-LH-0001"
    other = record_incident(
        facts(), commune=district.other, by=district.other_chief, at=NOW, key=uuid.uuid4()
    )
    assert other.incident.number == "VV-2026-TT-0001"


def test_a_number_that_was_not_used_is_given_again(district):
    record(district)
    with pytest.raises(ValidationError):
        record(district, occurred_from=NIGHT + datetime.timedelta(days=3))
    with transaction.atomic():
        record(district)
        transaction.set_rollback(True)
    assert record(district).number == "VV-2026-LH-0002"


def test_two_communes_of_one_jurisdiction_have_different_letters(district):
    same = CommuneFactory(jurisdiction=district.jurisdiction, name="Long Hựu")
    elsewhere = CommuneFactory(name="Long Hải")
    assert [sign_of(one) for one in (district.commune, same, elsewhere)] == ["LH", "LHU", "LH"]
    assert sign_of(district.commune) == "LH"


@given(st.lists(st.sampled_from(["Long Hòa", "Đức Hòa", "Long Hựu", "12"]), max_size=12))
def test_letters_are_never_taken_twice(names):
    taken: list[str] = []
    for name in names:
        taken.append(first_free(name, taken))
    assert len(set(taken)) == len(taken)
    assert all(letters.isascii() and letters.isalnum() for letters in taken)


def test_the_same_form_records_once(district):
    key = uuid.uuid4()
    first = record(district, key=key)
    again = record_incident(
        facts(summary="khác"), commune=district.commune, by=district.officer, at=NOW, key=key
    )
    assert again.is_repeat
    assert again.incident == first
    with pytest.raises(ValidationError):
        record(district, by=district.chief, key=key)
    assert Incident.objects.count() == 1


@pytest.mark.parametrize("role", ["staff", "home_affairs", "administrator"])
def test_only_the_commune_records(district, role):
    with pytest.raises(PermissionDenied):
        record(district, by=getattr(district, role))


def test_the_local_day_is_the_one_it_happened_on(district):
    late = datetime.datetime(2026, 3, 4, 18, 30, tzinfo=datetime.UTC)  # 01:30 of the 5th here
    incident = record(district, occurred_from=late, occurred_until=late)
    incident.refresh_from_db()
    assert incident.occurred_on == datetime.date(2026, 3, 5)


def test_an_incident_does_not_lie_ahead_nor_end_before_it_begins(district):
    with pytest.raises(ValidationError) as ahead:
        record(district, occurred_until=NOW + datetime.timedelta(hours=1))
    assert "occurred_until" in ahead.value.error_dict
    with pytest.raises(ValidationError):
        record(district, occurred_until=NIGHT - datetime.timedelta(minutes=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        IncidentFactory(occurred_until=NIGHT - datetime.timedelta(minutes=1))


def test_a_hamlet_of_another_commune_is_refused_by_the_database(district):
    with pytest.raises(IntegrityError), transaction.atomic():
        IncidentFactory(commune=district.commune, hamlet=HamletFactory(commune=district.other))


@pytest.mark.django_db
def test_the_catalogue_has_two_levels_and_no_more():
    theft = IncidentCategoryFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        IncidentCategory.objects.create(code="deeper", name="Sâu hơn", parent=theft)
    with pytest.raises(IntegrityError), transaction.atomic():
        IncidentCategory.objects.filter(pk=theft.parent_id).update(parent=theft)


@pytest.mark.django_db
@pytest.mark.parametrize("is_seen", [True, False])
def test_the_database_keeps_a_category_with_incidents_in_a_group(as_scope, is_seen):
    incident = IncidentFactory()
    communes = frozenset({incident.commune_id} if is_seen else {CommuneFactory().pk})
    rows = IncidentCategory.objects.filter(pk=incident.category_id)
    with as_scope(Scope(communes=communes, jurisdictions=frozenset())):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(parent=None)
        assert Incident.objects.exists() == is_seen
    assert rows.get().parent_id


# --- correcting ---


def test_a_correction_completes_a_quick_entry_and_is_told_to_the_second(district):
    key = uuid.uuid4()
    quick = record_incident(
        facts(), commune=district.commune, by=district.officer, at=NOW, key=key, is_complete=False
    ).incident
    correct_incident(quick, facts(injured=1), by=district.chief, version=quick.version, now=NOW)
    with pytest.raises(ChangedMeanwhileError) as told:
        correct_incident(
            quick, facts(deaths=1), by=district.officer, version=quick.version, now=NOW
        )
    current = told.value.current
    assert isinstance(current, Incident)
    assert current.is_complete
    base = facts_at(current, quick.version, IncidentFacts)
    both = merged(base, facts(deaths=1), facts_of(current, IncidentFacts), SAID_TOGETHER)
    assert (both.injured, both.deaths) == (1, 1)


def test_an_officer_does_not_correct_what_has_an_outcome(district):
    ended = IncidentFactory(commune=district.commune, state="settled")
    with pytest.raises(PermissionDenied):
        correct_incident(ended, facts(), by=district.officer, version=ended.version, now=NOW)
    assert (
        correct_incident(
            ended, facts(injured=2), by=district.chief, version=ended.version, now=NOW
        ).injured
        == 2
    )


def test_what_has_an_outcome_is_not_corrected_to_have_happened_after_it(district):
    day = NIGHT.date()
    ended = IncidentFactory(
        commune=district.commune, state="settled", occurred_from=NIGHT, outcome_on=day
    )
    later = NIGHT + datetime.timedelta(hours=4)
    for moment, is_refused in ((NIGHT + datetime.timedelta(hours=3), False), (later, True)):
        told = facts(occurred_from=moment, occurred_until=moment)
        if not is_refused:
            ended = correct_incident(ended, told, by=district.chief, version=ended.version, now=NOW)
            continue
        with pytest.raises(ValidationError) as refused:
            correct_incident(ended, told, by=district.chief, version=ended.version, now=NOW)
        assert list(refused.value.message_dict) == ["occurred_from"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=ended.pk).update(occurred_from=later, occurred_until=later)


# --- close by ---


def test_the_nearest_open_place_within_150_metres_is_suggested(district):
    here = (10.592, 106.5735)
    HotspotFactory(commune=district.commune, latitude=10.5930, longitude=106.5735)  # 111 m
    near = HotspotFactory(commune=district.commune, latitude=10.5925, longitude=106.5735)  # 56 m
    HotspotFactory(
        commune=district.commune, latitude=here[0], longitude=here[1], state="declined",
        closed_on=NOW.date(),
    )  # fmt: skip
    found = nearest_hotspot(ALL, district.commune.pk, here)
    assert found
    assert found.hotspot.pk == near.pk
    assert 54 <= found.metres <= 57
    assert nearest_hotspot(ALL, district.commune.pk, (10.60, 106.58)) is None
    assert nearest_hotspot(ALL, district.other.pk, here) is None


def test_likely_the_same_is_of_the_kind_within_a_week_and_near(district):
    point = {"latitude": 10.592, "longitude": 106.5735}
    one = IncidentFactory(commune=district.commune, **point)
    IncidentFactory(
        commune=district.commune, category=IncidentCategoryFactory(code="fraud"), **point
    )
    IncidentFactory(
        commune=district.commune, occurred_from=NIGHT - datetime.timedelta(days=8), **point
    )
    IncidentFactory(commune=district.commune, latitude=10.6, longitude=106.5735)
    sketch = Sketch(one.category_id, (NIGHT, NIGHT), (10.5925, 106.5735))
    found = likely_same(ALL, district.commune.pk, sketch)
    assert [(same.incident.pk, same.metres) for same in found] == [(one.pk, 56)]


def test_what_overlaps_in_time_is_likely_the_same_whichever_was_recorded_first(district):
    point, day = {"latitude": 10.592, "longitude": 106.5735}, datetime.timedelta(days=1)
    rough = IncidentFactory(
        commune=district.commune,
        occurred_from=NIGHT - 25 * day,
        occurred_until=NIGHT + day,
        **point,
    )
    exact = IncidentFactory(
        commune=district.commune, category=rough.category, occurred_from=NIGHT, **point
    )
    for one, other in ((rough, exact), (exact, rough)):
        found = likely_same(ALL, district.commune.pk, sketch_of(one), except_pks=[one.pk])
        assert [same.incident for same in found] == [other]


def test_a_point_and_a_hamlet_may_be_the_same_place_at_the_same_hour(district):
    hamlet = HamletFactory(commune=district.commune)
    kind = IncidentCategoryFactory()
    ours = {"commune": district.commune, "category": kind}
    point = {"latitude": 10.592, "longitude": 106.5735}
    hour = datetime.timedelta(hours=1)
    soon = IncidentFactory(**ours, **point, occurred_from=NIGHT + 3 * hour)
    IncidentFactory(**ours, **point, occurred_from=NIGHT + 4 * hour)
    IncidentFactory(**ours, hamlet=HamletFactory(commune=district.commune), occurred_from=NIGHT)
    IncidentFactory(**ours, occurred_from=NIGHT)
    in_hamlet = Sketch(kind.pk, (NIGHT, NIGHT), hamlet_id=hamlet.pk)
    found = likely_same(ALL, district.commune.pk, in_hamlet)
    assert [(same.incident.pk, same.metres) for same in found] == [(soon.pk, None)]


def test_incidents_are_linked_both_ways_and_once(district):
    one, other = IncidentFactory.create_batch(2, commune=district.commune)
    link_incidents(other, one, "related", by=district.officer)
    link_incidents(one, other, "duplicate", by=district.officer)
    (link,) = IncidentLink.objects.filter(Q(first=one) | Q(second=one))
    assert (link.first, link.second, link.kind) == (one, other, "duplicate")
    with pytest.raises(ValidationError):
        link_incidents(one, one, "related", by=district.officer)
    foreign = IncidentFactory(commune=district.other)
    with pytest.raises(ValidationError):
        link_incidents(one, foreign, "related", by=district.chief)
    with pytest.raises(IntegrityError), transaction.atomic():
        IncidentLink.objects.create(first=one, second=foreign, kind="related")


# --- persons ---


def test_a_look_at_a_person_is_recorded_with_its_reason(district):
    person = IncidentPersonFactory(incident__commune=district.commune)
    for role in ("staff", "administrator", "home_affairs"):
        with pytest.raises(PermissionDenied):
            see_identity(person, by=getattr(district, role), reason="xem")
    assert not Disclosure.objects.exists()
    seen = see_identity(person, by=district.chief, reason="Mời làm việc", address="127.0.0.1")
    assert seen.full_name == "Trần Thị Bưởi"
    look = Disclosure.objects.get()
    assert (look.user, look.reason, look.commune) == (
        district.chief, "Mời làm việc", district.commune,
    )  # fmt: skip
    story = " ".join(line.action for line in story_of(person.incident))
    assert "Mời làm việc" in story
    assert "Bưởi" not in story
    assert "Bưởi" not in look.shown_as


def test_the_story_tells_that_a_person_changed_but_not_who_it_is(district):
    incident = record(district)
    facts = PersonFacts("suspect", "Lê Văn Xoài")
    person = add_person(incident, facts, by=district.officer, key=uuid.uuid4()).person
    person.refresh_from_db()
    mended = PersonFacts("suspect", "Lê Văn Mít", 1990)
    change_person(person, mended, by=district.officer, version=person.version)
    told = story_of(incident)
    text = " ".join(f"{line.action} {line.changes}" for line in told)
    assert "Xoài" not in text
    assert "Mít" not in text
    assert len(told) == 3


def test_nothing_is_written_of_a_person_made_anonymous(district):
    person = IncidentPersonFactory(incident__commune=district.commune)
    with pytest.raises(IntegrityError), transaction.atomic():
        IncidentPerson.objects.filter(pk=person.pk).update(anonymised_on=NOW.date())
