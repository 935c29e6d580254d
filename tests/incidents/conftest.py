"""Fixtures of the incidents tests."""

from pathlib import Path
from typing import Any

import pytest

from tests.incidents.people import District, make_district


@pytest.fixture
def district(db: None) -> District:
    """A district with two communes and somebody in each role."""
    return make_district()


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    """Keep each test's photos in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
