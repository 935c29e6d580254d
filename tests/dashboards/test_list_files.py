"""What is filtered leaves as Excel, CSV or on paper: the same rows, columns and order, and no more."""

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from lists.views import files
from tests.accounts.factories import person
from tests.dashboards.lists import rows_of, serving, signed_in
from tests.factories import (
    CommuneFactory,
    EquipmentItemFactory,
    EquipmentTypeFactory,
    OfficerFactory,
)
from units.models import Commune

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory(name="Long Hòa")


@pytest.fixture
def staff(commune: Commune):
    return signed_in(person("district_staff", commune.jurisdiction))


def sheet(response) -> list[list[object]]:
    assert response.status_code == 200
    book = load_workbook(io.BytesIO(response.content))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def test_excel_holds_what_is_filtered_in_the_chosen_columns_and_order(staff, commune) -> None:
    serving(commune, 1, given_name="Bình", birth_date=datetime.date(1990, 1, 2))
    serving(commune, 1, given_name="An", birth_date=None)
    OfficerFactory(commune=commune, given_name="Nghỉ")
    serving(CommuneFactory(), 1, given_name="Ngoài")
    response = staff.get(
        reverse("officer_list"),
        {"status": "serving", "cols": "name,birth", "sort": "-name", "export": "xlsx"},
    )
    head, *rows = sheet(response)
    assert len(head) == 2
    assert rows == [
        ["Nguyễn Văn Bình", datetime.datetime(1990, 1, 2)],
        ["Nguyễn Văn An", None],
    ]
    assert "attachment" in response["Content-Disposition"]


def test_a_date_known_to_the_year_gets_no_invented_day_in_a_file(staff, commune) -> None:
    OfficerFactory(commune=commune, birth_date=datetime.date(1977, 1, 1), birth_precision="year")
    query = {"all": "1", "cols": "name,birth", "export": "xlsx"}
    assert sheet(staff.get(reverse("officer_list"), query))[1][1] == "1977"


def test_more_than_a_page_is_exported(staff, commune) -> None:
    OfficerFactory.create_batch(60, commune=commune)
    query = {"all": "1", "cols": "name", "export": "csv"}
    text = staff.get(reverse("officer_list"), query).content.decode("utf-8-sig")
    assert len(text.splitlines()) == 61


def test_a_formula_typed_as_a_code_is_disarmed(staff, commune) -> None:
    EquipmentItemFactory(commune=commune, code="=cmd|' /C calc'!A0")
    query = {"all": "1", "cols": "code", "export": "csv"}
    text = staff.get(reverse("equipment_list"), query).content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("'=cmd")


def test_too_many_rows_give_a_message_and_no_half_file(staff, commune, monkeypatch) -> None:
    monkeypatch.setattr(files, "EXPORT_LIMIT", 2)
    OfficerFactory.create_batch(3, commune=commune)
    response = staff.get(reverse("officer_list"), {"all": "1", "export": "xlsx"}, follow=True)
    assert response["Content-Type"].startswith("text/html")
    assert [str(message) for message in response.context["messages"]]
    OfficerFactory._meta.model.objects.first().delete()
    assert staff.get(reverse("officer_list"), {"all": "1", "export": "xlsx"})[
        "Content-Type"
    ].endswith("sheet")


def test_who_may_not_export_officers_gets_neither_link_nor_file(commune) -> None:
    OfficerFactory(commune=commune)
    client = signed_in(person("commune_officer", commune))
    assert "export=xlsx" not in client.get(reverse("officer_list")).content.decode()
    assert client.get(reverse("officer_list"), {"export": "xlsx"}).status_code == 403


def test_an_unknown_kind_of_file_is_not_found(staff) -> None:
    assert staff.get(reverse("officer_list"), {"export": "exe"}).status_code == 404


def test_the_print_view_shows_all_rows_with_the_filters_in_words(staff, commune) -> None:
    serving(commune, 55)
    html = staff.get(
        reverse("officer_list"), {"commune": str(commune.pk), "print": "1"}
    ).content.decode()
    assert rows_of(html) == 55
    assert "Xã Long Hòa" in html.split("<table")[0]


@pytest.mark.parametrize("name", ["station_list", "equipment_stock", "commune_list"])
def test_each_list_exports_its_default_columns(name: str, staff) -> None:
    assert len(sheet(staff.get(reverse(name), {"all": "1", "export": "xlsx"}))[0]) >= 5


def test_amounts_are_numbers_in_excel(staff, commune) -> None:
    kind = EquipmentTypeFactory(life_years=10)
    EquipmentItemFactory(
        commune=commune,
        type=kind,
        original_cost=30_000_000,
        in_use_from=datetime.date(2000, 1, 1),
    )
    query = {"all": "1", "cols": "cost,value", "export": "xlsx"}
    assert sheet(staff.get(reverse("equipment_list"), query))[1] == [30_000_000, 0]
