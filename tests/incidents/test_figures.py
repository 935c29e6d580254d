"""The figures of complicated places equal a count by hand, for every scope and day."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.domain.standing import scope_for
from accounts.domain.waiting import totals
from accounts.models import User
from incidents.models import CLOSED, OPEN, UNDER_REVIEW, Hotspot, HotspotCount, HotspotState
from incidents.queries.hotspots import (
    awaiting_confirmation,
    hotspot_figures,
    ready_to_resolve,
    reviews_due,
)
from incidents.waiting import places_waiting
from tests.factories import CommuneFactory
from tests.incidents.factories import HotspotFactory, HotspotKindFactory, HotspotReviewFactory
from tests.incidents.people import District
from units.domain.scope import Scope

DAY = datetime.date(2026, 11, 24)
places = st.lists(
    st.tuples(
        st.integers(0, 2), st.sampled_from(HotspotState.values), st.integers(-40, 40) | st.none()
    ),
    max_size=12,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(places=places, seen=st.sets(st.integers(0, 2)))
def test_figures_equal_a_count_by_hand(db: None, places, seen):
    Hotspot.objects.all().delete()
    communes = CommuneFactory.create_batch(3)
    kind = HotspotKindFactory()
    for number, (where, state, days) in enumerate(places):
        HotspotFactory(
            commune=communes[where],
            kind=kind,
            name=f"Chợ {number}",
            state=state,
            closed_on=DAY if state in CLOSED else None,
            next_review_on=None if days is None else DAY + datetime.timedelta(days=days),
        )
    scope = Scope.of([communes[number].pk for number in seen])
    figures = hotspot_figures(scope, DAY)
    mine = [place for place in places if place[0] in seen]
    late = [p for p in mine if p[1] in UNDER_REVIEW and p[2] is not None and p[2] < 0]
    assert figures.whole.total == len(mine)
    assert figures.whole.open == sum(state in OPEN for _where, state, _days in mine)
    assert figures.whole.overdue == len(late)
    for number in range(3):
        of_commune = [place for place in mine if place[0] == number]
        assert figures.of(communes[number].pk).total == len(of_commune)
        for state in HotspotState.values:
            counted = figures.of(communes[number].pk).by_state.get(state, 0)
            assert counted == sum(one[1] == state for one in of_commune)


def test_the_figures_take_two_queries_whatever_the_number(db, django_assert_num_queries):
    for _ in range(5):
        HotspotFactory.create_batch(4, commune=CommuneFactory())
    with django_assert_num_queries(2):
        assert hotspot_figures(Scope.all(), DAY).whole.total == 20


def test_recounting_finds_a_count_that_was_tampered_with(db):
    HotspotFactory.create_batch(3)
    call_command("recount", verbosity=0)
    HotspotCount.objects.filter(count=1).update(count=7)
    with pytest.raises(CommandError):
        call_command("recount", verbosity=0)
    call_command("recount", "--fix", verbosity=0)
    assert set(HotspotCount.objects.values_list("count", flat=True)) == {1}


def test_reviews_due_are_those_of_open_places_the_latest_first(db):
    def place(name: str, days: int, state: str = "confirmed") -> Hotspot:
        return HotspotFactory(
            name=name,
            state=state,
            closed_on=DAY if state in CLOSED else None,
            next_review_on=DAY + datetime.timedelta(days=days),
        )

    place("hôm nay", 0), place("trễ", -10, "reopened"), place("xa", 8)
    place("đã xong", -5, "resolved"), place("tuần này", 7, "under_action")
    assert [one.name for one in reviews_due(Scope.all(), DAY)] == ["trễ", "hôm nay", "tuần này"]
    assert [one.name for one in reviews_due(Scope.all(), DAY, within=-1)] == ["trễ"]


def test_only_the_latest_visit_says_whether_a_place_may_be_closed(db):
    ready = HotspotFactory(state="under_action")
    HotspotReviewFactory(hotspot=ready, on=DAY - datetime.timedelta(days=30))
    HotspotReviewFactory(hotspot=ready, on=DAY, still_complicated=False)
    relapsed = HotspotFactory(state="under_action")
    HotspotReviewFactory(hotspot=relapsed, on=DAY, still_complicated=True)
    HotspotReviewFactory(
        hotspot=relapsed, on=DAY - datetime.timedelta(days=30), still_complicated=False
    )
    HotspotFactory(state="under_action")
    assert list(ready_to_resolve(Scope.all())) == [ready]


def waiting(user: User) -> int | None:
    request = RequestFactory().get("/")
    request.user, request.scope = user, scope_for(user)
    rows = places_waiting(request)
    return None if rows is None else totals({"places": rows})["places"]


def test_the_counter_counts_only_what_awaits_this_person(district: District):
    long_ago = datetime.date(2026, 1, 1)
    HotspotFactory(commune=district.commune)
    HotspotFactory.create_batch(2, commune=district.other)
    HotspotFactory(commune=district.commune, state="confirmed", next_review_on=long_ago)
    assert waiting(district.staff) == 3
    assert waiting(district.chief) == waiting(district.officer) == 1
    assert waiting(district.other_chief) == 0
    assert waiting(district.home_affairs) is None
    assert [one.commune for one in awaiting_confirmation(scope_for(district.chief))] == [
        district.commune
    ]
