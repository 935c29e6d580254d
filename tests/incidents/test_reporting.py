"""Reporting a place: once per form, by its commune, inside its commune, and nobody overwrites anybody."""

import dataclasses
import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from incidents.domain.facts import facts_at, facts_of
from incidents.domain.hotspots.reporting import (
    SAID_TOGETHER,
    ReportFacts,
    correct_hotspot,
    report_hotspot,
)
from incidents.domain.hotspots.reviews import ReviewFacts, record_review
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.merging import merged
from incidents.domain.partial_dates import read_partial_date, write_partial_date
from incidents.domain.places import Verdict, judge_point, metres_between, neighbours
from incidents.models import Hotspot
from tests.factories import CommuneFactory
from tests.incidents.factories import HotspotFactory, HotspotKindFactory, HotspotReviewFactory
from tests.incidents.people import District
from units.domain.scope import Scope
from units.models import Commune

DAY = datetime.date(2026, 11, 24)
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[106.5, 10.5], [106.6, 10.5], [106.6, 10.6], [106.5, 10.6], [106.5, 10.5]]],
}


def facts(**changes: object) -> ReportFacts:
    base = ReportFacts("Chợ Trạm", HotspotKindFactory().pk, 10.55, 106.55, "Họp chợ tràn ra đường")
    return dataclasses.replace(base, **changes)


def test_the_same_form_sent_twice_reports_once(district: District):
    key = uuid.uuid4()
    sent = {"commune": district.commune, "by": district.chief, "on": DAY, "key": key}
    first = report_hotspot(facts(), **sent)
    second = report_hotspot(facts(name="Chợ Trạm"), **sent)
    assert first.hotspot == second.hotspot
    assert (first.is_repeat, second.is_repeat) == (False, True)
    assert Hotspot.objects.count() == 1
    assert first.hotspot.reported_by_name == "Phạm Công Tâm"


@pytest.mark.parametrize("role", ["officer", "staff", "home_affairs"])
def test_only_a_chief_reports(district: District, role: str):
    with pytest.raises(PermissionDenied):
        report_hotspot(
            facts(), commune=district.commune, by=getattr(district, role), on=DAY, key=uuid.uuid4()
        )


def test_the_second_of_two_corrections_is_told_of_the_first(district: District):
    place = HotspotFactory(commune=district.commune)
    seen, base = place.version, facts_of(place, ReportFacts)
    theirs = dataclasses.replace(base, reason="Kẹt xe buổi sáng", whereabouts="ĐT 826")
    correct_hotspot(place, theirs, by=district.chief, version=seen)
    mine = dataclasses.replace(base, name="Chợ Long Hòa mới", whereabouts="Cạnh cầu")
    with pytest.raises(ChangedMeanwhileError) as told:
        correct_hotspot(place, mine, by=district.chief, version=seen)
    both = merged(
        facts_at(place, seen, ReportFacts),
        mine,
        facts_of(told.value.current, ReportFacts),
        SAID_TOGETHER,
    )
    assert (both.name, both.whereabouts, both.reason) == (
        "Chợ Long Hòa mới",
        "Cạnh cầu",
        "Kẹt xe buổi sáng",
    )
    place.refresh_from_db()
    assert place.reason == "Kẹt xe buổi sáng"


texts = st.sampled_from(["a", "b", "c"])


@given(base=st.tuples(texts, texts), mine=st.tuples(texts, texts), theirs=st.tuples(texts, texts))
def test_joining_two_corrections_loses_neither(base, mine, theirs):
    """Each field is the value of whoever changed it; mine where both did."""

    def said(pair):
        return ReportFacts(pair[0], 1, 10.5, 106.5, pair[1])

    joined = merged(said(base), said(mine), said(theirs), SAID_TOGETHER)
    for was, own, other, got in zip(base, mine, theirs, (joined.name, joined.reason), strict=True):
        assert got == (own if own != was else other)


def test_a_date_and_a_point_are_each_said_by_one_person(db):
    base = facts(since=datetime.date(2025, 11, 1), since_precision="month")
    theirs = dataclasses.replace(
        base, since=datetime.date(2024, 1, 1), since_precision="year", latitude=10.57
    )
    mine = dataclasses.replace(base, since=datetime.date(2023, 3, 1), longitude=106.58)
    both = merged(base, mine, theirs, SAID_TOGETHER)
    assert (both.since, both.since_precision) == (datetime.date(2023, 3, 1), "month")
    assert (both.latitude, both.longitude) == (base.latitude, 106.58)


def test_a_correction_that_changes_nothing_leaves_no_line(district: District):
    place = HotspotFactory(commune=district.commune)
    correct_hotspot(place, facts_of(place, ReportFacts), by=district.chief, version=place.version)
    assert place.events.count() == 1


@pytest.mark.parametrize(
    ("longitude", "schematic", "verdict"),
    [
        (106.55, False, Verdict.INSIDE),
        (106.6015, False, Verdict.INSIDE),  # 164 m outside: within tolerance
        (106.6025, False, Verdict.OUTSIDE),  # 273 m outside
        (106.6025, True, Verdict.DOUBTFUL),
    ],
)
def test_a_point_must_lie_in_the_commune_give_or_take_200_m(longitude, schematic, verdict):
    commune = Commune(name="Long Hòa", boundary=SQUARE, boundary_is_schematic=schematic)
    assert judge_point(commune, 10.55, longitude) is verdict


def test_without_a_boundary_only_a_far_point_is_doubted():
    commune = Commune(name="Long Hòa", latitude=10.55, longitude=106.55)
    assert judge_point(commune, 10.60, 106.60) is Verdict.INSIDE
    assert judge_point(commune, 10.90, 106.55) is Verdict.DOUBTFUL
    assert judge_point(Commune(name="Long Hòa"), 20.0, 105.0) is Verdict.INSIDE


def test_reports_of_one_kind_within_150_m_are_neighbours(db):
    near = HotspotFactory(latitude=10.5510, longitude=106.55)  # 111 m north
    HotspotFactory(latitude=10.5520, longitude=106.55)  # 222 m
    HotspotFactory(latitude=10.5505, longitude=106.55, kind=HotspotKindFactory(code="school"))
    HotspotFactory(latitude=10.55, longitude=106.55, state="declined", closed_on=DAY)
    found = neighbours(Scope.all(), kind_id=near.kind_id, latitude=10.55, longitude=106.55)
    assert [one.hotspot for one in found] == [near]
    assert found[0].metres == pytest.approx(111, abs=1)


def test_another_communes_reports_are_no_neighbours_to_a_chief(db):
    there = HotspotFactory(latitude=10.55, longitude=106.55)
    scope = Scope.of([CommuneFactory().pk])
    assert not neighbours(scope, kind_id=there.kind_id, latitude=10.55, longitude=106.55)


coordinates = st.tuples(st.floats(8, 23), st.floats(102, 110))


@given(coordinates, coordinates)
def test_distance_is_the_same_both_ways_and_zero_only_at_the_place(first, second):
    assert metres_between(first, second) == pytest.approx(metres_between(second, first))
    assert metres_between(first, first) == 0


@pytest.mark.parametrize(
    ("typed", "value", "precision"),
    [
        ("2024", datetime.date(2024, 1, 1), "year"),
        ("03/2024", datetime.date(2024, 3, 1), "month"),
        ("15/03/2024", datetime.date(2024, 3, 15), "day"),
        ("15-3-2024", datetime.date(2024, 3, 15), "day"),
    ],
)
def test_a_date_is_kept_as_exactly_as_it_is_known(typed, value, precision):
    known = read_partial_date(typed, today=DAY)
    assert (known.value, known.precision) == (value, precision)


@pytest.mark.parametrize("typed", ["năm ngoái", "31/02/2024", "13/2024", "2027", "25/11/2026"])
def test_no_date_is_invented_and_none_lies_ahead(typed):
    with pytest.raises(ValidationError):
        read_partial_date(typed, today=DAY)


@given(st.dates(datetime.date(1901, 1, 1), DAY), st.sampled_from(["day", "month", "year"]))
def test_what_is_written_reads_back_the_same(day, precision):
    known = read_partial_date(write_partial_date(day, precision), today=DAY)
    assert known.precision == precision
    assert write_partial_date(known.value, precision) == write_partial_date(day, precision)


def review(**changes: object) -> ReviewFacts:
    return dataclasses.replace(ReviewFacts(DAY, "Còn lấn chiếm", True), **changes)


def test_a_visit_sets_the_next_review_by_the_places_interval(district: District):
    place = HotspotFactory(commune=district.commune, state="confirmed", review_interval_days=15)
    record_review(place, review(), by=district.officer, today=DAY, key=uuid.uuid4())
    place.refresh_from_db()
    assert place.next_review_on == DAY + datetime.timedelta(days=15)


def test_the_same_visit_sent_twice_is_one(district: District):
    place = HotspotFactory(commune=district.commune, state="confirmed")
    key = uuid.uuid4()
    for _ in range(2):
        record_review(place, review(), by=district.officer, today=DAY, key=key)
    assert place.reviews.count() == 1


def test_a_visit_written_down_late_leaves_the_next_review_alone(district: District):
    due = DAY + datetime.timedelta(days=9)
    place = HotspotFactory(commune=district.commune, state="confirmed", next_review_on=due)
    HotspotReviewFactory(hotspot=place, on=DAY - datetime.timedelta(days=1))
    older = review(on=DAY - datetime.timedelta(days=20))
    record_review(place, older, by=district.officer, today=DAY, key=uuid.uuid4())
    place.refresh_from_db()
    assert place.next_review_on == due


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": DAY + datetime.timedelta(days=1)},
        {"next_review_on": DAY},
    ],
)
def test_a_visit_lies_in_the_past_and_the_next_one_after_it(district: District, wrong):
    place = HotspotFactory(commune=district.commune, state="confirmed")
    with pytest.raises(ValidationError):
        record_review(place, review(**wrong), by=district.officer, today=DAY, key=uuid.uuid4())
