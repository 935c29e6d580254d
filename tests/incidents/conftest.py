"""Fixtures of the incidents tests."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.incidents.people import District, make_district
from tests.incidents.sown import sow


@pytest.fixture
def district(db: None) -> District:
    """A district with two communes and somebody in each role."""
    return make_district()


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    """Keep each test's photos in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


_blocker = pytest.StashKey[Any]()


@pytest.fixture(scope="session", autouse=True)
def _remember_blocker(request: pytest.FixtureRequest, django_db_blocker: Any) -> None:
    request.config.stash[_blocker] = django_db_blocker


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Put back the kinds that a migration had sown: a test of two transactions empties every table."""
    yield
    marker = item.get_closest_marker("django_db")
    blocker = item.config.stash.get(_blocker, None)
    if marker and marker.kwargs.get("transaction") and blocker is not None:
        with blocker.unblock():
            sow()
