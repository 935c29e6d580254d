"""A run on a second PostgreSQL leaves out the tests that touch no database: their result is the same."""

import pytest

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "client", "admin_client"}


def _uses_the_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(DATABASE_FIXTURES & fixtures)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if not _uses_the_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _uses_the_database(item)]
