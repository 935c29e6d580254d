"""Reading a GeoJSON file of commune boundaries: every mistake found at once, each said in a plain sentence."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from units.domain.boundary_shapes import check_geometry
from units.domain.geometry import Geometry, area_km2

MAX_FILE_BYTES = 20 * 1024 * 1024  # all 3,321 communes at 60 m are about 12 MB
MAX_FEATURES = 20_000
CODE_KEYS = (
    "code",
    "ma",
    "ma_xa",
    "maxa",
    "ma_dvhc",
    "ward_code",
    "commune_code",
    "gso_code",
    "ma_px",
)
NAME_KEYS = (
    "name",
    "ten",
    "ten_xa",
    "tenxa",
    "ten_dvhc",
    "ward_name",
    "commune_name",
    "full_name",
    "ten_px",
)


class BoundaryFileError(ValueError):
    """The file as a whole cannot be used; the message is one translated sentence for the person who sent it."""


@dataclass(frozen=True)
class BoundaryFeature:
    """One shape of the file: what it calls itself, its simplified geometry, and what is wrong with it."""

    number: int  # from 1, as the person counts
    code: str
    name: str
    geometry: Geometry | None
    problems: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        return self.geometry is not None and not self.problems

    @property
    def area_km2(self) -> float | None:
        return None if self.geometry is None else round(area_km2(self.geometry), 2)


@dataclass(frozen=True)
class BoundaryFile:
    """All shapes of one file, good and bad, in the order of the file."""

    features: tuple[BoundaryFeature, ...] = field(default_factory=tuple)

    @property
    def usable(self) -> tuple[BoundaryFeature, ...]:
        return tuple(feature for feature in self.features if feature.usable)

    @property
    def faulty(self) -> tuple[BoundaryFeature, ...]:
        return tuple(feature for feature in self.features if not feature.usable)


def read_boundary_file(content: bytes) -> BoundaryFile:
    """Read a GeoJSON FeatureCollection (or one Feature) of commune boundaries, WGS 84, longitude first.

    Raises BoundaryFileError when nothing in it can be used; faults of single shapes are listed with the shape.
    """
    document = _parse(content)
    _refuse_other_reference_systems(document)
    raw_features = _raw_features(document)
    features = [_read_feature(number, raw) for number, raw in enumerate(raw_features, start=1)]
    return BoundaryFile(tuple(_with_repeated_codes_named(features)))


def _parse(content: bytes) -> dict[str, Any]:
    if len(content) > MAX_FILE_BYTES:
        raise BoundaryFileError(
            _(
                "The file is larger than %(megabytes)d MB. Simplify the boundaries or send one district at a time."
            )
            % {"megabytes": MAX_FILE_BYTES // (1024 * 1024)}
        )
    if content[:2] == b"PK":
        raise BoundaryFileError(
            _(
                "This is a ZIP or Shapefile package, not GeoJSON. Export it from your map program as GeoJSON, WGS 84."
            )
        )
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BoundaryFileError(
            _("The file is not GeoJSON: it cannot be read as JSON text in UTF-8.")
        ) from error
    if not isinstance(document, dict):
        raise BoundaryFileError(_("The file is JSON, but not GeoJSON: it holds no list of shapes."))
    return document


def _refuse_constant(name: str) -> float:
    raise ValueError(name)  # NaN and Infinity are not JSON, though Python would read them


def _refuse_other_reference_systems(document: dict[str, Any]) -> None:
    declared = document.get("crs")
    if not isinstance(declared, dict):
        return
    properties = declared.get("properties")
    name = str(properties.get("name", "") if isinstance(properties, dict) else "")
    if name and not name.upper().endswith(("CRS84", ":4326")):
        raise BoundaryFileError(
            _(
                "The file uses the coordinate system “%(name)s”. Export it again as WGS 84 (EPSG:4326)."
            )
            % {"name": name[:80]}
        )


def _raw_features(document: dict[str, Any]) -> list[Any]:
    if document.get("type") == "Feature":
        return [document]
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise BoundaryFileError(_("The file is JSON, but not GeoJSON: it holds no list of shapes."))
    if not features:
        raise BoundaryFileError(_("The file holds no shape at all."))
    if len(features) > MAX_FEATURES:
        raise BoundaryFileError(
            _("The file holds %(found)d shapes, more than the %(allowed)d that one file may hold.")
            % {"found": len(features), "allowed": MAX_FEATURES}
        )
    return features


def _read_feature(number: int, raw: Any) -> BoundaryFeature:
    if not isinstance(raw, dict) or raw.get("type") != "Feature":
        return BoundaryFeature(number, "", "", None, (_("This entry is not a GeoJSON feature."),))
    properties = raw.get("properties")
    named = properties if isinstance(properties, dict) else {}
    geometry, problems = check_geometry(raw.get("geometry"))
    return BoundaryFeature(number, _code(named), _text(named, NAME_KEYS), geometry, problems)


def _text(properties: dict[str, Any], keys: tuple[str, ...]) -> str:
    by_key = {str(key).strip().lower(): value for key, value in properties.items()}
    for key in keys:
        value = by_key.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()[:120]
    return ""


def _code(properties: dict[str, Any]) -> str:
    # Map programs turn the five-digit code into a number and so lose its leading zeros.
    code = _text(properties, CODE_KEYS)
    return code.zfill(5) if code.isdigit() else code


def _with_repeated_codes_named(features: list[BoundaryFeature]) -> list[BoundaryFeature]:
    repeated = {
        code
        for code, times in Counter(feature.code for feature in features if feature.code).items()
        if times > 1
    }
    return [
        BoundaryFeature(
            feature.number,
            feature.code,
            feature.name,
            feature.geometry,
            (
                *feature.problems,
                _("The code %(code)s appears more than once in the file.") % {"code": feature.code},
            ),
        )
        if feature.code in repeated
        else feature
        for feature in features
    ]
