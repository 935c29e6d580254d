"""Headcount: due, present and short on a day, and the months that stand behind it."""

import datetime
from dataclasses import dataclass

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from units.domain.scope import Scope, scope_context
from units.models import (
    Assignment,
    Commune,
    EstablishmentNorm,
    HeadcountMonth,
    JurisdictionHeadcountMonth,
)
from units.queries.area import Area
from units.queries.headcount import ForceFigure, headcount_on, strength_on
from units.queries.series import headcount_series, mean_headcounts

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 3, 15)


@dataclass
class Force:
    """A commune with a regular and a part-time position."""

    commune: Commune
    regular: object
    part_time: object


@pytest.fixture
def force():
    regular = factories.ForceTypeFactory(is_regular=True, name="Công an chính quy")
    return Force(
        factories.CommuneFactory(),
        factories.PositionFactory(force_type=regular),
        factories.PositionFactory(),
    )


def post(commune, position, first=datetime.date(2020, 1, 1), last=None, **more):
    """Put somebody new into a post."""
    return factories.AssignmentFactory(
        officer__commune=commune,
        commune=commune,
        position=position,
        valid_from=first,
        valid_until=last,
        **more,
    )


def test_who_is_beyond_the_due_fills_no_gap_elsewhere(force):
    other = factories.CommuneFactory()
    factories.EstablishmentNormFactory(position=force.part_time, low=2)
    for _ in range(5):
        post(force.commune, force.part_time)

    total = headcount_on(DAY, Scope.all()).total()

    assert (total.due, total.present, total.short) == (4, 5, 2)
    assert headcount_on(DAY, Scope.of([other.pk])).total().short == 2


def test_regular_and_part_time_are_counted_apart(force):
    post(force.commune, force.regular)
    post(force.commune, force.part_time)
    post(force.commune, force.part_time)

    count = headcount_on(DAY, Scope.all())

    assert count.total(regular=True).present == 1
    assert count.total(regular=False).present == 2


def test_the_first_and_the_last_day_of_a_post_count(force):
    post(force.commune, force.part_time, datetime.date(2024, 2, 10), DAY)

    def present(day):
        return headcount_on(day, Scope.all()).total().present

    assert [present(datetime.date(2024, 2, day)) for day in (9, 10)] == [0, 1]
    assert [present(DAY), present(DAY + datetime.timedelta(days=1))] == [1, 0]


def test_a_second_post_beside_the_main_one_is_not_counted(force):
    post(force.commune, force.part_time, is_main=False)

    assert headcount_on(DAY, Scope.all()).total().present == 0


def test_no_norm_is_unknown_and_not_zero(force):
    post(force.commune, force.part_time)

    total = headcount_on(DAY, Scope.all()).total()

    assert (total.due, total.short, total.present) == (None, None, 1)
    assert strength_on(DAY, Area(Scope.all()))[force.commune.pk].together == total


def test_a_due_from_an_unchecked_text_says_so(force):
    norm = factories.EstablishmentNormFactory(position=force.part_time)
    assert headcount_on(DAY, Scope.all()).total().unverified == 1

    EstablishmentNorm.objects.filter(pk=norm.pk).update(is_verified=True)

    assert headcount_on(DAY, Scope.all()).total().unverified == 0


def test_a_share_of_the_force_follows_the_headcount_of_the_day(force):
    deputy = factories.PositionFactory(force_type=force.part_time.force_type)
    factories.EstablishmentNormFactory(
        position=deputy, kind="share", low=None, share_percent=30, rounding="up"
    )
    for first in (
        datetime.date(2020, 1, 1),
        datetime.date(2024, 3, 15),
        datetime.date(2024, 3, 15),
    ):
        post(force.commune, force.part_time, first)
    post(force.commune, force.part_time, datetime.date(2024, 3, 15))

    before = headcount_on(datetime.date(2024, 3, 14), Scope.all()).by_position()[deputy.pk]
    after = headcount_on(DAY, Scope.all()).by_position()[deputy.pk]

    assert (before.due, after.due) == (1, 2)


def test_a_chief_counts_only_his_own_commune(force, as_scope):
    stranger = factories.CommuneFactory()
    post(force.commune, force.part_time)
    post(stranger, force.part_time)
    with as_scope(Scope.of([force.commune.pk])):
        assert headcount_on(DAY, Scope.all()).total().present == 1
        assert HeadcountMonth.objects.count() == 1
        assert JurisdictionHeadcountMonth.objects.count() == 0


def test_a_chief_s_own_writing_is_counted_in_the_jurisdiction_that_he_cannot_see(force, as_scope):
    with as_scope(Scope.of([force.commune.pk])):
        post(force.commune, force.part_time)
    assert JurisdictionHeadcountMonth.objects.get().joined == 1


def test_sums_by_branch_equal_the_sums_of_communes():
    nation = factories.JurisdictionFactory(kind="nation")
    provinces = [factories.JurisdictionFactory(kind="province", parent=nation) for _ in range(2)]
    district = factories.JurisdictionFactory(parent=provinces[0])
    position = factories.PositionFactory()
    factories.EstablishmentNormFactory(position=position, low=3)
    for place, people in [(district, 2), (provinces[0], 4), (provinces[1], 1), (nation, 1)]:
        commune = factories.CommuneFactory(jurisdiction=place)
        for _ in range(people):
            post(commune, position)

    found = strength_on(DAY, Area.of(Scope.all(), nation, by_branch=True))

    assert {key: (s.part_time.present, s.part_time.short) for key, s in found.items()} == {
        provinces[0].pk: (6, 1),
        provinces[1].pk: (1, 2),
        nation.pk: (1, 2),
    }
    inside = strength_on(DAY, Area.of(Scope.all(), provinces[0], by_branch=True))
    assert {key: s.together.present for key, s in inside.items()} == {
        district.pk: 2,
        provinces[0].pk: 4,
    }


def test_a_commune_that_changes_its_jurisdiction_takes_its_months_along(force):
    elsewhere = factories.JurisdictionFactory()
    post(force.commune, force.part_time)
    Commune.objects.filter(pk=force.commune.pk).update(jurisdiction=elsewhere)

    standing = JurisdictionHeadcountMonth.objects.exclude(joined=0)
    assert [row.jurisdiction_id for row in standing] == [elsewhere.pk]
    call_command("recount")


def test_the_series_says_what_headcount_on_says(force):
    post(force.commune, force.part_time, datetime.date(2023, 5, 31), datetime.date(2024, 1, 31))
    post(force.commune, force.regular, datetime.date(2024, 1, 31))

    for point in headcount_series(Area(Scope.all()), DAY):
        count = headcount_on(point.day, Scope.all())
        assert (point.regular, point.part_time) == (
            count.total(regular=True).present,
            count.total(regular=False).present,
        )


def test_the_mean_of_twelve_months_is_that_of_the_series(force):
    for first, last in [("2021-01-05", "2024-01-15"), ("2022-11-30", None), ("2023-08-01", None)]:
        post(
            force.commune,
            force.part_time,
            datetime.date.fromisoformat(first),
            last and datetime.date.fromisoformat(last),
        )
    series = headcount_series(Area(Scope.all()), DAY, 24)

    recent, earlier = mean_headcounts(Area(Scope.all()), DAY)[force.commune.pk]

    assert recent == pytest.approx(sum(p.together for p in series[12:]) / 12)
    assert earlier == pytest.approx(sum(p.together for p in series[:12]) / 12)


def test_recount_fails_on_a_wrong_figure_and_repairs_it(force, capsys):
    factories.EstablishmentNormFactory(position=force.part_time)
    post(force.commune, force.part_time)
    call_command("recount")
    HeadcountMonth.objects.update(joined=7)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE units_establishmentdue SET low = 9")

    with pytest.raises(CommandError, match="4 rows differ"):
        call_command("recount")
    call_command("recount", "--fix")
    call_command("recount")
    assert HeadcountMonth.objects.get().joined == 1


days = st.dates(datetime.date(2023, 1, 1), datetime.date(2024, 12, 31))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("post"), st.integers(0, 1), st.integers(0, 1), days, st.none() | days),
        st.tuples(st.just("end"), st.integers(0, 9), days),
        st.tuples(st.just("move"), st.integers(0, 1)),
        st.tuples(st.just("delete"), st.integers(0, 9)),
        st.tuples(st.just("beside"), st.integers(0, 9)),
        st.tuples(st.just("shift"), st.integers(-40, 40)),
    ),
    max_size=12,
)


def take(step, communes, positions, elsewhere):
    """Do one thing to the assignments."""
    kind, *values = step
    rows = Assignment.objects.order_by("pk")
    chosen = rows[values[0] % len(rows)] if kind in ("end", "delete", "beside") and rows else None
    if kind == "post":
        commune, position, first, last = values
        if last and last < first:
            first, last = last, first
        post(communes[commune], positions[position], first, last)
    elif kind == "end" and chosen and values[1] >= chosen.valid_from:
        rows.filter(pk=chosen.pk).update(valid_until=values[1])
    elif kind == "move":
        place = communes[values[0]]
        Commune.objects.filter(pk=place.pk).update(jurisdiction=elsewhere)
    elif kind == "delete" and chosen:
        chosen.delete()
    elif kind == "beside" and chosen:
        rows.filter(pk=chosen.pk).update(is_main=not chosen.is_main)
    elif kind == "shift":
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE units_assignment SET valid_from = valid_from + %s, valid_until = valid_until + %s",
                [values[0], values[0]],
            )


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=steps, day=days)
def test_months_stay_exact_whatever_is_done(steps, day):
    with transaction.atomic():
        elsewhere = factories.JurisdictionFactory()
        communes = [factories.CommuneFactory() for _ in range(2)]
        positions = [factories.PositionFactory() for _ in range(2)]
        for step in steps:
            take(step, communes, positions, elsewhere)
        call_command("recount", verbosity=0)
        rows = Assignment.objects.filter(is_main=True).on(day).values_list("commune", "position")
        counted = headcount_on(day, Scope.all())
        assert sorted(rows) == sorted(
            (p.commune_id, p.position_id) for p in counted.posts for _ in range(p.present)
        )
        transaction.set_rollback(True)


def test_figures_add_up_with_the_unknown_kept_apart():
    known, unknown = ForceFigure(2, 3, 1, 1), ForceFigure(None, None, 4, None, 1)
    assert known + unknown == ForceFigure(2, 3, 5, 1, 1)
    assert unknown + unknown == ForceFigure(None, None, 8, None, 2)


def test_bulk_creation_counts_as_single_rows_do(force):
    officers = [factories.OfficerFactory(commune=force.commune) for _ in range(3)]
    with scope_context(Scope.all()):
        Assignment.objects.bulk_create(
            Assignment(
                officer=officer, commune=force.commune, position=force.part_time, valid_from=DAY
            )
            for officer in officers
        )
    assert HeadcountMonth.objects.get().joined == 3
