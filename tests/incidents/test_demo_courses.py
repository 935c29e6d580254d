"""The demonstration's promised courses: what was planted is found on whatever day it is loaded."""

from __future__ import annotations

import datetime
from collections import Counter
from math import hypot
from random import Random

import pytest

from incidents.demo.draw_incidents import YEARS, Drawn, Ground, draw_incidents
from incidents.demo.incident_facts import COURSES
from incidents.demo.places import PLACES, PlaceFact
from incidents.demo.write_incidents import SEED
from incidents.domain.analysis.effect import Effect, Span, judge
from incidents.domain.analysis.plane import Plane, Spot
from incidents.domain.analysis.windows import Window, around_measure
from incidents.queries.around import PLACE_M, RING_M
from units.demo.facts import COMMUNES
from units.domain.months import month_of

DAY = datetime.timedelta(days=1)
PROMISED = {
    "Chợ Trạm": Effect.HELPED,
    "Khu nhà trọ Khu công nghiệp Long Cang": Effect.HELPED,
    "Chợ Long Hòa": Effect.MOVED,
}
OF_NAME = {place.name: place for place in PLACES}


def first_measure(place: PlaceFact, today: datetime.date) -> datetime.date:
    return today - DAY * (place.opened_days_ago - 20)


def drawn_on(today: datetime.date) -> list[Drawn]:
    grounds = [
        Ground(one.slug, one.centre[1], one.centre[0], one.population / 10_000) for one in COMMUNES
    ]
    acted = {place.name: first_measure(place, today) for place in PLACES}
    return draw_incidents(Random(SEED), grounds, acted, today)


def metres(place: PlaceFact, one: Drawn) -> float:
    plane = Plane(Spot(place.latitude, place.longitude))
    return hypot(*plane.metres(Spot(one.latitude, one.longitude)))


def span(place: PlaceFact, drawn: list[Drawn], window: Window) -> Span:
    zones = Counter(
        "place" if away <= PLACE_M else "ring" if away <= RING_M else "rest"
        for one in drawn
        if one.commune == place.commune and window.has(one.start.date())
        for away in [metres(place, one)]
    )
    return Span(zones["place"], zones["ring"], zones["rest"], window.days)


@pytest.mark.parametrize(
    "today",
    [datetime.date(2026, 11, 27) - DAY * 73 * back for back in range(5)],
    ids=str,
)
def test_each_promised_course_is_found(today: datetime.date) -> None:
    drawn = drawn_on(today)
    since = month_of(today - DAY * 365 * YEARS, 1)
    for name, promised in PROMISED.items():
        place = OF_NAME[name]
        windows = around_measure(
            first_measure(place, today), None, today=today, known=(since, None)
        )
        assert windows is not None
        before, after = (span(place, drawn, window) for window in windows)
        assert judge(before, after).effect == promised, (name, before, after)


def test_nothing_else_happens_where_a_course_is_promised() -> None:
    assert set(PROMISED) == set(COURSES)
    for one in drawn_on(datetime.date(2026, 11, 27)):
        for name in PROMISED:
            assert one.place == name or metres(OF_NAME[name], one) > PLACE_M, (one, name)
