"""The ranking: a score whose parts add up, the exact best choice, and why each project is in or out."""

from __future__ import annotations

import datetime
import io
import time
from itertools import combinations
from random import Random

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from reports.domain.knapsack import Item, best_choice, greedy_turns
from reports.domain.ranking import FACTORS, Candidate, Reading, rank, unit_of, units
from reports.models import SupportProject
from reports.queries.investment import candidates_of, waiting_projects
from tests.factories import (
    CommuneFactory,
    EquipmentNormFactory,
    EquipmentTypeFactory,
    StationFactory,
)
from tests.incidents.factories import HotspotFactory
from tests.incidents.people import District, make_district
from tests.reports import factories
from tests.reports.direction_world import raised, signed_in
from units.domain.scope import Scope

TODAY = timezone.localdate()
USUAL = {factor.code: factor.weight for factor in FACTORS}
BILLION = 10**9


def items_of(pairs: list[tuple[int, int]]) -> list[Item]:
    return [Item(key, cost, score) for key, (cost, score) in enumerate(pairs)]


def brute_force(items: list[Item], budget: int) -> tuple[int, int]:
    """The best score and, among equals, the least cost, by trying every set."""
    best = (0, 0)
    for count in range(len(items) + 1):
        for some in combinations(items, count):
            cost = sum(one.cost for one in some)
            if cost <= budget:
                best = max(best, (sum(one.score for one in some), -cost))
    return best[0], -best[1]


# --- the choice ---


@settings(max_examples=300, deadline=None)
@given(
    pairs=st.lists(st.tuples(st.integers(1, 30), st.integers(0, 40)), max_size=11),
    budget=st.integers(0, 120),
)
def test_the_best_choice_is_the_one_that_trying_everything_finds(pairs, budget):
    items = items_of(pairs)
    chosen = [one for one in items if one.key in best_choice(items, budget)]
    found = (sum(one.score for one in chosen), sum(one.cost for one in chosen))
    assert found == brute_force(items, budget)


@settings(max_examples=100, deadline=None)
@given(
    pairs=st.lists(st.tuples(st.integers(1, 500), st.integers(0, 5000)), max_size=80),
    budget=st.integers(0, 6000),
)
def test_the_greedy_list_never_beats_it_and_never_overspends(pairs, budget):
    items = items_of(pairs)
    best = best_choice(items, budget)
    taken = {turn.key for turn in greedy_turns(items, budget) if turn.is_taken}
    for some in (best, taken):
        assert sum(one.cost for one in items if one.key in some) <= budget
    assert sum(items[key].score for key in best) >= sum(items[key].score for key in taken)


@pytest.mark.parametrize("likeness", ["independent", "alike", "proportional"])
def test_two_hundred_projects_are_chosen_from_quickly(likeness):
    random = Random(5)
    costs = [random.randint(20, 5000) for _ in range(200)]
    scores = {
        "independent": [random.randint(0, 10**6) for _ in costs],
        "alike": [100 * cost + 50_000 for cost in costs],
        "proportional": [100 * cost for cost in costs],
    }[likeness]
    began = time.perf_counter()
    best_choice(items_of(list(zip(costs, scores, strict=True))), 20_000)
    assert time.perf_counter() - began < 3


def test_greed_misses_what_the_best_choice_finds():
    items = [Item(1, 6, 60), Item(2, 5, 49), Item(3, 5, 49)]
    assert best_choice(items, 10) == {2, 3}
    assert [turn.key for turn in greedy_turns(items, 10) if turn.is_taken] == [1]


# --- the score ---


def candidate(key: int, cost: int, **values: float | None) -> Candidate:
    readings = {
        factor.code: Reading(values.get(factor.code, 0.0), f"{factor.code} {key}")
        for factor in FACTORS
    }
    return Candidate(key, f"Dự án {key}", "Xã Long Hòa", "xây", "đề xuất", cost, readings)


def test_a_score_is_the_weighted_mean_of_its_factors():
    some = [
        candidate(1, BILLION, need=1.0, population=9000, wait=100, station=None, places=0.5),
        candidate(2, BILLION, need=0.5, population=4500, wait=50, station=1.0, places=1.0),
    ]
    weights = {"need": 4, "population": 2, "places": 1, "station": 2, "wait": 1}
    first, second = rank(some, weights, None).rows
    # By hand: 4×1 + 2×1 + 1×0,5 + 2×0 + 1×1 = 7,5 of 10; 4×0,5 + 2×0,5 + 1×1 + 2×1 + 1×0,5 = 6,5 of 10.
    assert (first.candidate.key, first.score) == (1, pytest.approx(75))
    assert second.score == pytest.approx(65)
    assert [part.scaled for part in first.parts] == [1.0, 1.0, 0.5, None, 1.0]
    assert first.score == pytest.approx(sum(part.points for part in first.parts))


@given(
    values=st.lists(
        st.tuples(*(st.none() | st.floats(0, 1e6) for _ in FACTORS)), min_size=1, max_size=6
    ),
    weights=st.lists(st.integers(0, 10), min_size=5, max_size=5),
)
def test_scores_stay_between_0_and_100_whatever_is_read(values, weights):
    codes = [factor.code for factor in FACTORS]
    some = [
        candidate(key, BILLION, **dict(zip(codes, row, strict=True)))
        for key, row in enumerate(values)
    ]
    ranking = rank(some, dict(zip(codes, weights, strict=True)), 3 * BILLION)
    assert all(-1e-9 <= row.score <= 100 + 1e-6 for row in ranking.rows)


def test_the_reasons_say_how_much_is_needed_and_how_much_is_left():
    some = [
        candidate(1, 2_400_000_000, need=0.4),
        candidate(2, 3_000_000_000, need=1.0),
        candidate(3, 400_000_000, need=0.3),
        candidate(4, 9_000_000_000, need=0.9),
        candidate(5, 100_000_000, need=0.0),
    ]
    with override("en"):
        ranking = rank(some, {"need": 1}, 4_000_000_000)
    why = {row.candidate.key: row.why_best for row in ranking.rows}
    inside = {row.candidate.key for row in ranking.rows if row.is_best}
    assert inside == {2, 3}
    assert "2.4 billion" in why[1]
    assert "0.6" in why[1] or "600 million" in why[1]
    assert "9 billion" in why[4]
    assert "4 billion" in why[4]
    assert ranking.best is not None
    assert (ranking.best.cost, ranking.best.left) == (3_400_000_000, 600_000_000)


def test_two_projects_that_fill_the_budget_to_the_last_đồng_are_both_chosen():
    some = [candidate(1, 499_600_000, need=1.0), candidate(2, 500_400_000, need=1.0)]
    ranking = rank(some, {"need": 1}, BILLION)
    assert [row.is_best for row in ranking.rows] == [True, True]
    assert ranking.best is not None
    assert (ranking.best.left, ranking.unit) == (0, 0)


def test_where_comparing_all_would_take_too_long_costs_are_rounded_and_it_is_said():
    rng = Random(0)
    costs = [rng.randint(50_000_000, 5_000_000_000) for _ in range(50)]
    some = [candidate(key, cost, need=cost / 5_000_000_000) for key, cost in enumerate(costs)]
    ranking = rank(some, {"need": 1}, sum(costs) // 3)
    assert ranking.unit >= 1_000_000
    assert ranking.best is not None
    assert ranking.best.left >= 0


@given(budget=st.integers(0, 10**13), cost=st.integers(1, 10**12))
def test_rounding_up_never_overspends_and_keeps_the_problem_small(budget, cost):
    unit = unit_of(budget)
    assert budget // unit <= 20_000
    assert units(cost, unit) * unit >= cost
    assert unit == 10**6 or budget / unit > 2_000


# --- what is read from the records ---


@pytest.fixture
def district(db: None) -> District:
    return make_district()


def readings(project: SupportProject) -> dict[str, float | None]:
    (found,) = candidates_of(
        waiting_projects(Scope.all()).filter(pk=project.pk), Scope.all(), TODAY
    )
    return {code: reading.value for code, reading in found.readings.items()}


def test_a_station_project_reads_severity_people_places_station_and_wait(district):
    StationFactory(commune=district.commune, tenure="shared", condition="poor")
    HotspotFactory.create_batch(3, commune=district.commune)
    HotspotFactory(commune=district.commune, state="resolved", closed_on=TODAY)
    project = factories.SupportProjectFactory(
        commune=district.commune,
        difficulty=raised(district, severity=2),
        proposed_on=TODAY - datetime.timedelta(days=45),
    )
    assert readings(project) == {
        "need": pytest.approx(0.75),
        "population": 9000,
        "places": pytest.approx(3 / 9),
        "station": 0.75,
        "wait": 45,
    }


def test_a_purchase_reads_the_gap_to_the_norm_and_no_station(district):
    kind = EquipmentTypeFactory(is_countable=True)
    EquipmentNormFactory(type=kind, low=8)
    project = factories.SupportProjectFactory(
        commune=district.commune, kind="equipment", equipment_type=kind, quantity=8
    )
    found = readings(project)
    assert (found["need"], found["station"]) == (1.0, None)


def test_an_unrecorded_station_is_not_taken_for_a_missing_one(district):
    project = factories.SupportProjectFactory(commune=district.commune)
    found = readings(project)
    assert (found["need"], found["station"]) == (None, None)


def test_only_what_waits_for_money_is_ranked_and_only_ones_own(district):
    mine = factories.SupportProjectFactory(commune=district.commune)
    factories.SupportProjectFactory(commune=district.commune, stage="funded")
    factories.SupportProjectFactory()
    scope = Scope.of([district.commune.pk, district.other.pk], [district.jurisdiction.pk])
    assert [one.key for one in candidates_of(waiting_projects(scope), scope, TODAY)] == [mine.pk]


# --- the page ---


def test_the_chairman_types_a_budget_and_sees_both_choices_without_scripts(district):
    for cost in (600, 500, 500):
        factories.SupportProjectFactory(
            commune=district.commune, cost=cost * 10**6, title=f"Dự án {cost}"
        )
    client = signed_in(district.staff)
    page = client.get(f"{reverse('project_ranking')}?budget=1+tỷ&w_wait=0")
    assert page.context["ranking"].budget == BILLION
    assert page.context["form"].weights["wait"] == 0
    assert page.context["form"].weights["need"] == USUAL["need"]
    assert "<form" in page.content.decode()
    part = client.get(f"{reverse('project_ranking')}?budget=1+tỷ", headers={"HX-Request": "true"})
    assert "<form" not in part.content.decode()
    assert "ranking-result" in part.content.decode()


def test_a_budget_that_cannot_be_read_is_said_and_kept(district):
    factories.SupportProjectFactory(commune=district.commune)
    page = signed_in(district.staff).get(f"{reverse('project_ranking')}?budget=nhiều")
    assert page.status_code == 200
    assert 'value="nhiều"' in page.content.decode()
    assert page.context["form"].errors["budget"]


def test_the_workbook_has_every_project_with_its_reasons(district):
    factories.SupportProjectFactory(commune=district.commune, title="=HYPERLINK(1)")
    client = signed_in(district.staff)
    answer = client.get(f"{reverse('project_ranking')}?budget=1+tỷ&format=xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    header, row = [list(cells) for cells in sheet.iter_rows(values_only=True)]
    assert len(header) == len(row)
    assert row[1] == "'=HYPERLINK(1)"
    assert row[5] == 2_400_000_000


def test_only_who_may_rank_does(district):
    for user in (district.chief, district.officer, district.home_affairs, district.administrator):
        assert signed_in(user).get(reverse("project_ranking")).status_code == 403


def test_an_empty_ranking_says_what_to_do_next(district):
    page = signed_in(district.staff).get(f"{reverse('project_ranking')}?budget=1+tỷ")
    assert reverse("project_create") in page.content.decode()


def test_two_hundred_projects_take_the_queries_of_ten(district, django_assert_max_num_queries):
    client = signed_in(district.staff)
    address = f"{reverse('project_ranking')}?budget=20+tỷ"

    def queries() -> int:
        with django_assert_max_num_queries(40) as counted:
            assert client.get(address).status_code == 200
        return len(counted.captured_queries)

    communes = [CommuneFactory(jurisdiction=district.jurisdiction) for _ in range(5)]
    factories.SupportProjectFactory.create_batch(10, commune=communes[0])
    queries()
    few = queries()
    random = Random(3)
    SupportProject.objects.bulk_create(
        factories.SupportProjectFactory.build(
            commune=random.choice(communes), cost=random.randint(20, 4000) * 10**6
        )
        for _ in range(190)
    )
    assert queries() == few
