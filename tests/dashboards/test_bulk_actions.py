"""Bulk actions: rows are fixed on the server, the effect is shown, and all of it happens or nothing."""

import datetime

import pytest
from django.urls import reverse

from lists.domain import bulk
from lists.models import Selection
from tests.accounts.factories import person
from tests.dashboards.lists import serving, signed_in
from tests.factories import (
    CommuneFactory,
    EquipmentItemFactory,
    EquipmentTypeFactory,
    OfficerFactory,
)
from units.models import Commune, Departure, Inspection, Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory(name="Long Hòa")


@pytest.fixture
def home_affairs(commune: Commune):
    return signed_in(person("home_affairs", commune.jurisdiction))


def choose(client, query: str = "?all=1", **data: object) -> str:
    response = client.post(f"{reverse('officer_list')}{query}", {"action": "end-service", **data})
    assert response.status_code == 302
    return response.url


END = {"on": "2026-06-30", "kind": "resigned", "reason": "family", "decision_number": "12/QĐ"}


def test_ticked_rows_are_kept_on_the_server_and_their_share_is_said(home_affairs, commune) -> None:
    officers = serving(commune, 4)
    url = choose(home_affairs, row=[officers[0].pk, officers[2].pk])
    selection = Selection.objects.get()
    assert set(selection.row_ids) == {officers[0].pk, officers[2].pk}
    assert selection.matching == 4
    html = home_affairs.get(url).content.decode()
    assert "2 of 4" in html or "2 trên 4" in html


def test_confirming_ends_their_service_and_goes_back_to_the_list(home_affairs, commune) -> None:
    officers = serving(commune, 3)
    url = choose(home_affairs, "?status=serving", row=[officer.pk for officer in officers[:2]])
    assert not Departure.objects.exists()
    done = home_affairs.post(url, END)
    assert done.url == "/officers/?status=serving"
    assert set(Departure.objects.values_list("officer", flat=True)) == {o.pk for o in officers[:2]}
    assert Officer.objects.serving().get() == officers[2]
    assert not Selection.objects.exists()


def test_all_that_match_the_filter_are_chosen_beyond_the_page(home_affairs, commune) -> None:
    OfficerFactory.create_batch(53, commune=commune, family_name="Trần")
    serving(commune, 2)
    choose(home_affairs, "?q=tran", all_matching="1")
    assert len(Selection.objects.get().row_ids) == 53


def test_rows_that_cannot_take_part_are_named_with_the_reason(home_affairs, commune) -> None:
    (officer,) = serving(commune, 1)
    without_post = OfficerFactory(commune=commune, given_name="Trống")
    url = choose(home_affairs, row=[officer.pk, without_post.pk])
    html = home_affairs.get(url).content.decode()
    assert "Nguyễn Văn Trống:" in html
    home_affairs.post(url, END)
    assert Departure.objects.get().officer == officer


def test_one_that_fails_undoes_all(home_affairs, commune) -> None:
    early, late = serving(commune, 2)
    late.assignments.update(valid_from=datetime.date(2026, 9, 1))
    url = choose(home_affairs, row=[early.pk, late.pk])
    answer = home_affairs.post(url, END)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Departure.objects.exists()
    assert Selection.objects.exists()


def test_rows_of_another_jurisdiction_cannot_be_slipped_in(home_affairs, commune) -> None:
    (own,) = serving(commune, 1)
    (foreign,) = serving(CommuneFactory(), 1)
    choose(home_affairs, row=[own.pk, foreign.pk])
    assert Selection.objects.get().row_ids == [own.pk]


def test_nothing_chosen_is_told(home_affairs, commune) -> None:
    url = choose(home_affairs)
    assert url == "/officers/?all=1" or url.startswith("/officers/")
    assert not Selection.objects.exists()


def test_too_many_to_check_are_refused(home_affairs, commune, monkeypatch) -> None:
    monkeypatch.setattr(bulk, "SELECTION_LIMIT", 2)
    OfficerFactory.create_batch(3, commune=commune)
    choose(home_affairs, all_matching="1")
    assert not Selection.objects.exists()


def test_anothers_selection_is_not_found(home_affairs, commune) -> None:
    (officer,) = serving(commune, 1)
    url = choose(home_affairs, row=[officer.pk])
    colleague = signed_in(person("home_affairs", commune.jurisdiction))
    assert colleague.get(url).status_code == 404
    assert colleague.post(url, END).status_code == 404


def test_who_may_not_act_sees_no_boxes_and_is_refused(commune) -> None:
    (officer,) = serving(commune, 1)
    staff = signed_in(person("district_staff", commune.jurisdiction))
    assert 'name="row"' not in staff.get(reverse("officer_list")).content.decode()
    answer = staff.post(reverse("officer_list"), {"action": "end-service", "row": [officer.pk]})
    assert answer.status_code == 403


def test_a_right_lost_since_choosing_stops_the_change(commune) -> None:
    user = person("home_affairs", commune.jurisdiction)
    client = signed_in(user)
    (officer,) = serving(commune, 1)
    url = choose(client, row=[officer.pk])
    user.memberships.get().role.permissions.remove(
        *user.memberships.get().role.permissions.filter(codename="add_departure")
    )
    assert client.post(url, END).status_code == 403
    assert not Departure.objects.exists()


def test_officers_move_together_to_a_commune_in_scope(home_affairs, commune) -> None:
    target = CommuneFactory(jurisdiction=commune.jurisdiction)
    foreign = CommuneFactory()
    officers = serving(commune, 2)
    url = choose(home_affairs, action="move", row=[officer.pk for officer in officers])
    refused = home_affairs.post(url, {"commune": foreign.pk, "from_day": "2026-07-01"})
    assert refused.context["form"].errors["commune"]
    home_affairs.post(url, {"commune": target.pk, "from_day": "2026-07-01"})
    assert set(Officer.objects.values_list("commune", flat=True)) == {target.pk}


def test_an_inspection_is_recorded_for_many_items_with_the_next_one(commune) -> None:
    kind = EquipmentTypeFactory(inspection_months=6)
    items = [EquipmentItemFactory(commune=commune, type=kind) for _ in range(2)]
    gone = EquipmentItemFactory(
        commune=commune, type=kind, disposal="lost", disposed_on=datetime.date(2025, 1, 1)
    )
    client = signed_in(person("administrator", commune.jurisdiction))
    rows = [item.pk for item in [*items, gone]]
    chosen = client.post(f"{reverse('equipment_list')}?all=1", {"action": "inspect", "row": rows})
    client.post(chosen.url, {"on": "2026-08-31", "passed": "on", "by": "Tổ kiểm tra"})
    assert Inspection.objects.count() == 2
    items[0].refresh_from_db()
    assert items[0].next_inspection_on == datetime.date(2027, 2, 28)
