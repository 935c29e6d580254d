"""The list of officers: what each role sees, filters, columns, saved views, pages, and its cost."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.domain.roles import ROLES
from lists.models import ColumnChoice, SavedView
from tests.accounts.factories import person
from tests.dashboards.lists import rows_of, serving, signed_in
from tests.factories import (
    AssignmentFactory,
    CommuneFactory,
    DepartureFactory,
    HamletFactory,
    JurisdictionFactory,
    OfficerFactory,
    PositionFactory,
    TrainingFactory,
)
from units.models import Commune, Jurisdiction, Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> Jurisdiction:
    return JurisdictionFactory(name="Cần Đước")


@pytest.fixture
def long_hoa(district: Jurisdiction) -> Commune:
    return CommuneFactory(name="Long Hòa", jurisdiction=district)


@pytest.fixture
def tan_lan(district: Jurisdiction) -> Commune:
    return CommuneFactory(name="Tân Lân", jurisdiction=district)


def page(client, query: str = "", **headers: str) -> str:
    response = client.get(f"{reverse('officer_list')}{query}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_sees_its_own_communes_officers_and_no_others(
    role: str, district: Jurisdiction, long_hoa: Commune
) -> None:
    serving(long_hoa, 1, given_name="Mình")
    serving(CommuneFactory(), 1, given_name="Người")
    user = person(role, long_hoa if ROLES[role].of_commune else district)
    html = page(signed_in(user), "?all=1")
    assert "Nguyễn Văn Mình" in html
    assert "Nguyễn Văn Người" not in html


def test_a_stranger_is_sent_to_sign_in(client) -> None:
    response = client.get(reverse("officer_list"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_a_person_without_the_right_is_refused(long_hoa: Commune) -> None:
    user = person("commune_officer", long_hoa)
    user.memberships.get().role.permissions.clear()
    assert signed_in(user).get(reverse("officer_list")).status_code == 403


def test_the_list_opens_with_those_who_serve_and_can_be_cleared(district, long_hoa) -> None:
    serving(long_hoa, 1, given_name="Còn")
    left = DepartureFactory(officer__commune=long_hoa, officer__given_name="Nghỉ", kind="resigned")
    client = signed_in(person("district_staff", district))
    assert "Nghỉ</a>" not in page(client)
    html = page(client, "?all=1")
    assert "Nghỉ</a>" in html
    assert left.get_kind_display() in html
    assert "was removed" in html or "đã được bỏ" in html


def test_search_is_blind_to_diacritics_and_asks_every_word(district, long_hoa) -> None:
    serving(long_hoa, 1, family_name="Đặng", middle_name="Thị", given_name="Đào")
    serving(long_hoa, 1, family_name="Lê", middle_name="Văn", given_name="Đào")
    client = signed_in(person("district_staff", district))
    assert rows_of(page(client, "?q=dang+DAO")) == 1
    assert rows_of(page(client, "?q=dao")) == 2
    assert rows_of(page(client, "?q=dang+van")) == 0


def test_a_whole_citizen_id_or_phone_finds_its_person(district, long_hoa) -> None:
    OfficerFactory(commune=long_hoa, citizen_id="080185001234", phone="0901234567")
    OfficerFactory(commune=long_hoa)
    client = signed_in(person("home_affairs", district))
    assert rows_of(page(client, "?q=080185001234")) == 1
    assert rows_of(page(client, "?q=0901234567")) == 1
    assert rows_of(page(client, "?q=0801850")) == 0


def test_a_number_confirms_nothing_to_somebody_who_may_not_see_it(district, long_hoa) -> None:
    OfficerFactory(commune=long_hoa, citizen_id="080185001234", phone="0901234567")
    client = signed_in(person("district_staff", district))
    assert rows_of(page(client, "?q=080185001234")) == 0
    assert rows_of(page(client, "?q=0901234567")) == 0


def test_sensitive_digits_are_masked_on_the_page_and_in_files(district, long_hoa) -> None:
    OfficerFactory(commune=long_hoa, citizen_id="080185001234", phone="0901234567")
    client = signed_in(person("administrator", district))
    html = page(client, "?all=1&cols=name,citizen_id,phone")
    assert "0801••••1234" in html
    assert "080185001234" not in html
    assert "0901234567" not in html
    csv = client.get(
        reverse("officer_list"), {"all": "1", "cols": "name,citizen_id,phone", "export": "csv"}
    )
    assert "0801••••1234" in csv.content.decode()
    assert "080185001234" not in csv.content.decode()


def test_filters_narrow_by_commune_position_and_force(district, long_hoa, tan_lan) -> None:
    deputy = PositionFactory(name="Phó trưởng")
    officer = OfficerFactory(commune=long_hoa)
    AssignmentFactory(officer=officer, position=deputy)
    serving(long_hoa, 2)
    serving(tan_lan, 1)
    client = signed_in(person("district_staff", district))
    assert rows_of(page(client, f"?commune={long_hoa.pk}")) == 3
    assert rows_of(page(client, f"?position={deputy.pk}")) == 1
    assert rows_of(page(client, f"?force={deputy.force_type.code}&commune={tan_lan.pk}")) == 0
    assert rows_of(page(client, "?position=abc")) == 0
    assert rows_of(page(client, "?commune=999999")) == 0


def test_a_foreign_communes_key_finds_nothing(district, long_hoa) -> None:
    foreign = CommuneFactory()
    serving(foreign, 1)
    assert (
        rows_of(page(signed_in(person("district_staff", district)), f"?commune={foreign.pk}")) == 0
    )


def test_the_day_asks_who_held_the_post_then(district, long_hoa) -> None:
    gone = OfficerFactory(commune=long_hoa, given_name="Trước")
    AssignmentFactory(
        officer=gone, valid_from=datetime.date(2018, 1, 1), valid_until=datetime.date(2019, 12, 31)
    )
    serving(long_hoa, 1, given_name="Nay")
    client = signed_in(person("district_staff", district))
    then = page(client, f"?on=2019-06-30&commune={long_hoa.pk}")
    assert "Trước</a>" in then
    assert "Nay</a>" not in then


def test_departures_of_a_period_are_found(district, long_hoa) -> None:
    DepartureFactory(
        officer__commune=long_hoa, officer__given_name="Ba", on=datetime.date(2024, 3, 1)
    )
    DepartureFactory(
        officer__commune=long_hoa, officer__given_name="Bảy", on=datetime.date(2024, 7, 1)
    )
    client = signed_in(person("district_staff", district))
    html = page(client, "?left_after=2024-06-01&left_before=2024-12-31")
    assert rows_of(html) == 1
    assert "Bảy</a>" in html


def test_an_expired_certificate_is_found_only_of_those_who_serve(district, long_hoa) -> None:
    (officer,) = serving(long_hoa, 1)
    TrainingFactory(officer=officer, expires_on=datetime.date(2020, 1, 1))
    TrainingFactory(officer__commune=long_hoa, expires_on=datetime.date(2020, 1, 1))
    client = signed_in(person("district_staff", district))
    assert rows_of(page(client, "?certificate=expired")) == 1
    assert rows_of(page(client, "?certificate=soon")) == 0


def test_a_value_that_cannot_be_read_finds_nothing_rather_than_everything(
    district, long_hoa
) -> None:
    serving(long_hoa, 1)
    assert rows_of(page(signed_in(person("district_staff", district)), "?on=31/02/2020")) == 0


def test_names_are_ordered_the_vietnamese_way_both_ways(district, long_hoa) -> None:
    for given_name in ("Đức", "Dung", "An", "Ánh", "Ân"):
        serving(long_hoa, 1, given_name=given_name)
    client = signed_in(person("district_staff", district))
    expected = ["An", "Ánh", "Ân", "Dung", "Đức"]

    def shown(query: str) -> list[str]:
        html = page(client, query)
        return sorted(expected, key=lambda name: html.index(f"Văn {name}</a>"))

    assert shown("") == expected
    assert shown("?sort=-name") == expected[::-1]


def test_chosen_columns_are_shown_and_remembered(district, long_hoa) -> None:
    serving(long_hoa, 1)
    user = person("district_staff", district)
    client = signed_in(user)
    answer = client.post(
        reverse("lists_columns"),
        {"page_key": "officers", "column": ["name", "rank"], "back_to": "/officers/?q=nguyen"},
    )
    assert answer.url == "/officers/?q=nguyen&cols=name,rank"
    assert ColumnChoice.objects.get(owner=user).columns == ["name", "rank"]
    html = signed_in(user).get(reverse("officer_list")).content.decode()
    heads = html.split("<thead>")[1].split("</thead>")[0]
    assert heads.count("<th ") == 2


def test_the_way_back_never_leaves_the_site(district) -> None:
    client = signed_in(person("district_staff", district))
    for address in ("https://evil.example/officers/", "//evil.example", "javascript:alert(1)"):
        answer = client.post(reverse("lists_columns"), {"page_key": "officers", "back_to": address})
        assert answer.url.startswith("/?") or answer.url == "/"


def test_what_is_shown_is_saved_used_made_default_and_deleted(district, long_hoa) -> None:
    DepartureFactory(officer__commune=long_hoa, officer__given_name="Nghỉ")
    serving(long_hoa, 1, given_name="Còn")
    client = signed_in(person("district_staff", district))
    back_to = "/officers/?status=left&sort=-birth"
    query = {"page_key": "officers", "back_to": back_to}
    saved = client.post(
        f"{reverse('lists_view_save')}?page_key=officers&back_to=/officers/%3Fstatus%3Dleft%26sort%3D-birth",
        {"name": "Đã nghỉ", "audience": "0", "is_default": "on"},
    )
    view = SavedView.objects.get()
    assert (view.query, view.order, view.is_default) == ("status=left", "-birth", True)
    assert saved.url == f"/officers/?view={view.slug}"
    html = page(client)
    assert "Nghỉ</a>" in html
    assert "Còn</a>" not in html
    assert client.get(reverse("lists_views"), query).status_code == 200
    client.post(reverse("lists_view_change", args=[view.pk]), {"do": "undefault", "back_to": "/"})
    assert "Còn</a>" in page(client)
    client.post(reverse("lists_view_change", args=[view.pk]), {"do": "delete", "back_to": "/"})
    assert not SavedView.objects.exists()


def test_anothers_view_cannot_be_changed(district, long_hoa) -> None:
    owner = person("district_staff", district)
    view = SavedView.objects.create(page_key="officers", slug="x", name="Riêng", owner=owner)
    stranger = signed_in(person("home_affairs", district))
    answer = stranger.post(reverse("lists_view_change", args=[view.pk]), {"do": "delete"})
    assert answer.status_code == 404
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_htmx_gets_the_rows_alone_and_a_clean_address(district, long_hoa) -> None:
    serving(long_hoa, 1)
    client = signed_in(person("district_staff", district))
    answer = client.get("/officers/?q=nguyen&commune=&all=1", headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert html.lstrip().startswith('<div id="list-region"') or "<html" not in html
    assert "<html" not in html
    assert answer.headers["HX-Push-Url"] == "/officers/?q=nguyen"
    assert "HX-Request" in answer.headers["Vary"]


def test_going_back_in_history_gets_the_whole_page(district, long_hoa) -> None:
    client = signed_in(person("district_staff", district))
    html = page(client, "", **{"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in html


def test_fifty_rows_a_page_and_the_rest_behind_it(district, long_hoa) -> None:
    serving(long_hoa, 53)
    client = signed_in(person("district_staff", district))
    assert rows_of(page(client)) == 50
    assert rows_of(page(client, "?status=serving&page=2")) == 3


@pytest.mark.parametrize("query", ["", "?all=1", "?q=van&sort=commune", "?cols=ALL"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    query: str, district, long_hoa, tan_lan
) -> None:
    from dashboards.tables.officers import OfficerTable

    query = query.replace("ALL", ",".join(OfficerTable.column_names()))
    client = signed_in(person("administrator", district))
    fill(long_hoa, 10)
    few = cost(client, query)
    fill(tan_lan, 500)
    fill(long_hoa, 490)
    assert cost(client, query) == few <= 18


def fill(commune: Commune, count: int) -> None:
    """Five serve at a hamlet, five left, the others hold no post."""
    position, hamlet = PositionFactory(), HamletFactory(commune=commune)
    start = Officer.objects.count()
    officers = Officer.objects.bulk_create(
        Officer(
            family_name="Nguyễn", middle_name="Văn", given_name=f"A{start + n}", commune=commune
        )
        for n in range(count)
    )
    for officer in officers[:5]:
        AssignmentFactory(officer=officer, position=position, hamlet=hamlet)
    for officer in officers[5:10]:
        DepartureFactory(officer=officer, position=position)


def cost(client, query: str) -> int:
    page(client, query)
    with CaptureQueriesContext(connection) as queries:
        page(client, query)
    return len(queries)
