"""Shapes: the schematic map covers the outline without overlap, and points know whose ground they lie on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon
from shapely.geometry import box, mapping, shape

from units.demo.facts import COMMUNES, OUTLINE, centres
from units.domain.geometry import (
    area_km2,
    boundary_contains,
    circle_leaves,
    label_point,
    metres_outside,
    schematic_cells,
)

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[106.5, 10.5], [106.6, 10.5], [106.6, 10.6], [106.5, 10.6], [106.5, 10.5]]],
}
inside_square = st.tuples(
    st.floats(0.01, 0.99).map(lambda part: round(106.5 + part * 0.1, 6)),
    st.floats(0.01, 0.99).map(lambda part: round(10.5 + part * 0.1, 6)),
)
OUTER = [(106.5, 10.5), (106.6, 10.5), (106.6, 10.6), (106.5, 10.6), (106.5, 10.5)]


def test_each_of_the_17_communes_gets_one_polygon_that_holds_its_own_centre() -> None:
    cells = schematic_cells(centres(), OUTLINE)
    assert set(cells) == {commune.code for commune in COMMUNES}
    assert len(cells) == 17
    for code, centre in centres().items():
        assert cells[code]["type"] == "Polygon"
        assert boundary_contains(cells[code], *centre)


def test_the_schematic_district_is_as_large_as_its_outline() -> None:
    outline = {"type": "Polygon", "coordinates": [list(OUTLINE)]}
    cells = schematic_cells(centres(), OUTLINE)
    assert sum(area_km2(cell) for cell in cells.values()) == pytest.approx(
        area_km2(outline), rel=1e-3
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(inside_square, min_size=2, max_size=12, unique=True))
def test_cells_cover_the_outline_and_never_overlap(points: list[tuple[float, float]]) -> None:
    cells = schematic_cells({str(n): point for n, point in enumerate(points)}, OUTER)
    drawn = [shape(cell) for cell in cells.values()]
    whole = Polygon(OUTER)
    assert sum(cell.area for cell in drawn) == pytest.approx(whole.area, rel=1e-3)
    for n, cell in enumerate(drawn):
        assert cell.is_valid
        assert all(cell.intersection(other).area < 1e-7 for other in drawn[n + 1 :])


def test_a_map_of_one_centre_or_of_twice_the_same_is_refused() -> None:
    with pytest.raises(ValueError, match="centre"):
        schematic_cells({"a": (106.55, 10.55)}, OUTER)
    with pytest.raises(ValueError, match="centre"):
        schematic_cells({"a": (106.55, 10.55), "b": (106.55, 10.55)}, OUTER)


@given(inside_square)
def test_a_point_inside_is_inside_and_no_metres_out(point: tuple[float, float]) -> None:
    assert boundary_contains(SQUARE, *point) is True
    assert metres_outside(SQUARE, *point) == 0


@given(st.floats(0.001, 0.5))
def test_a_point_east_of_the_boundary_is_as_far_out_as_the_map_says(degrees: float) -> None:
    assert boundary_contains(SQUARE, 106.6 + degrees, 10.55) is False
    expected = degrees * 111_195 * 0.98308  # cosine of 10.55° north
    assert metres_outside(SQUARE, 106.6 + degrees, 10.55) == pytest.approx(expected, rel=1e-3)


def test_without_a_boundary_nobody_is_told_inside_or_outside() -> None:
    assert boundary_contains(None, 106.55, 10.55) is None
    assert boundary_contains({}, 106.55, 10.55) is None


def test_a_tenth_of_a_degree_square_at_ten_and_a_half_north_has_121_km2() -> None:
    assert area_km2(SQUARE) == pytest.approx(121.55, abs=0.1)


def test_the_name_of_a_horseshoe_is_written_on_it_not_in_its_gap() -> None:
    horseshoe = {
        "type": "Polygon",
        "coordinates": [
            [[0, 0], [9, 0], [9, 9], [6, 9], [6, 3], [3, 3], [3, 9], [0, 9], [0, 0]],
        ],
    }
    assert boundary_contains(horseshoe, *label_point(horseshoe))


def test_a_circle_near_the_boundary_reaches_beyond_it() -> None:
    square = mapping(box(106.5, 10.5, 106.52, 10.52))
    assert not circle_leaves(square, 106.51, 10.51, 400)
    assert circle_leaves(square, 106.518, 10.51, 400)
    assert not circle_leaves(square, 106.518, 10.51, 200)
