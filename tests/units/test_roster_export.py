"""A roster that leaves comes back unchanged, and no cell of it is a formula."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.factories import (
    AssignmentFactory,
    CommuneFactory,
    HamletFactory,
    OfficerFactory,
    PositionFactory,
)
from units.domain.roster.books import RosterCsv, RosterXlsx, mistakes_book, template_book
from units.domain.roster.catalogue import load_catalogue
from units.domain.roster.export import RosterResource
from units.domain.roster.plan import Plan, plan_import
from units.domain.scope import Scope
from units.domain.sheets.reading import read_sheets
from units.domain.sheets.tables import find_tables
from units.models import Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def roster() -> None:
    """People as different as a roster has them, twins without numbers among them."""
    commune = CommuneFactory(name="Long Hòa", code="28123")
    namesake = CommuneFactory(name="Long Hòa", code="11111")
    position = PositionFactory(name="Công an viên")
    PositionFactory(name="Công an viên", code="same-name-elsewhere")
    hamlet = HamletFactory(commune=commune, name="2")
    whole = OfficerFactory(
        commune=commune, family_name="Tôn Nữ", middle_name="Thị", given_name="Hoà", sex="f",
        birth_date=date(1985, 3, 5), citizen_id="080185012345", phone="0912345678", rank="dai-uy",
        joined_on=date(2010, 1, 1), joined_precision="year", is_party_member=True, party_joined_on=date(2012, 5, 19),
        education="university", professional_training="=1+1", allowance_coefficient=Decimal("1.25"),
        address="+84 Cần Đước", note="dòng một\ndòng hai", service_number="123-456",
    )  # fmt: skip
    AssignmentFactory(officer=whole, position=position, hamlet=hamlet, valid_from=date(2019, 2, 1),
                      valid_from_precision="month", decision_number="12/QĐ-UBND", decision_date=date(2019, 1, 30),
                      signed_by="Nguyễn Văn Ký")  # fmt: skip
    for _twin in range(2):
        twin = OfficerFactory(
            commune=namesake,
            family_name="Lê",
            middle_name="",
            given_name="Bé",
            birth_date=date(1990, 1, 1),
            birth_precision="year",
        )
        AssignmentFactory(officer=twin, position=position)
    OfficerFactory(commune=commune, birth_date=None, given_name="Nghỉ")


def exported(kind: type[RosterXlsx] | type[RosterCsv], *, whole: bool = True) -> bytes:
    dataset = RosterResource(sees_numbers=whole).export(queryset=Officer.objects.all())
    return kind().export_data(dataset)


def planned(data: bytes) -> Plan:
    return plan_import(data, Scope.all(), as_of=date(2026, 1, 1))


@pytest.mark.usefixtures("roster")
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("whole", [True, False], ids=["whole_numbers", "masked_numbers"])
@pytest.mark.parametrize("kind", [RosterXlsx, RosterCsv])
def test_an_exported_file_comes_back_unchanged(
    kind: type[RosterXlsx] | type[RosterCsv], whole: bool, language: str
) -> None:
    with override(language):
        data = exported(kind, whole=whole)
    plan = planned(data)
    assert [problem.sentence for problem in plan.problems] == []
    assert plan.counts["unchanged"] == 4 == len(plan.rows)


@pytest.mark.usefixtures("roster")
def test_no_exported_cell_is_a_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(exported(RosterXlsx))).active
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "'=1+1" in values
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert ",'=1+1," in exported(RosterCsv).decode("utf-8-sig")


@pytest.mark.usefixtures("roster")
def test_csv_begins_with_the_mark_that_excel_needs() -> None:
    assert exported(RosterCsv).startswith(b"\xef\xbb\xbf")


@pytest.mark.usefixtures("roster")
def test_numbers_leave_masked_without_the_right() -> None:
    text = exported(RosterCsv, whole=False).decode("utf-8-sig")
    assert "080185012345" not in text
    assert "0801••••2345" in text
    assert "0912345678" not in text


@pytest.mark.usefixtures("roster")
def test_an_export_takes_one_query_however_many_leave() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        exported(RosterCsv)
    assert len([q for q in queries if "units_officer" in q["sql"]]) == 1


def test_the_file_comes_back_with_its_mistakes_beside_the_rows() -> None:
    CommuneFactory(name="Long Hòa")
    text = "BÁO CÁO\n\nHọ và tên,CCCD,Xã\n=Nguyễn Văn Án,123,Long Hòa\n".encode()
    plan = planned(text)
    book = mistakes_book(plan, read_sheets(text))
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    title = str(sheet["D3"].value)
    assert sheet["A1"].value == "BÁO CÁO"
    assert sheet["A4"].value == "'=Nguyễn Văn Án"
    assert sheet["B4"].fill.fgColor.rgb.endswith("FDE2E1")
    assert all(problem.sentence in sheet["D4"].value for problem in plan.problems)
    (table,) = find_tables(read_sheets(book))
    assert [heading.title for heading in table.ignored] == []
    assert table.headings[-1].title == title
    again = mistakes_book(planned(book), read_sheets(book))
    assert openpyxl.load_workbook(io.BytesIO(again)).active.max_column == 4


def test_the_template_is_understood_and_lists_what_may_be_chosen() -> None:
    commune = CommuneFactory(name="Long Hòa")
    hidden = CommuneFactory(name="Tân Lân")
    PositionFactory(name="Công an viên")
    book = template_book(load_catalogue(Scope.of(communes=[commune.pk])))
    workbook = openpyxl.load_workbook(io.BytesIO(book))
    listed = {cell.value for row in workbook.worksheets[1].iter_rows() for cell in row}
    assert {"Xã Long Hòa", "Công an viên"} <= listed
    assert hidden.full_name not in listed
    assert workbook.worksheets[0].data_validations.count == 7
    (table,) = find_tables(read_sheets(book))
    assert table.ignored == ()
