"""Did it help? Verdicts on measures, and incidents that repeat near by."""

from __future__ import annotations

import random

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from incidents.domain.analysis.effect import (
    Effect,
    Span,
    against_rest,
    displacement_quotient,
    judge,
)
from incidents.domain.analysis.effect_words import sentence
from incidents.domain.analysis.knox import Bands, Dated, close_pairs, knox, taking_part
from incidents.domain.analysis.plane import Plane, Spot

HERE = Plane(Spot(10.592, 106.5735))
DAYS = 180


def spans(
    place: tuple[int, int], ring: tuple[int, int], rest: tuple[int, int]
) -> tuple[Span, Span]:
    before = Span(place[0], ring[0], rest[0], DAYS)
    return before, Span(place[1], ring[1], rest[1], DAYS)


def test_the_quotient_is_the_rings_change_over_the_places() -> None:
    """By hand: (60/100 − 40/100) / (30/100 − 80/100) = 0.2 / −0.5 = −0.4."""
    assert displacement_quotient(*spans((80, 30), (40, 60), (100, 100))) == pytest.approx(-0.4)


def test_the_rest_of_the_commune_weighs_each_period() -> None:
    """By hand: (15/50 − 40/100) / (10/50 − 80/100) = −0.1 / −0.6 = 1/6."""
    found = displacement_quotient(*spans((80, 10), (40, 15), (100, 50)))
    assert found == pytest.approx(1 / 6)


@pytest.mark.parametrize(
    ("ring", "low", "high"),
    [
        ((40, 150), -99, -1),  # more moved than was gained
        ((40, 60), -1, 0),  # some of the gain moved
        ((40, 40), 0, 0),  # neither
        ((40, 20), 0, 1),  # the ring gained too
        ((90, 20), 1, 99),  # the ring gained more than the place
    ],
)
def test_the_quotient_reads_as_in_the_guides_table(
    ring: tuple[int, int], low: float, high: float
) -> None:
    """Guerette (2009), Analyzing Crime Displacement and Diffusion, appendix C."""
    found = displacement_quotient(*spans((80, 30), ring, (100, 100)))
    assert found is not None
    assert low <= found <= high


def test_the_quotient_is_undefined_where_nothing_was_gained() -> None:
    assert displacement_quotient(*spans((10, 10), (5, 5), (50, 50))) is None
    assert displacement_quotient(*spans((10, 2), (5, 5), (0, 50))) is None


@given(*[st.integers(0, 60)] * 4)
def test_the_place_against_the_rest_agrees_with_scipys_hypergeometric(
    place_before: int, place_after: int, rest_before: int, rest_after: int
) -> None:
    found = against_rest(Span(place_before, 0, rest_before, 1), Span(place_after, 0, rest_after, 1))
    total = place_before + place_after + rest_before + rest_after
    law = stats.hypergeom(total, place_before + place_after, place_after + rest_after)
    expected = min(1, 2 * min(law.cdf(place_after), law.sf(place_after - 1)))
    assert found == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("place", "ring", "rest", "effect"),
    [
        ((3, 0), (2, 2), (40, 40), Effect.NOT_ENOUGH),
        ((30, 8), (20, 21), (200, 205), Effect.HELPED),
        ((30, 8), (40, 12), (200, 205), Effect.SPREAD),
        ((60, 10), (20, 45), (200, 205), Effect.PARTLY_MOVED),
        ((30, 8), (10, 45), (200, 205), Effect.MOVED),
        ((30, 12), (20, 9), (400, 160), Effect.AS_ELSEWHERE),
        ((32, 15), (20, 21), (108, 101), Effect.AS_ELSEWHERE),
        ((20, 17), (20, 21), (200, 205), Effect.NO_CLEAR_CHANGE),
        ((10, 35), (20, 21), (200, 205), Effect.WORSE),
        ((10, 30), (20, 40), (100, 300), Effect.AS_ELSEWHERE),
        ((40, 20), (10, 5), (200, 30), Effect.LESS_THAN_ELSEWHERE),
        ((40, 10), (20, 60), (100, 400), Effect.HELPED),
        ((40, 5), (100, 49), (400, 200), Effect.HELPED),
        ((40, 10), (20, 30), (400, 100), Effect.AS_ELSEWHERE),
        ((100, 60), (20, 60), (1000, 300), Effect.LESS_THAN_ELSEWHERE),
        ((40, 10), (20, 60), (100, 300), Effect.HELPED),
        ((100, 50), (0, 0), (1000, 100), Effect.LESS_THAN_ELSEWHERE),
        ((20, 40), (10, 10), (200, 900), Effect.LESS_THAN_ELSEWHERE),
    ],
)
def test_each_pattern_has_its_verdict(
    place: tuple[int, int], ring: tuple[int, int], rest: tuple[int, int], effect: Effect
) -> None:
    judged = judge(*spans(place, ring, rest))
    assert judged.effect == effect
    assert sentence(judged)


def test_a_month_is_the_least_that_is_judged() -> None:
    before, after = Span(40, 5, 100, 180), Span(0, 1, 15, 20)
    assert judge(before, after).effect == Effect.NOT_ENOUGH


def test_unequal_spans_are_compared_by_the_day() -> None:
    judged = judge(Span(40, 10, 100, 360), Span(20, 5, 50, 180))
    assert judged.place.ratio == pytest.approx(1)
    assert judged.effect == Effect.NO_CLEAR_CHANGE


def test_a_measure_without_effect_is_seldom_said_to_help_or_harm() -> None:
    draw = random.Random(8)
    rounds, alarms = 500, 0
    for _round in range(rounds):
        means = (draw.choice([8, 20, 40]), 25, 120)
        a, b, c = (
            tuple(int(stats.poisson.ppf(draw.random(), mean)) for _when in range(2))
            for mean in means
        )
        effect = judge(*spans(a, b, c)).effect
        alarms += effect not in (Effect.NO_CLEAR_CHANGE, Effect.NOT_ENOUGH)
    assert alarms / rounds < 0.08  # 5 % and three standard errors


def dated(east: float, north: float, day: int) -> Dated:
    return Dated(HERE.spot(east, north), day)


def scattered(number: int, draw: random.Random) -> list[Dated]:
    return [
        dated(draw.uniform(0, 3_000), draw.uniform(0, 3_000), draw.randrange(365))
        for _one in range(number)
    ]


BANDS = Bands((20, 100, 400), (7, 14))


def test_pairs_are_counted_by_hand() -> None:
    incidents = [dated(0, 0, 1), dated(5, 0, 4), dated(0, 90, 12), dated(2_000, 0, 2)]
    found = knox(incidents, BANDS, seed=1, rounds=9)
    observed = [[cell.observed for cell in row] for row in found]
    assert observed == [[1, 0], [0, 2], [0, 0]]
    forming = taking_part(incidents, BANDS)
    assert forming == [[{0, 1}, set()], [set(), {0, 1, 2}], [set(), set()]]


@given(st.lists(st.tuples(st.floats(-900, 900), st.floats(-900, 900)), max_size=25))
def test_the_grid_finds_the_pairs_that_comparing_all_with_all_finds(
    places: list[tuple[float, float]],
) -> None:
    incidents = [dated(x, y, 0) for x, y in places]
    plane = Plane(incidents[0].spot) if incidents else HERE
    flat = [plane.metres(one.spot) for one in incidents]
    expected = {
        (i, j)
        for i in range(len(flat))
        for j in range(i + 1, len(flat))
        if ((flat[i][0] - flat[j][0]) ** 2 + (flat[i][1] - flat[j][1]) ** 2) ** 0.5 <= 400
    }
    found = close_pairs(incidents, BANDS.metres)
    assert {pair for band in found for pair in band} == expected


def test_thefts_that_come_back_within_a_week_are_found() -> None:
    draw = random.Random(9)
    first = scattered(60, draw)
    plane = HERE
    again = []
    for one in first[:20]:
        east, north = plane.metres(one.spot)
        again.append(dated(east + 40, north, one.day + draw.randrange(1, 7)))
    near = knox(first + again, BANDS, seed=1, rounds=99)[1][0]
    assert near.p == near.p_in_all == pytest.approx(0.01)
    assert near.ratio is not None
    assert near.ratio > 5


def test_the_same_seed_gives_the_same_answer() -> None:
    incidents = scattered(80, random.Random(10))
    assert knox(incidents, BANDS, seed=4, rounds=19) == knox(incidents, BANDS, seed=4, rounds=19)


def test_a_busy_place_and_a_busy_month_are_not_repetition() -> None:
    draw = random.Random(11)
    rounds, alarms = 120, 0
    for round_ in range(rounds):
        incidents = [
            dated(
                draw.choice([0, draw.uniform(0, 3_000)]),
                draw.choice([0, draw.uniform(0, 3_000)]),
                draw.choice([draw.randrange(365), draw.randrange(30)]),
            )
            for _one in range(60)
        ]
        alarms += knox(incidents, BANDS, seed=round_, rounds=39)[0][0].p <= 0.05
    assert alarms / rounds <= 0.11  # 5 % and three standard errors


def test_a_table_of_chance_bears_a_mark_about_as_often_as_its_level_says() -> None:
    draw = random.Random(12)
    rounds, alarms = 120, 0
    for round_ in range(rounds):
        incidents = [
            dated(draw.uniform(0, 1_500), draw.uniform(0, 1_500), draw.randrange(365))
            for _one in range(120)
        ]
        table = knox(incidents, Bands(), seed=round_, rounds=39)
        alarms += any(
            cell.p_in_all <= 0.05 and cell.observed > cell.expected for row in table for cell in row
        )
        assert all(
            cell.p <= cell.p_in_all + 1e-9 or cell.observed == 0 for row in table for cell in row
        )
    assert alarms / rounds <= 0.11  # 5 % and three standard errors


def test_no_incidents_make_no_pairs() -> None:
    assert all(
        cell.observed == 0 and cell.ratio is None for row in knox([], BANDS, seed=1) for cell in row
    )


@pytest.mark.parametrize(
    ("place", "ring", "rest", "says"),
    [
        ((40, 10), (20, 60), (100, 400), "and that some moved there, cannot be said yet"),
        ((30, 5), (0, 5), (0, 20), "cannot be said yet"),
        ((30, 8), (20, 20), (200, 205), "no move to the surroundings shows"),
    ],
)
def test_of_the_surroundings_no_more_is_said_than_the_quotient_tells(
    place, ring, rest, says
) -> None:
    with translation.override("en"):
        assert says in sentence(judge(*spans(place, ring, rest)))


def test_where_all_rises_alike_a_place_has_moved_its_trouble_no_oftener_than_by_chance() -> None:
    """A book that is kept better from a day on: all rises, the place alone falls, nothing moves."""
    drawn = random.Random(31)
    moved = 0
    for _round in range(300):
        counts = [poisson(mean, drawn) for mean in (40, 20, 200, 16, 50, 500)]
        judged = judge(Span(*counts[:3], 365), Span(*counts[3:], 365))
        moved += judged.effect in (Effect.MOVED, Effect.PARTLY_MOVED)
    assert moved / 300 <= 0.05


def poisson(mean: float, drawn: random.Random) -> int:
    """A number drawn by counting exponential waits."""
    count, at = 0, drawn.expovariate(mean)
    while at < 1:
        count, at = count + 1, at + drawn.expovariate(mean)
    return count
