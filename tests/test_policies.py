"""Every table that a commune or jurisdiction owns hides its rows by itself, history tables included."""

import pytest
from django.apps import apps
from django.db import connection

from commune_police.db import context
from tests.factories import CommuneFactory, OfficerFactory, StationFactory
from units.domain.scope import Scope
from units.models import Officer, Station

pytestmark = pytest.mark.django_db

# Public facts of administrative geography; scopes are computed from them.
OPEN_TABLES = {
    "units_commune": "names, codes and sizes of communes are published",
    "units_communeevent": "their history likewise",
    "units_jurisdiction": "the tree of jurisdictions is published",
    "units_jurisdictionevent": "its history likewise",
    "units_communesuccession": "which commune followed which is published",
    "units_communesuccessionevent": "its history likewise",
}
OWNED_COLUMNS = ("commune_id", "jurisdiction_id")


def owned_tables() -> list[str]:
    """List the tables with a column that points to a commune or a jurisdiction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"
            " AND a.attname = ANY (%s) AND NOT a.attisdropped",
            [list(OWNED_COLUMNS)],
        )
        by_name = {row[0] for row in cursor.fetchall()}
        cursor.execute(
            "SELECT DISTINCT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
            " AND confrelid IN ('units_commune'::regclass, 'units_jurisdiction'::regclass)"
        )
        return sorted((by_name | {row[0] for row in cursor.fetchall()}) - set(OPEN_TABLES))


def child_tables() -> list[str]:
    """List the tables that point to an owned table, and so hold what belongs to a commune."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
            " AND confrelid = ANY (SELECT t::regclass FROM unnest(%s) t)",
            [owned_tables()],
        )
        return sorted({row[0] for row in cursor.fetchall()} - set(OPEN_TABLES))


def event_tables(tables: list[str]) -> list[str]:
    """List the history tables of ``tables``: no foreign key leads from them, so models are asked."""
    return sorted(
        event._meta.db_table
        for model in apps.get_models()
        if model._meta.db_table in tables
        for event in [getattr(getattr(model, "events", None), "rel", None)]
        if event is not None
        for event in [event.related_model]
    )


def unprotected(tables: list[str]) -> list[str]:
    """Return those of ``tables`` without forced row-level security or without a policy."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.oid = ANY (SELECT t::regclass FROM unnest(%s) t)"
            " AND NOT (c.relrowsecurity AND c.relforcerowsecurity"
            " AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))",
            [tables],
        )
        return sorted(row[0] for row in cursor.fetchall())


def test_every_owned_table_has_a_forced_policy():
    tables = owned_tables()
    assert "units_officer" in tables
    assert "units_officerevent" in tables
    assert "accounts_membership" in tables
    assert unprotected(tables) == []


OPEN_HISTORIES = {
    "accounts_userevent": "as the sign-ins; only administrators of the same area are shown it",
    "units_establishmentbandevent": "the bands of norms are law, as the norms are",
    "units_equipmentbandevent": "the bands of norms are law, as the norms are",
}
# Rows that point to an owned row and yet say nothing of a commune.
OPEN_CHILDREN = {
    "accounts_user": "a sign-in may name a personnel file; read at sign-in before any scope exists",
    "units_establishmentband": "the bands of norms are law, as the norms are",
    "units_equipmentband": "the bands of norms are law, as the norms are",
}


def test_every_table_below_an_owned_one_has_a_forced_policy():
    tables = [name for name in child_tables() if name not in OPEN_CHILDREN]
    assert "units_training" in tables
    assert unprotected(tables) == []


def test_every_history_of_a_protected_table_is_protected_too():
    tables = event_tables([*owned_tables(), *child_tables()])
    assert {"units_trainingevent", "units_officerevent", "incidents_hotspotphotoevent"} <= set(
        tables
    )
    assert unprotected([name for name in tables if name not in OPEN_HISTORIES]) == []


def test_a_table_whose_policy_was_dropped_is_noticed():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE units_station NO FORCE ROW LEVEL SECURITY")
    assert unprotected(owned_tables()) == ["units_station"]


def test_no_context_means_no_rows():
    StationFactory()
    context.set_visible(frozenset(), frozenset())
    assert not Station.objects.exists()


def test_a_forgotten_filter_still_hides_other_communes(as_scope):
    mine, other = OfficerFactory(), OfficerFactory()
    with as_scope(Scope.of([mine.commune_id])):
        assert list(Officer.objects.all()) == [mine]
        assert not Officer.objects.filter(pk=other.pk).update(note="đã sửa")


def test_a_row_cannot_be_given_to_a_commune_out_of_sight(as_scope):
    mine, other = CommuneFactory(), CommuneFactory()
    with pytest.raises(Exception, match="row-level security"), as_scope(Scope.of([mine.pk])):
        StationFactory(commune=other)


def test_history_is_hidden_like_its_rows_and_cannot_be_edited(as_scope):
    mine, other = OfficerFactory(), OfficerFactory()
    with as_scope(Scope.of([mine.commune_id])):
        events = Officer.events.rel.related_model.objects  # type: ignore[attr-defined]
        assert set(events.values_list("pgh_obj", flat=True)) == {mine.pk}
    with pytest.raises(Exception, match="append_only"):
        other.events.update(note="giả")


def test_the_application_role_can_never_pass_the_policies():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
