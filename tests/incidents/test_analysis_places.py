"""Where more happens than chance: cells and peaks of density."""

from __future__ import annotations

from collections.abc import Callable
from math import hypot
from random import Random

import h3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate

from incidents.domain.analysis.cells import (
    CellRule,
    cell_of,
    number_of_cells,
    outline_of,
    search_places,
)
from incidents.domain.analysis.density import (
    Kernel,
    densest_by_chance,
    density_at,
    density_grid,
    peaks,
    peaks_beyond_chance,
    strew,
    weight,
)
from incidents.domain.analysis.plane import Ground, Plane, Spot

SOUTH, WEST, SIDE = 10.56, 106.54, 0.05
SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [
            [WEST, SOUTH],
            [WEST + SIDE, SOUTH],
            [WEST + SIDE, SOUTH + SIDE],
            [WEST, SOUTH + SIDE],
            [WEST, SOUTH],
        ]
    ],
}
GROUND = Ground.inside(SQUARE)
MARKET = Spot(10.5920, 106.5735)


def by_chance(number: int, random: Random) -> list[Spot]:
    return [GROUND.plane.spot(*place) for place in strew(number, GROUND, random)]


def around(centre: Spot, number: int, spread_m: float, random: Random) -> list[Spot]:
    east, north = GROUND.plane.metres(centre)
    return [
        GROUND.plane.spot(random.gauss(east, spread_m), random.gauss(north, spread_m))
        for _one in range(number)
    ]


def chance(bandwidth_m: float, seed: int, rounds: int) -> Callable[[int], list[float]]:
    return lambda number: densest_by_chance(
        number, GROUND, bandwidth_m=bandwidth_m, seed=seed, rounds=rounds
    )


def metres(first: Spot, second: Spot) -> float:
    return hypot(*Plane(first).metres(second))


@given(
    st.floats(8, 23), st.floats(102, 110), st.floats(-20_000, 20_000), st.floats(-20_000, 20_000)
)
def test_metres_and_degrees_are_each_others_inverse(
    latitude: float, longitude: float, east: float, north: float
) -> None:
    plane = Plane(Spot(latitude, longitude))
    assert plane.metres(plane.spot(east, north)) == pytest.approx((east, north), abs=1e-4)


def test_distances_agree_with_the_great_circle() -> None:
    there = Spot(10.63, 106.55)
    circle = h3.great_circle_distance(
        (MARKET.latitude, MARKET.longitude), (there.latitude, there.longitude), unit="m"
    )
    assert metres(MARKET, there) == pytest.approx(circle, rel=1e-3)


@pytest.mark.parametrize("resolution", [9, 10])
def test_the_shares_of_all_cells_make_the_whole_ground(resolution: int) -> None:
    assert GROUND.outline is not None
    cells = set()
    for ring in GROUND.rings:
        cells.update(
            h3.h3shape_to_cells_experimental(h3.LatLngPoly(ring), resolution, contain="overlap")
        )
    shares = [GROUND.share([Spot(*corner) for corner in outline_of(cell)]) for cell in cells]
    assert sum(shares) == pytest.approx(GROUND.outline.area / GROUND.area_m2, rel=1e-6)
    assert 1 < sum(shares) < 1.2  # the tolerance at the edge makes claims smaller, never larger
    assert number_of_cells(GROUND, resolution) == len(cells)


def test_a_crowded_corner_is_found_with_its_evidence() -> None:
    random = Random(1)
    spots = by_chance(60, random) + around(MARKET, 25, 30, random)
    found = search_places(spots, GROUND, CellRule())
    assert len(found.places) == 1
    place = found.places[0]
    assert metres(place.centre, MARKET) < 60
    assert place.evidence.count >= 20
    assert place.evidence.expected < 1
    assert place.evidence.p <= place.evidence.q <= 0.05
    assert found.total == 85


def test_a_chain_of_crowded_cells_is_as_many_places_each_with_its_own_evidence() -> None:
    random = Random(2)
    spots = by_chance(100, random)
    east, north = GROUND.plane.metres(MARKET)
    for step in range(4):
        spots += around(GROUND.plane.spot(east + 250 * step, north), 25, 60, random)
    found = search_places(spots, GROUND, CellRule())
    cells = [place.evidence.cell for place in found.places]
    assert len(cells) == len(set(cells)) >= 3
    for place in found.places:
        inside = [spot for spot in spots if cell_of(spot, 9) == place.evidence.cell]
        assert place.evidence.count == len(inside)
        assert place.radius_m < 2 * h3.average_hexagon_edge_length(9, unit="m") * 1.1
        assert cell_of(place.centre, 9) == place.evidence.cell


def test_of_two_crowds_in_a_cell_the_larger_is_the_centre_not_the_field_between() -> None:
    random = Random(12)
    latitude, longitude = h3.cell_to_latlng(cell_of(MARKET, 9))
    east, north = GROUND.plane.metres(Spot(latitude, longitude))
    larger = GROUND.plane.spot(east - 110, north)
    spots = by_chance(80, random) + around(larger, 40, 10, random)
    spots += around(GROUND.plane.spot(east + 110, north), 15, 10, random)
    place = search_places(spots, GROUND, CellRule(minimum=3)).places[0]
    assert metres(place.centre, larger) < 50


def test_fewer_than_the_minimum_are_not_spoken_of() -> None:
    four = [MARKET] * 4
    assert not search_places(four, GROUND, CellRule(minimum=5)).places
    assert search_places(four, GROUND, CellRule(minimum=4)).places


def test_points_outside_the_commune_are_left_out_and_counted() -> None:
    elsewhere = Spot(10.70, 106.5735)
    found = search_places([elsewhere] * 30, GROUND, CellRule())
    assert not found.places
    assert (found.outside, found.total) == (30, 0)


def test_a_point_across_the_road_from_the_boundary_still_counts() -> None:
    just_outside = Spot(SOUTH - 0.001, 106.57)
    assert GROUND.has(just_outside)
    assert not Ground.inside(SQUARE, tolerance_m=0).has(just_outside)


def test_without_a_boundary_the_area_gives_the_rate_and_nothing_is_outside() -> None:
    ground = Ground.of_area(MARKET, area_km2=30)
    found = search_places([MARKET] * 12 + [Spot(10.5, 106.6)], ground, CellRule())
    assert found.outside == 0
    assert found.places[0].evidence.expected == pytest.approx(13 * 0.1125 / 30, rel=0.15)


@pytest.mark.parametrize("resolution", [9, 10])
def test_chance_alone_seldom_makes_a_suggestion(resolution: int) -> None:
    random, rule, rounds = Random(3), CellRule(resolution, minimum=3), 150
    alarms = sum(
        bool(search_places(by_chance(150, random), GROUND, rule).places) for _round in range(rounds)
    )
    assert alarms / rounds <= 0.08  # 5 % and three standard errors are 10 %


@pytest.mark.parametrize("kernel", list(Kernel))
def test_a_kernel_spreads_one_incident_over_the_plane(kernel: Kernel) -> None:
    whole, _error = integrate.quad(
        lambda r: 2 * 3.141592653589793 * r * weight(r, 150, kernel), 0, 1500, limit=200
    )
    assert whole == pytest.approx(1, abs=1e-6)


flat_points = st.lists(
    st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=1, max_size=15
)


@settings(max_examples=30)
@given(flat_points)
def test_the_grid_holds_the_density_at_its_nodes(points: list[tuple[float, float]]) -> None:
    for (column, row), value in list(density_grid(points, 150, 50).items())[:40]:
        assert value == pytest.approx(density_at((column * 50, row * 50), points, 150), rel=1e-9)


def test_the_grid_adds_up_to_the_number_of_incidents() -> None:
    points = [(3.0, 8.0), (400.0, -120.0), (410.0, -100.0)]
    for kernel in Kernel:
        grid = density_grid(points, 150, 15, kernel)
        assert sum(grid.values()) * 15 * 15 / 1e6 == pytest.approx(3, rel=0.015)


def test_peaks_stand_at_the_crowds_densest_first() -> None:
    random = Random(4)
    second = Spot(10.5750, 106.5600)
    spots = around(MARKET, 40, 40, random) + around(second, 20, 40, random)
    found = peaks(spots, GROUND, 150)
    assert metres(found[0].centre, MARKET) < 60
    assert metres(found[1].centre, second) < 60
    assert found[0].density > found[1].density


def test_a_peak_that_four_cells_would_share_is_beyond_chance() -> None:
    random = Random(5)
    spots = by_chance(60, random) + around(MARKET, 25, 40, random)
    found = peaks_beyond_chance(
        spots, GROUND, bandwidth_m=150, minimum=5, level=0.05, by_chance=chance(150, 1, 39)
    )
    assert len(found) == 1
    assert metres(found[0].peak.centre, MARKET) < 60
    assert found[0].count > 10 > found[0].expected


def test_chance_alone_seldom_makes_a_peak() -> None:
    random, rounds = Random(6), 40
    alarms = sum(
        bool(
            peaks_beyond_chance(
                by_chance(50, random),
                GROUND,
                bandwidth_m=200,
                minimum=1,
                level=0.05,
                by_chance=chance(200, round_, 19),
            )
        )
        for round_ in range(rounds)
    )
    assert alarms / rounds <= 0.16  # 5 % and three standard errors


def test_a_ground_without_boundary_claims_no_peak() -> None:
    ground = Ground.of_area(MARKET, 30)
    assert not peaks_beyond_chance(
        [MARKET] * 50, ground, bandwidth_m=150, minimum=1, level=0.05, by_chance=chance(150, 1, 9)
    )
    with pytest.raises(ValueError, match="boundary"):
        strew(3, ground, Random(1))
