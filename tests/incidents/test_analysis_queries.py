"""What the statistics read: times, zones around a place, months; and what measures show."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from incidents.domain.analysis.aoristic import VIETNAM, Interval, week_hours
from incidents.domain.analysis.effect import Effect
from incidents.domain.analysis.windows import Window, around_measure, months_ending
from incidents.domain.hotspots.effects import effects_of
from incidents.domain.repeats import repetition
from incidents.models import Incident
from incidents.queries.analysis import Slice, counts_in
from incidents.queries.around import at_hotspot
from incidents.queries.grounds import grounds_of
from incidents.queries.hours import week_of
from incidents.queries.measures import MeasureDays, around_measures
from tests.incidents.crowds import MARKET, category, crowd, metres_from
from tests.incidents.factories import (
    HotspotActionFactory,
    HotspotFactory,
    IncidentCategoryFactory,
    IncidentFactory,
    LocatedIncidentFactory,
)
from units.domain.months import month_of
from units.domain.scope import Scope

ALL = Scope.all()
DAY = datetime.timedelta(days=1)


def moment(day: int, hour: float) -> datetime.datetime:
    monday = datetime.datetime(2026, 3, 2, tzinfo=VIETNAM)
    return monday + datetime.timedelta(days=day, hours=hour)


MARCH = Window(datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))


@pytest.mark.django_db
def test_hours_are_local_and_rough_times_are_spread(district):
    facts = {"commune": district.commune, "category": category()}
    LocatedIncidentFactory(occurred_from=moment(0, 23.5), **facts)
    LocatedIncidentFactory(
        occurred_from=moment(1, 6), occurred_until=moment(1, 10), time_known="rough", **facts
    )
    LocatedIncidentFactory(
        occurred_from=moment(2, 6.1), occurred_until=moment(2, 6.9), time_known="rough", **facts
    )
    LocatedIncidentFactory(occurred_from=moment(3, 19), occurred_until=moment(3, 22), **facts)
    LocatedIncidentFactory(
        occurred_from=moment(4, 0), occurred_until=moment(20, 0), time_known="rough", **facts
    )
    week = week_of(Slice(ALL, MARCH, district.commune.pk).rows())
    assert week.weights[0][23] == 1
    assert week.weights[1][6:10] == [0.25] * 4
    assert week.weights[2][6] == 1
    assert week.weights[3][19:22] == [1, 0, 0]
    assert (week.known, week.unknown) == (4, 1)


@pytest.mark.django_db
def test_a_place_has_what_is_linked_to_it_or_lies_within_its_reach(district):
    hotspot = HotspotFactory(commune=district.commune, latitude=MARKET[0], longitude=MARKET[1])
    facts = {"commune": district.commune, "category": category(), "occurred_from": moment(0, 8)}

    def at(east: float, **more: object) -> None:
        lat, lng = metres_from(MARKET, east, 0)
        LocatedIncidentFactory(latitude=lat, longitude=lng, **facts, **more)

    at(0)
    at(149)
    at(151)
    at(399)
    at(401)
    at(3_000, hotspot=hotspot)
    LocatedIncidentFactory(latitude=None, longitude=None, hotspot=hotspot, **facts)
    LocatedIncidentFactory(latitude=None, longitude=None, **facts)
    assert at_hotspot(ALL, hotspot, MARCH).count() == 4
    action = HotspotActionFactory(hotspot=hotspot, starts_on=MARCH.first)
    before = Window(MARCH.first - 31 * DAY, MARCH.first - DAY)
    own = district.commune.pk
    ground = grounds_of(ALL, [own], today=timezone.localdate())[own]
    days = MeasureDays(action, ground, before, MARCH)
    (found,) = around_measures([days]).values()
    assert found.after == {"place": 4, "ring": 2, "rest": 1}
    assert found.before == {}
    (other,) = around_measures([days], category("x", "y").pk).values()
    assert other.after == {}
    (group,) = around_measures([days], category().parent_id).values()
    assert group.after == found.after
    assert ground.communes == {own}
    assert ground.around(datetime.date(2026, 5, 1)) == (datetime.date(2026, 4, 1), None)
    assert ground.around(MARCH.last) is None


@pytest.mark.django_db
def test_months_come_from_the_rollup_by_category_and_by_commune(district):
    fights = category("fight-test", "order-test")
    for day in (1, 40, 400):
        crowd(district.commune, 2, days_ago=(day, day), category=fights)
    crowd(district.other, 1, days_ago=(1, 1))
    today = timezone.localdate()
    windows = [Window(today - 32 * DAY, today), Window(today - 500 * DAY, today - 33 * DAY)]
    whole = [
        Window(month_of(window.first), months_ending(month_of(window.last), 1).last)
        for window in windows
    ]
    by_commune = {one.key: one.counts for one in counts_in(ALL, whole[:1], by="commune")}
    assert by_commune[district.other.pk] == (1,)
    (only,) = counts_in(ALL, whole, by="category", category_id=fights.parent_id)
    assert only.key == fights.pk
    elsewhere = Scope.of([district.other.pk])
    assert [one.key for one in counts_in(elsewhere, whole, by="commune")] == [district.other.pk]


def test_before_and_after_are_as_long_as_the_book_and_the_measure_allow():
    today, begun = datetime.date(2026, 6, 30), datetime.date(2026, 3, 1)
    long_ago = datetime.date(2020, 1, 1)
    before, after = around_measure(begun, None, today=today, known=(long_ago, None)) or ()
    assert after == Window(begun, datetime.date(2026, 6, 29))
    assert before.last == datetime.date(2026, 2, 28)
    assert before.days == after.days == 121
    before, after = (
        around_measure(begun, begun + 9 * DAY, today=today, known=(long_ago, None)) or ()
    )
    assert before.days == after.days == 10
    before, after = around_measure(begun, None, today=today, known=(begun - 30 * DAY, None)) or ()
    assert before == Window(begun - 30 * DAY, begun - DAY)
    assert after.days == 30
    before, after = (
        around_measure(long_ago, None, today=today, known=(datetime.date(2010, 1, 1), None)) or ()
    )
    assert after.days == 365
    assert around_measure(today, None, today=today, known=(long_ago, None)) is None
    assert around_measure(begun, None, today=today, known=(begun, None)) is None


def test_months_are_counted_over_the_new_year():
    assert month_of(datetime.date(2026, 1, 15), -1) == datetime.date(2025, 12, 1)
    assert months_ending(datetime.date(2026, 2, 1), 3) == Window(
        datetime.date(2025, 12, 1), datetime.date(2026, 2, 28)
    )


@pytest.mark.django_db
def test_a_patrol_that_only_moved_the_trouble_is_told_from_one_that_helped(district):
    commune = district.commune
    hotspot = HotspotFactory(commune=commune, latitude=MARKET[0], longitude=MARKET[1])
    begun = timezone.localdate() - 201 * DAY
    action = HotspotActionFactory(hotspot=hotspot, starts_on=begun)
    crowd(commune, 60, at=metres_from(MARKET, 3_000, 0), days_ago=(1, 400), seed=4)
    crowd(commune, 1, at=metres_from(MARKET, 3_000, 0), days_ago=(900, 900), seed=4)
    crowd(commune, 30, days_ago=(210, 390), seed=5)
    crowd(commune, 6, days_ago=(1, 190), seed=6)
    (helped,) = effects_of(ALL, [action], today=timezone.localdate())
    assert helped.judged.effect == Effect.HELPED
    assert (helped.judged.before.place, helped.judged.after.place) == (30, 6)
    crowd(commune, 40, at=metres_from(MARKET, 250, 0), days_ago=(1, 190), seed=7)
    (moved,) = effects_of(ALL, [action], today=timezone.localdate())
    assert moved.judged.effect == Effect.MOVED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "days"), [("camera", 60), ("lights", 60), ("signs", 60), ("patrol", 4)]
)
def test_what_was_put_up_works_on_after_that_is_done(district, kind, days):
    today = timezone.localdate()
    crowd(district.commune, 30, days_ago=(1, 300))
    begun = today - datetime.timedelta(days=60)
    action = HotspotActionFactory(
        hotspot=HotspotFactory(commune=district.commune),
        kind=kind,
        state="done",
        starts_on=begun,
        ends_on=begun + datetime.timedelta(days=3),
    )
    (effect,) = effects_of(ALL, [action], today=today)
    assert effect.after.days == days


def test_measures_planned_or_dropped_are_not_judged_and_others_at_the_time_are_said(district):
    hotspot = HotspotFactory(commune=district.commune)
    today = timezone.localdate()
    crowd(district.commune, 1, days_ago=(900, 900))
    facts = {"hotspot": hotspot, "starts_on": today - 100 * DAY}
    planned = HotspotActionFactory(state="planned", **facts)
    dropped = HotspotActionFactory(state="dropped", **facts)
    assert effects_of(ALL, [planned, dropped], today=today) == []
    alone = HotspotActionFactory(description="Camera", state="done", **facts)
    (one,) = effects_of(ALL, [alone, planned], today=today)
    assert not one.with_others
    assert one.judged.effect == Effect.NOT_ENOUGH
    other = HotspotActionFactory(hotspot=hotspot, starts_on=today - 50 * DAY)
    for asked in ([alone, other], [alone]):  # whichever measures a list shows
        assert effects_of(ALL, asked, today=today)[0].with_others


@pytest.mark.django_db
def test_the_same_place_again_is_listed_with_its_incidents(district):
    commune = district.commune
    again = [
        *crowd(commune, 1, spread_m=0, days_ago=(10, 10)),
        *crowd(commune, 1, spread_m=0, days_ago=(30, 30)),
        *crowd(commune, 1, spread_m=0, days_ago=(55, 55)),
    ]
    crowd(commune, 1, spread_m=0, days_ago=(200, 200))
    crowd(commune, 1, at=metres_from(MARKET, 60, 0), spread_m=0, days_ago=(11, 11))
    today = timezone.localdate()
    asked = Slice(ALL, Window(today - 364 * DAY, today), commune.pk)
    found = repetition(asked, within_days=28)
    assert [set(one.incidents) for one in found.again] == [{one.pk for one in again}]
    assert found.again[0].first == today - 55 * DAY
    assert found.looked_at == 5
    assert sum(cell.observed for row in found.pairs for cell in row) == 4


@pytest.mark.django_db
def test_rough_times_that_lie_alike_in_the_week_are_spread_as_each_alone(district):
    """The database puts together what began at one moment of a week and lasted as long."""
    kind = IncidentCategoryFactory()
    begun = datetime.datetime(2026, 3, 2, 18, 20, tzinfo=VIETNAM)
    for weeks, hours in ((0, 5), (1, 5), (3, 5), (0, 29), (2, 0.5), (1, 24 * 9)):
        since = begun + datetime.timedelta(weeks=weeks)
        IncidentFactory(
            commune=district.commune, category=kind, time_known="rough", occurred_from=since,
            occurred_until=since + datetime.timedelta(hours=hours),
        )  # fmt: skip
    found = week_of(Incident.objects.all())
    alone = week_hours(
        Interval(*one) for one in Incident.objects.values_list("occurred_from", "occurred_until")
    )
    assert (found.known, found.unknown) == (alone.known, alone.unknown) == (5, 1)
    for row, other in zip(found.weights, alone.weights, strict=True):
        assert row == pytest.approx(other)
