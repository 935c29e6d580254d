"""The nation for measuring: what COPY writes is exactly what the triggers would have kept."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from commune_police.db.separate import create_database, database_exists, using_database
from units.demo.nation_places import nation_communes, provinces
from units.domain.geometry import boundary_contains
from units.domain.recount import ROLLUPS
from units.domain.scope import Scope, scope_context
from units.models import Assignment, Commune, Jurisdiction, Officer

DATABASE = "commune_police_test_nation"


def test_the_national_list_holds_3321_communes_each_code_once() -> None:
    listed = list(nation_communes(10_000))
    assert len(listed) == 3_321
    assert len({commune.code for commune in listed}) == 3_321
    assert len(provinces()) == 34


def test_a_small_extract_is_the_beginning_of_the_whole() -> None:
    assert list(nation_communes(17)) == list(nation_communes(3_321))[:17]
    first = next(nation_communes(1))
    assert boundary_contains(first.boundary, first.longitude, first.latitude)


def test_an_area_never_crosses_a_province_nor_exceeds_seventeen() -> None:
    areas: dict[int, set[int]] = {}
    sizes: dict[int, int] = {}
    for commune in nation_communes(3_321):
        areas.setdefault(commune.area, set()).add(commune.province_code)
        sizes[commune.area] = sizes.get(commune.area, 0) + 1
    assert all(len(found) == 1 for found in areas.values())
    assert max(sizes.values()) == 17


def test_the_applications_own_database_is_never_replaced(settings: Any) -> None:
    own = settings.DATABASES["default"]["NAME"]
    for name in (own, "x; DROP TABLE y", "Upper", ""):
        with pytest.raises(ValueError, match="separate"):
            create_database(name)


@pytest.fixture
def nation(django_db_blocker: Any) -> Any:
    """A nation of 20 communes in a database of its own, removed afterwards."""
    with django_db_blocker.unblock():
        call_command(
            "load_nation", communes=20, officers=400, hotspots=60, months=0, database=DATABASE
        )
        with using_database(DATABASE), scope_context(Scope.all()):
            yield
        create_database(DATABASE, replace=True)


@pytest.mark.embedded
def test_copied_rows_are_what_the_triggers_would_have_kept(nation: Any) -> None:
    assert (Commune.objects.count(), Officer.objects.count()) == (20, 400)
    paths = dict(Jurisdiction.objects.values_list("pk", "path"))
    posts = dict(Officer.objects.values_list("pk", "post_id"))
    chiefs = Assignment.objects.filter(is_chief=True).count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT units_keep_posts(ARRAY(SELECT id FROM units_officer))")
        cursor.execute("UPDATE units_jurisdiction SET parent_id = parent_id")
        cursor.execute("UPDATE units_assignment SET note = 'x'")
    assert dict(Jurisdiction.objects.values_list("pk", "path")) == paths
    assert dict(Officer.objects.values_list("pk", "post_id")) == posts
    assert Assignment.objects.filter(is_chief=True).count() == chiefs == 20
    assert [rollup.table for rollup in ROLLUPS if rollup.differences()] == []


@pytest.mark.embedded
def test_a_separate_database_is_known_by_name() -> None:
    assert not database_exists("commune_police_no_such_thing")
