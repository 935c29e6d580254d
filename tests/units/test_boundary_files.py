"""Boundary files: good ones are read whole, bad ones are refused with the sentence that helps."""

import json
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from units.domain.boundary_files import BoundaryFileError, read_boundary_file
from units.domain.boundary_shapes import MAX_DRAWN_POSITIONS, check_geometry

Ring = list[list[float]]
SQUARE: Ring = [[106.5, 10.5], [106.54, 10.5], [106.54, 10.54], [106.5, 10.54], [106.5, 10.5]]


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def polygon(ring: Ring) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def problem(geometry: Any) -> str:
    checked, problems = check_geometry(geometry)
    assert checked is None
    return problems[0]


def test_a_sound_file_is_read_with_codes_that_lost_their_leading_zero() -> None:
    read = read_boundary_file(collection(feature(polygon(SQUARE), ma_xa=1234, TEN_XA=" Xã Một ")))
    (only,) = read.features
    assert (only.code, only.name, only.usable) == ("01234", "Xã Một", True)
    assert only.area_km2 == pytest.approx(19.4, abs=0.1)


def test_a_byte_order_mark_and_a_single_feature_are_accepted() -> None:
    content = b"\xef\xbb\xbf" + json.dumps(feature(polygon(SQUARE), code="28123")).encode()
    assert read_boundary_file(content).features[0].usable


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04...", "ZIP or Shapefile"),
        (b"%PDF-1.7", "cannot be read as JSON"),
        (b"\xff\xfe{", "cannot be read as JSON"),
        (b"[" * 100_000, "cannot be read as JSON"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "cannot be read as JSON"),
        (b"[1, 2]", "holds no list of shapes"),
        (b'{"type": "Topology"}', "holds no list of shapes"),
        (b'{"type": "FeatureCollection", "features": []}', "holds no shape at all"),
        (b" " * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
        (collection(feature(polygon(SQUARE)), crs={"properties": {"name": "EPSG:3405"}}), "3405"),
    ],
)
def test_a_file_of_no_use_is_refused_with_its_reason(content: bytes, sentence: str) -> None:
    with pytest.raises(BoundaryFileError, match=sentence):
        read_boundary_file(content)


def test_wgs84_named_by_its_urn_is_accepted() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert read_boundary_file(collection(feature(polygon(SQUARE)), crs=crs)).features[0].usable


@pytest.mark.parametrize(
    ("geometry", "sentence"),
    [
        (None, "no geometry"),
        ({"type": "Point", "coordinates": [106.5, 10.5]}, "must be a polygon"),
        (polygon(SQUARE[:-1]), "not closed"),
        (polygon([[106.5, 10.5], [106.6, 10.5], [106.5, 10.5]]), "fewer than four"),
        (polygon([*SQUARE[:2], ["106", 10.5], *SQUARE[2:]]), "not a pair of numbers"),
        (polygon([*SQUARE[:2], [10**400, 10.5], *SQUARE[2:]]), "not a pair of numbers"),
        (polygon([[latitude, longitude] for longitude, latitude in SQUARE]), "swapped"),
        (polygon([[x * 5_500, y * 110_000] for x, y in SQUARE]), "in metres"),
        (polygon([[x - 100, y] for x, y in SQUARE]), "outside Vietnam"),
        (polygon([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[4]]), "crosses or touches"),
        (polygon([[106.5 + x * 1e-5, 10.5 + y * 1e-5] for x, y in
                  [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]]), "smaller than one hectare"),
        (polygon([[105, 10], [107, 10], [107, 12], [105, 12], [105, 10]]), "whole province"),
        ({"type": "MultiPolygon", "coordinates": []}, "no geometry"),
        ({"type": "Polygon", "coordinates": [5]}, "not a pair of numbers"),
    ],
)  # fmt: skip
def test_a_faulty_shape_is_named_with_what_is_wrong(geometry: Any, sentence: str) -> None:
    assert sentence in problem(geometry)


def test_every_faulty_shape_is_reported_not_only_the_first() -> None:
    read = read_boundary_file(
        collection(feature(None), feature(polygon(SQUARE), code="28108"), "shape", feature({}))
    )
    assert [shape.number for shape in read.faulty] == [1, 3, 4]
    assert [shape.code for shape in read.usable] == ["28108"]


def test_two_shapes_with_one_code_are_both_refused() -> None:
    read = read_boundary_file(
        collection(feature(polygon(SQUARE), code="28108"), feature(polygon(SQUARE), code=28108))
    )
    assert not read.usable
    assert all("more than once" in shape.problems[-1] for shape in read.features)


def test_a_coast_of_fifty_thousand_points_is_made_light_without_changing_its_ground() -> None:
    from math import cos, pi, sin

    ring = [
        [106.6 + 0.05 * cos(2 * pi * n / 50_000), 10.5 + 0.05 * sin(2 * pi * n / 50_000)]
        for n in range(50_000)
    ]
    light, problems = check_geometry(polygon([*ring, ring[0]]))
    assert problems == ()
    assert light is not None
    assert len(light["coordinates"][0]) <= MAX_DRAWN_POSITIONS
    assert shape(light).area == pytest.approx(shape(polygon([*ring, ring[0]])).area, rel=0.01)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers()
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(json_values, json_values, st.sampled_from(["Polygon", "MultiPolygon", "Point", None]))
def test_no_json_whatever_breaks_the_reader(properties: Any, coordinates: Any, kind: Any) -> None:
    shape_of_anything = {"type": kind, "coordinates": coordinates}
    content = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": properties, "geometry": shape_of_anything},
                coordinates,
            ],
        }
    ).encode()
    read = read_boundary_file(content)
    assert len(read.features) == 2
