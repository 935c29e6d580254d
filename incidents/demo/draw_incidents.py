"""Draws the demonstration's incidents: three years with seasons, weeks and hours, crowded at the complicated places."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, radians, sin
from random import Random

from incidents.demo.incident_facts import (
    AT_PLACE,
    CLEAR_M,
    COURSES,
    HAPPENINGS,
    PLACE_MONTHLY,
    Course,
    Happening,
)
from incidents.demo.places import PLACES, PlaceFact
from incidents.domain.places import metres_between
from units.demo.chance import poisson
from units.domain.geometry import METRES_PER_DEGREE

YEARS = 3
DAYS_A_MONTH = 30.4
AT_PLACE_M, NEAR_M = (5, 60), (160, 390)
BY_CODE = {one.code: one for one in HAPPENINGS}


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a commune lies, how many people it has (in ten thousands) and when its places were first acted on."""

    slug: str
    latitude: float
    longitude: float
    tens_of_thousands: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """One incident: in which commune, of what, from–until (naive local time), where, at which place."""

    commune: str
    happening: Happening
    start: datetime.datetime
    end: datetime.datetime
    latitude: float
    longitude: float
    place: str | None


def draw_incidents(
    random: Random, grounds: list[Ground], acted: dict[str, datetime.date], today: datetime.date
) -> list[Drawn]:
    """Return the incidents of ``YEARS`` years up to yesterday, in order of time; the same draw every time.

    ``acted`` is the day of each complicated place's first measure, by its name.
    """
    first = today - datetime.timedelta(days=365 * YEARS)
    days = (today - first).days
    found: list[Drawn] = []
    for ground in grounds:
        for happening in HAPPENINGS:
            rate = happening.monthly * ground.tens_of_thousands
            for day in _days(random, rate, first, days, happening):
                latitude, longitude = _scatter(random, ground)
                found.append(_at(random, ground.slug, happening, day, latitude, longitude, None))
    for place in PLACES:
        found += _at_place(random, place, acted.get(place.name, today), first, days)
    return sorted(found, key=lambda one: one.start)


def _at_place(
    random: Random, place: PlaceFact, acted: datetime.date, first: datetime.date, days: int
) -> Iterator[Drawn]:
    course = COURSES.get(place.name, Course(PLACE_MONTHLY, PLACE_MONTHLY * 0.9, 0.03, 0.03))
    weights = AT_PLACE[place.kind]
    for rates, reach, is_there in (
        ((course.before, course.after), AT_PLACE_M, True),
        ((course.near_before, course.near_after), NEAR_M, False),
    ):
        on = _by_course if place.name in COURSES else _by_chance
        for day in on(random, rates, acted, first, days):
            code = random.choices([*weights], [*weights.values()])[0]
            latitude, longitude = _moved(random, place.latitude, place.longitude, reach)
            yield _at(
                random, place.commune, BY_CODE[code], day, latitude, longitude,
                place.name if is_there else None,
            )  # fmt: skip


def _by_chance(
    random: Random,
    rates: tuple[float, float],
    acted: datetime.date,
    first: datetime.date,
    days: int,
) -> Iterator[datetime.date]:
    """Days on which something happens at a monthly rate before and another after a day."""
    for offset in range(days):
        day = first + datetime.timedelta(days=offset)
        for _one in range(poisson(random, rates[day >= acted] / DAYS_A_MONTH)):
            yield day


def _by_course(
    random: Random,
    rates: tuple[float, float],
    acted: datetime.date,
    first: datetime.date,
    days: int,
) -> Iterator[datetime.date]:
    """The same, but never more than one away from what the rates bring until any day: one in each step of the sum of the
    rates, anywhere within it."""
    brought, step = 0.0, 0
    at = random.random()
    for offset in range(days):
        day = first + datetime.timedelta(days=offset)
        brought += rates[day >= acted] / DAYS_A_MONTH
        while brought > step + at:
            yield day
            step, at = step + 1, random.random()


def _days(
    random: Random, monthly: float, first: datetime.date, days: int, happening: Happening
) -> Iterator[datetime.date]:
    """Days on which something happens, by season and weekday."""
    months, weekdays = happening.months, happening.weekdays
    by_month = [12 * weight / sum(months) for weight in months]
    by_weekday = [7 * weight / sum(weekdays) for weight in weekdays]
    for offset in range(days):
        day = first + datetime.timedelta(days=offset)
        rate = monthly / DAYS_A_MONTH * by_month[day.month - 1] * by_weekday[day.weekday()]
        for _one in range(poisson(random, rate)):
            yield day


def _at(
    random: Random,
    commune: str,
    happening: Happening,
    day: datetime.date,
    latitude: float,
    longitude: float,
    place: str | None,
) -> Drawn:
    hour = random.choices(range(24), happening.hours)[0]
    start = datetime.datetime.combine(day, datetime.time(hour, random.randrange(60)))
    end = start
    if happening.rough_hours and random.random() < 0.7:
        before = random.uniform(0.5, happening.rough_hours / 2)
        start -= datetime.timedelta(minutes=round(before * 60))
        end += datetime.timedelta(minutes=round(before * 60))
    return Drawn(commune, happening, start, end, latitude, longitude, place)


def _scatter(random: Random, ground: Ground) -> tuple[float, float]:
    """A point about the commune's centre, dense in the middle, away from the places that have a course."""
    while True:
        point = _moved(random, ground.latitude, ground.longitude, (50, 1_600))
        courses = ((one.latitude, one.longitude) for one in PLACES if one.name in COURSES)
        if all(metres_between(point, course) > CLEAR_M for course in courses):
            return point


def _moved(
    random: Random, latitude: float, longitude: float, metres: tuple[int, int]
) -> tuple[float, float]:
    away, angle = random.uniform(*metres), random.uniform(0, 2 * pi)
    north = away * sin(angle) / METRES_PER_DEGREE
    east = away * cos(angle) / METRES_PER_DEGREE / cos(radians(latitude))
    return round(latitude + north, 6), round(longitude + east, 6)
