"""Bundled migration operations keep their order and mix nothing that must see different states."""

from django.db import models
from django.db.migrations import AddField, AddIndex, CreateModel, RunSQL
from django.db.migrations.state import ProjectState

from commune_police.db.together import Together, together


def _table(name: str) -> CreateModel:
    return CreateModel(name, [("id", models.BigAutoField(primary_key=True))])


def _field(model: str, name: str) -> AddField:
    return AddField(model, name, models.IntegerField(null=True))


def test_only_neighbours_of_one_kind_are_bundled_and_none_is_lost() -> None:
    index = AddIndex("a", models.Index(fields=["x"], name="a_x"))
    sql, sql_too = RunSQL("SELECT 1"), RunSQL("SELECT 2")
    operations = [_table("a"), _table("b"), _field("a", "x"), index, sql, sql_too, _table("c")]
    bundled = together(operations)
    assert [type(each) for each in bundled] == [Together, Together, RunSQL, RunSQL, CreateModel]
    flat = [
        one
        for each in bundled
        for one in (each.operations if isinstance(each, Together) else [each])
    ]
    assert flat == operations


def test_a_bundle_leads_to_the_same_state_as_its_operations_one_by_one() -> None:
    operations = [_table("a"), _table("b"), _field("a", "x"), _field("b", "y")]
    one_by_one, bundled = ProjectState(), ProjectState()
    for operation in operations:
        operation.state_forwards("units", one_by_one)
    for operation in together(operations):
        operation.state_forwards("units", bundled)
        assert bundled.apps.get_model("units", "a")  # rendered in between, and again after
    assert one_by_one == bundled
    assert bundled.apps.get_model("units", "b")._meta.get_field("y")
