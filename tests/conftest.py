"""Fixtures for every test: rows of all communes are visible unless a test narrows the view."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from django.core.signals import request_finished
from django.db import connection
from hypothesis import HealthCheck, settings

from commune_police.db import context
from units.domain.scope import Scope, scope_context

# How long the drawing of examples takes tells how busy the machine is, not whether a rule holds.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "client", "admin_client"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that empty the tables when they end after all others, which count on migrations' rows.

    Last of all hooks: pytest itself moves the browser's tests forward, to open one browser for them.
    """
    items.sort(key=_empties_tables)


def _empties_tables(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    transactional = marker is not None and marker.kwargs.get("transaction", False)
    return transactional or not {"transactional_db", "live_server"}.isdisjoint(item.fixturenames)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _everything_visible(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let database tests see all communes; a request through a client sets its own view."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None and not DATABASE_FIXTURES & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    _see_everything()
    # A request through the test client narrows the view of the test's own transaction; widen it again.
    request_finished.connect(_widen_again)
    yield
    request_finished.disconnect(_widen_again)


def _widen_again(**kwargs: object) -> None:
    # Only in the test's own transaction: a live server's threads must keep their narrow views.
    if connection.in_atomic_block:
        context.set_visible(None, None)


def _see_everything() -> None:
    """Widen the view of this thread's transaction, or of its session where a test has none."""
    if connection.in_atomic_block:
        context.set_visible(None, None)
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.communes', '*', false), set_config('app.jurisdictions', '*', false)"
        )


@pytest.fixture
def as_scope() -> Callable[[Scope], AbstractContextManager[None]]:
    """Narrow what the database shows inside a ``with`` block."""
    return scope_context
