"""A support project goes from its proposal to the hand-over, which brings the commune's records up to date."""

from __future__ import annotations

import contextlib
import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from reports.domain.handover import HandOver, hand_over
from reports.domain.matter_story import story_of_project
from reports.domain.money import full_money, read_money, short_money
from reports.domain.moves import MatterChangedError
from reports.domain.projects import (
    ProjectFacts,
    advance_project,
    correct_project,
    paid_for,
    project_moves,
    propose_project,
    record_payment,
)
from reports.models import ProjectStage, SupportProject
from tests.dashboards.lists import rows_of
from tests.factories import (
    EquipmentItemFactory,
    EquipmentStockFactory,
    EquipmentTypeFactory,
    StationFactory,
)
from tests.incidents.people import District, make_district
from tests.reports import factories
from tests.reports.direction_world import raised, signed_in
from units.domain.scope import Scope
from units.models import EquipmentItem, EquipmentStock, Station
from units.queries.area import Area
from units.queries.equipment import short_kinds_on
from units.queries.stations import stations_on

TODAY = timezone.localdate()
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def district(db: None) -> District:
    return make_district()


def facts(**changes: Any) -> ProjectFacts:
    values: dict[str, Any] = {"kind": "build", "title": "Xây dựng trụ sở", "cost": 2_400_000_000}
    return ProjectFacts(**{**values, **changes})


def under_way(district: District, **changes: Any) -> SupportProject:
    project = propose_project(district.commune, facts(**changes), by=district.chief, on=TODAY)
    for name in ("approve", "fund", "begin"):
        project = advance_project(
            project, name, by=district.staff, on=TODAY, decision_number=f"{name}/QĐ-UBND"
        )
    return project


def handed(project: SupportProject, district: District, **changes: Any) -> SupportProject:
    values: dict[str, Any] = {"on": TODAY, "address": "Ấp 3", "built_year": TODAY.year}
    return hand_over(project, HandOver(**{**values, **changes}), by=district.staff, today=TODAY)


# --- stages ---


def test_stages_follow_one_another_with_their_decisions(district):
    project = under_way(district)
    assert (project.stage, project.decision_number) == ("under_way", "begin/QĐ-UBND")
    told = [line.action for line in story_of_project(project)]
    assert len(set(told)) == 4


@pytest.mark.parametrize("stage", ProjectStage.values)
@pytest.mark.parametrize("role", ["chief", "officer", "staff", "home_affairs", "administrator"])
def test_the_buttons_are_exactly_the_moves_that_work(district, stage, role):
    handed_on = TODAY if stage == "handed_over" else None
    project = factories.SupportProjectFactory(
        commune=district.commune, stage=stage, handed_over_on=handed_on
    )
    moves = {
        ("proposed", "staff"): {"approve", "reject"},
        ("approved", "staff"): {"fund", "reject"},
        ("funded", "staff"): {"begin"},
        ("rejected", "staff"): {"propose_again"},
        ("rejected", "chief"): {"propose_again"},
    }
    offered = {one.name for one in project_moves(project, getattr(district, role))}
    assert offered == moves.get((stage, role), set())


def test_a_refusal_says_why_and_can_be_proposed_again(district):
    project = propose_project(district.commune, facts(), by=district.chief, on=TODAY)
    with pytest.raises(ValidationError):
        advance_project(project, "reject", by=district.staff, on=TODAY)
    project = advance_project(
        project, "reject", by=district.staff, on=TODAY, words="Chưa cân đối vốn"
    )
    assert project.stage_reason == "Chưa cân đối vốn"
    again = advance_project(
        project, "propose_again", by=district.chief, on=TODAY, words="Đã có đất sạch"
    )
    assert again.stage == "proposed"


def test_the_proposal_keeps_only_what_its_kind_speaks_of(district):
    kind = EquipmentTypeFactory()
    project = propose_project(
        district.commune,
        facts(equipment_type=kind, quantity=3, floor_area_m2=Decimal(200)),
        by=district.chief,
        on=TODAY,
    )
    assert (project.equipment_type, project.quantity) == (None, None)
    assert project.floor_area_m2 == 200


@pytest.mark.parametrize("kind", ["repair", "equipment"])
def test_a_repair_names_its_station_and_a_purchase_its_equipment(district, kind):
    with pytest.raises(ValidationError):
        propose_project(district.commune, facts(kind=kind), by=district.chief, on=TODAY)


def test_a_station_of_another_commune_is_refused(district):
    station = StationFactory(commune=district.other)
    with pytest.raises(ValidationError):
        propose_project(
            district.commune, facts(kind="repair", station=station), by=district.chief, on=TODAY
        )


def test_once_money_is_there_the_proposal_stands(district):
    project = propose_project(district.commune, facts(), by=district.chief, on=TODAY)
    project = correct_project(
        project, facts(cost=2_000_000_000), by=district.chief, version=project.version
    )
    project = advance_project(project, "approve", by=district.staff, on=TODAY)
    with pytest.raises(PermissionDenied):
        correct_project(project, facts(), by=district.chief, version=project.version)
    project = correct_project(project, facts(), by=district.staff, version=project.version)
    project = advance_project(project, "fund", by=district.staff, on=TODAY)
    with pytest.raises(PermissionDenied):
        correct_project(project, facts(), by=district.staff, version=project.version)


def test_whoever_was_slower_is_told(district):
    project = propose_project(district.commune, facts(), by=district.chief, on=TODAY)
    seen = project.version
    advance_project(project, "approve", by=district.staff, on=TODAY)
    with pytest.raises(MatterChangedError):
        advance_project(project, "approve", by=district.staff, on=TODAY, version=seen)


# --- money ---


def test_money_is_paid_over_time_once_it_is_allotted(district):
    project = propose_project(district.commune, facts(), by=district.chief, on=TODAY)
    with pytest.raises(ValidationError):
        record_payment(project, amount=1, paid_on=TODAY, by=district.staff, today=TODAY)
    project = under_way(district)
    for amount in (600_000_000, 900_000_000):
        record_payment(project, amount=amount, paid_on=TODAY, by=district.staff, today=TODAY)
    assert paid_for(project) == 1_500_000_000
    with pytest.raises(ValidationError):
        record_payment(project, amount=5, paid_on=TODAY + ONE_DAY, by=district.staff, today=TODAY)
    with pytest.raises(PermissionDenied):
        record_payment(project, amount=5, paid_on=TODAY, by=district.chief, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("2.400.000.000", 2_400_000_000),
        ("2400000000", 2_400_000_000),
        ("2,4 tỷ", 2_400_000_000),
        ("2.4 tỷ đồng", 2_400_000_000),
        ("600 triệu", 600_000_000),
        ("1.490 triệu", 1_490_000_000),
        ("1.490.000 đ", 1_490_000),
        ("1.490.000 ₫", 1_490_000),
        ("500 nghìn", 500_000),
        ("3 billion", 3_000_000_000),
        ("", None),
    ],
)
def test_amounts_are_read_as_officials_write_them(typed, amount):
    assert read_money(typed) == amount


@pytest.mark.parametrize(
    "typed", ["hai tỷ", "1,5", "1.49", "2,4,5 tỷ", "-5", "0,0000000001 tỷ", "9" * 20]
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValidationError):
        read_money(typed)


@given(st.integers(1, 10**13))
def test_an_amount_written_out_is_read_back(amount):
    with override("vi"):
        assert read_money(full_money(amount)) == amount
        assert read_money(short_money(amount)) == amount


@given(st.text(max_size=30))
def test_reading_an_amount_never_fails_otherwise(typed):
    with contextlib.suppress(ValidationError):
        read_money(typed)


# --- handing over ---


def test_a_new_station_follows_the_one_that_was_missing(district):
    old = StationFactory(commune=district.commune, tenure="none")
    project = handed(under_way(district, floor_area_m2=Decimal(220)), district, land_title="held")
    old.refresh_from_db()
    assert old.valid_until == TODAY - ONE_DAY
    new = project.station
    assert new is not None
    assert (new.tenure, new.condition, new.valid_from) == ("own", "good", TODAY)
    assert (new.address, new.floor_area_m2, new.land_title) == ("Ấp 3", Decimal(220), "held")
    figure = stations_on(TODAY, Area(Scope.all()))[district.commune.pk]
    assert figure.tenure == "own"
    assert stations_on(TODAY - ONE_DAY, Area(Scope.all()))[district.commune.pk].tenure == "none"


def test_a_station_recorded_later_contradicts_the_day(district):
    StationFactory(commune=district.commune, tenure="shared", valid_from=TODAY)
    project = under_way(district)
    with pytest.raises(ValidationError):
        handed(project, district)
    project.refresh_from_db()
    assert project.stage == "under_way"
    assert Station.objects.count() == 1


def test_a_repair_makes_the_station_good(district):
    station = StationFactory(commune=district.commune, condition="poor")
    handed(under_way(district, kind="repair", station=station), district)
    station.refresh_from_db()
    assert station.condition == "good"


def test_countable_goods_are_added_to_the_stock(district):
    kind = EquipmentTypeFactory(is_countable=True)
    stock = EquipmentStockFactory(commune=district.commune, type=kind, quantity=4)
    EquipmentStockFactory(commune=district.commune, type=kind, quantity=9, condition="broken")
    handed(under_way(district, kind="equipment", equipment_type=kind, quantity=6), district)
    stock.refresh_from_db()
    assert stock.quantity == 10
    assert EquipmentStock.objects.count() == 2


def test_numbered_goods_get_codes_that_go_on_from_the_last(district):
    kind = EquipmentTypeFactory(code="xe-mo-to", inspection_months=12)
    code = district.commune.code
    EquipmentItemFactory(commune=district.commune, type=kind, code=f"{code}-XMT-0007")
    EquipmentItemFactory(commune=district.commune, code=f"{code}-XMT-0009")
    project = under_way(
        district, kind="equipment", equipment_type=kind, quantity=3, cost=126_000_000
    )
    handed(project, district, serials=("62-B1 123.45",), on_paper=True)
    items = EquipmentItem.objects.filter(type=kind).exclude(code=f"{code}-XMT-0007")
    assert [one.code for one in items.order_by("code")] == [
        f"{code}-XMT-0008",
        f"{code}-XMT-0010",
        f"{code}-XMT-0011",
    ]
    first = items.get(serial="62-B1 123.45")
    assert (first.original_cost, first.in_use_from) == (42_000_000, TODAY)
    assert first.handed_over_on_paper
    assert first.next_inspection_on is not None
    assert first.next_inspection_on.year == TODAY.year + 1


def test_more_serials_than_items_are_refused(district):
    project = under_way(
        district, kind="equipment", equipment_type=EquipmentTypeFactory(), quantity=1
    )
    with pytest.raises(ValidationError):
        handed(project, district, serials=("A", "B"))


def test_support_of_allowances_changes_no_record(district):
    project = handed(under_way(district, kind="allowance"), district, note="Đã chi quý III")
    assert (project.stage, project.stage_reason) == ("handed_over", "Đã chi quý III")
    assert not Station.objects.exists()


@pytest.mark.parametrize("change", [{"on": TODAY + ONE_DAY}])
def test_no_day_to_come_is_accepted(district, change):
    with pytest.raises(ValidationError):
        handed(under_way(district), district, **change)


def test_only_the_district_hands_over_and_only_what_is_under_way(district):
    project = under_way(district)
    with pytest.raises(PermissionDenied):
        hand_over(project, HandOver(on=TODAY), by=district.chief, today=TODAY)
    proposed = propose_project(district.commune, facts(), by=district.chief, on=TODAY)
    with pytest.raises(ValidationError):
        handed(proposed, district)


def test_equipment_handed_over_is_no_longer_short(district):
    from tests.factories import EquipmentNormFactory

    kind = EquipmentTypeFactory(is_countable=True)
    EquipmentNormFactory(type=kind, low=6)
    short = [one.short for one in short_kinds_on(TODAY, Area(Scope.of([district.commune.pk])))]
    assert short == [6]
    handed(under_way(district, kind="equipment", equipment_type=kind, quantity=6), district)
    assert short_kinds_on(TODAY, Area(Scope.of([district.commune.pk]))) == []


# --- pages ---


def form(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "build",
        "title": "Xây dựng trụ sở Công an xã",
        "cost": "2,4 tỷ",
        "source": "district",
        "year": str(TODAY.year + 1),
        **changes,
    }


def test_the_whole_way_on_the_pages(district):
    StationFactory(commune=district.commune, tenure="none")
    row = raised(district)
    chief, staff = signed_in(district.chief), signed_in(district.staff)
    new = f"{reverse('project_create')}?difficulty={row.pk}"
    begun = chief.get(new)
    assert begun.context["form"].initial["kind"] == "build"
    assert chief.post(new, form()).status_code == 302
    project = SupportProject.objects.get()
    assert (project.difficulty, project.cost) == (row, 2_400_000_000)
    page = reverse("project_detail", args=[project.pk])
    for name in ("approve", "fund", "begin"):
        project.refresh_from_db()
        move = reverse("project_move", args=[project.pk, name])
        assert move in staff.get(page).content.decode()
        assert move not in chief.get(page).content.decode()
        sent = {"version": project.version, "decision_number": "125/QĐ-UBND"}
        assert staff.post(move, sent).status_code == 302
    payment = {"on": TODAY.isoformat(), "amount": "600 triệu", "document": "UNC 12"}
    staff.post(reverse("project_payment", args=[project.pk]), payment)
    shown = chief.get(page).content.decode()
    assert "UNC 12" in shown
    assert "25 %" in shown
    project.refresh_from_db()
    over = reverse("project_hand_over", args=[project.pk])
    asked = staff.get(over).content.decode()
    assert 'name="address"' in asked
    assert 'name="serials"' not in asked
    sent = {"version": project.version, "on": TODAY.isoformat(), "address": "Ấp 4, ĐT 826"}
    assert staff.post(over, sent).status_code == 422
    assert staff.post(over, {**sent, "built_year": TODAY.year}).status_code == 302
    project.refresh_from_db()
    assert project.station is not None
    assert reverse("station_detail", args=[project.station_id]) in chief.get(page).content.decode()


def test_a_form_that_fails_keeps_every_value(district):
    response = signed_in(district.chief).post(
        reverse("project_create"), form(kind="repair", cost="nhiều lắm", need="Dột <nát>")
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="nhiều lắm"' in page
    assert "Dột &lt;nát&gt;" in page
    assert {"cost", "station"} <= set(response.context["form"].errors)
    assert not SupportProject.objects.exists()


def test_a_late_hand_over_form_is_shown_again_with_what_was_typed(district):
    project = under_way(district)
    seen = project.version
    SupportProject.objects.filter(pk=project.pk).update(need="Đổi ý")
    over = reverse("project_hand_over", args=[project.pk])
    sent = {"version": seen, "on": TODAY.isoformat(), "address": "Ấp 4", "built_year": TODAY.year}
    response = signed_in(district.staff).post(over, sent)
    assert response.status_code == 409
    assert 'value="Ấp 4"' in response.content.decode()
    project.refresh_from_db()
    assert project.stage == "under_way"


def test_two_changes_of_a_proposal_are_shown_side_by_side(district):
    project = propose_project(district.commune, facts(), by=district.chief, on=TODAY)
    edit = reverse("project_edit", args=[project.pk])
    client = signed_in(district.chief)
    assert client.post(edit, form(version=project.version, cost="2 tỷ")).status_code == 302
    response = client.post(edit, form(version=project.version, cost="3 tỷ"))
    page = response.content.decode()
    assert response.status_code == 409
    assert 'value="3 tỷ"' in page
    assert "2.000.000.000" in page


def test_the_district_proposes_for_any_of_its_communes_a_chief_only_for_the_own(district):
    staff, chief = signed_in(district.staff), signed_in(district.chief)
    asked = staff.get(reverse("project_create")).content.decode()
    assert f"?commune={district.other.pk}" in asked
    assert chief.get(f"{reverse('project_create')}?commune={district.other.pk}").status_code == 404
    sent = staff.post(f"{reverse('project_create')}?commune={district.other.pk}", form())
    assert sent.status_code == 302
    assert SupportProject.objects.get().commune == district.other


def test_a_chief_sees_only_the_own_projects(district):
    mine = factories.SupportProjectFactory(commune=district.commune, title="Của Long Hòa")
    theirs = factories.SupportProjectFactory(commune=district.other, title="Của Tân Trạch")
    client = signed_in(district.chief)
    page = client.get(f"{reverse('project_list')}?all=1").content.decode()
    assert mine.title in page
    assert theirs.title not in page
    assert client.get(reverse("project_detail", args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize("role", ["chief", "staff"])
def test_pages_take_the_same_queries_for_ten_and_a_thousand(
    district, role, django_assert_max_num_queries
):
    user = getattr(district, role)

    def queries(address: str) -> int:
        with django_assert_max_num_queries(60) as counted:
            response = signed_in(user).get(address)
            assert response.status_code == 200
        return len(counted.captured_queries)

    project = under_way(district)
    for _ in range(2):
        project.disbursements.create(on=TODAY, amount=1_000_000)
    factories.SupportProjectFactory.create_batch(9, commune=district.commune)
    addresses = [reverse("project_list"), reverse("project_detail", args=[project.pk])]
    for address in addresses:
        queries(address)
    few = [queries(address) for address in addresses]
    SupportProject.objects.bulk_create(
        factories.SupportProjectFactory.build(commune=district.commune) for _ in range(990)
    )
    for _ in range(30):
        project.disbursements.create(on=TODAY, amount=1_000_000)
    assert [queries(address) for address in addresses] == few


def test_filters_find_by_stage_and_by_words_without_diacritics(district):
    factories.SupportProjectFactory(commune=district.commune, title="Sửa chữa trụ sở")
    factories.SupportProjectFactory(
        commune=district.commune, title="Mua bộ đàm", stage="handed_over", handed_over_on=TODAY
    )
    client = signed_in(district.staff)
    for query, rows in (("stage=wanted", 1), ("q=bo+dam", 1), ("kind=allowance", 0), ("all=1", 2)):
        page = client.get(f"{reverse('project_list')}?{query}").content.decode()
        assert rows_of(page) == rows, query
