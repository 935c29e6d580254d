"""Two people writing at once: the rollups stay exact, whoever commits first.

These tests commit for real, in a database of rows of their own, and take them away again.
"""

import datetime
import io
import threading
from collections.abc import Callable, Iterator

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Sum

from tests import factories
from units import models
from units.domain.scope import Scope, apply_scope

DAY = datetime.date(2024, 3, 15)
HISTORY = [
    f"{model._meta.label}:{trigger.name}"
    for model in (
        models.Jurisdiction,
        models.Commune,
        models.Hamlet,
        models.ForceType,
        models.Position,
        models.EstablishmentNorm,
        models.Officer,
        models.Assignment,
    )
    for trigger in model._meta.triggers
    if trigger.name in ("insert_insert", "update_update", "delete_delete")
]
WRITTEN = [
    models.Assignment,
    models.Officer,
    models.EstablishmentNorm,
    models.Hamlet,
    models.Commune,
    models.Position,
    models.ForceType,
    models.Jurisdiction,
]


def writing(act: Callable[[], object]) -> None:
    """Do something in a transaction of its own that sees everything and leaves no history."""
    with transaction.atomic(), pgtrigger.ignore(*HISTORY):
        apply_scope(Scope.all())
        act()


class Rival:
    """Somebody else's transaction: it does its part, waits to be told, then commits."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.act, self.error = act, None
        self.may_commit, self.has_written = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        try:
            writing(self._part)
        except Exception as error:
            self.error = error
        finally:
            self.has_written.set()
            connection.close()

    def _part(self) -> None:
        self.act()
        self.has_written.set()
        assert self.may_commit.wait(60)

    def __enter__(self) -> "Rival":
        self.thread.start()
        assert self.has_written.wait(60)
        return self

    def __exit__(self, *args: object) -> None:
        self.may_commit.set()
        self.thread.join(60)
        assert self.error is None


def at_the_same_time(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Let ``first`` write and hold its transaction open while ``second`` writes; then both commit."""
    with Rival(first) as rival:
        other = threading.Thread(target=_alone, args=(second,), daemon=True)
        other.start()
        other.join(1.0)  # it either finished without waiting, or waits for the first
        rival.may_commit.set()
        other.join(60)
        assert not other.is_alive()


def _alone(act: Callable[[], object]) -> None:
    try:
        writing(act)
    finally:
        connection.close()


def apart(act: Callable[[], object]) -> object:
    """Do something in a connection of its own and commit it; return what it returns."""
    made: list[object] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            _alone(lambda: made.append(act()))
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(60)
    if failed:
        raise failed[0]
    return made[0]


def clear() -> None:
    """Take away every row these tests can write."""
    assert connection.settings_dict["NAME"].startswith("test_")
    for model in WRITTEN:
        model.objects.all().delete()


@pytest.fixture
def committed(db: None) -> Iterator[None]:
    """What the test writes in its threads is committed, and taken away at its end."""
    yield
    apart(clear)


def recount() -> None:
    """Fail where any rollup differs from what it counts."""
    apart(lambda: call_command("recount", stdout=io.StringIO()))


def make(factory: type, **fields: object) -> object:
    """Commit one row."""
    return apart(lambda: factory(**fields))


@pytest.fixture
def commune(committed: None) -> object:
    return make(factories.CommuneFactory)


@pytest.fixture
def position(committed: None) -> object:
    return make(factories.PositionFactory)


def test_two_postings_of_one_month_are_both_counted(commune, position):
    def post():
        factories.AssignmentFactory(
            officer__commune=commune, commune=commune, position=position, valid_from=DAY
        )

    post_second = post
    at_the_same_time(post, post_second)

    recount()
    apart(lambda: _expect_joined(2))


def _expect_joined(number: int) -> None:
    assert models.HeadcountMonth.objects.aggregate(all=Sum("joined"))["all"] == number
    assert models.JurisdictionHeadcountMonth.objects.aggregate(all=Sum("joined"))["all"] == number


def test_a_commune_that_moves_while_somebody_is_appointed_takes_the_posting_along(
    commune, position
):
    elsewhere = make(factories.JurisdictionFactory)

    def post():
        factories.AssignmentFactory(
            officer__commune=commune, commune=commune, position=position, valid_from=DAY
        )

    def move():
        models.Commune.objects.filter(pk=commune.pk).update(jurisdiction=elsewhere)

    at_the_same_time(post, move)
    recount()
    at_the_same_time(
        lambda: models.Commune.objects.filter(pk=commune.pk).update(
            jurisdiction=commune.jurisdiction
        ),
        post,
    )
    recount()


def test_two_hamlets_of_one_commune_are_both_due_an_officer(commune, position):
    make(factories.EstablishmentNormFactory, position=position, low=1, per_hamlet=True)

    at_the_same_time(
        lambda: factories.HamletFactory(commune=commune),
        lambda: factories.HamletFactory(commune=commune),
    )

    recount()
    apart(lambda: _expect_due(2))


def _expect_due(number: int) -> None:
    assert models.EstablishmentDue.objects.get().low == number


def test_a_norm_changed_while_a_commune_is_added_holds_for_it_too(commune, position):
    norm = make(factories.EstablishmentNormFactory, position=position, low=1)

    def change(low):
        return lambda: models.EstablishmentNorm.objects.filter(pk=norm.pk).update(low=low)

    def add():
        factories.CommuneFactory(jurisdiction=commune.jurisdiction)

    at_the_same_time(add, change(4))
    recount()
    at_the_same_time(change(6), add)
    recount()
