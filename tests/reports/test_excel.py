"""The Excel form of a report: given out, filled at a desk without a network, taken back cell by cell."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from reports.domain.filling import comment_on, prefill, save_cell
from reports.domain.workflow import submit_report
from reports.models import Report, ReportValue
from tests.incidents.factories import HotspotFactory
from tests.reports.filing_world import FilingWorld, make_form, make_world

pytestmark = pytest.mark.django_db
VALUE, EXPLANATION, REASON, CHECK = 3, 7, 8, 9


@pytest.fixture
def world() -> FilingWorld:
    return make_world()


@pytest.fixture
def chief(world: FilingWorld, client: Client) -> Client:
    client.force_login(world.district.chief)
    return client


def download(client: Client, report: Report, query: str = "") -> Workbook:
    answer = client.get(reverse("report_excel", args=[report.pk]) + query)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def written(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def upload(client: Client, report: Report, content: Workbook | bytes, query: str = "") -> Any:
    data = content if isinstance(content, bytes) else written(content)
    return client.post(
        reverse("report_excel", args=[report.pk]),
        {"file": SimpleUploadedFile("bao-cao.xlsx", data), **({"key": "1"} if query else {})},
    )


def confirm(client: Client, report: Report, preview: Any) -> Any:
    sent = re.search(r'name="changes" value="([^"]+)"', preview.content.decode())
    assert sent, "the preview offers nothing to confirm"
    return client.post(reverse("report_excel", args=[report.pk]), {"changes": sent[1]}, follow=True)


def row_of(book: Workbook, line: str) -> int:
    page = book["Báo cáo"]
    return next(row for row in range(1, 80) if str(page.cell(row, 2).value) == line)


def cell(book: Workbook, line: str, column: int = VALUE) -> Any:
    return book["Báo cáo"].cell(row_of(book, line), column)


def fill(book: Workbook, **values: Any) -> Workbook:
    for line, value in values.items():
        cell(book, line.removeprefix("l").replace("_", ".")).value = value
    return book


def number(world: FilingWorld, report: Report, line: str) -> Any:
    value = ReportValue.objects.filter(report=report, indicator=world.lines[line]).first()
    return value.number if value else None


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


# --- the form given out ---------------------------------------------------------------------------------------------


def test_the_form_has_the_heading_the_columns_and_the_lines_of_a_statistical_form(chief, world):
    report = world.report()
    page = download(chief, report)["Báo cáo"]
    texts = [str(value) for row in page.iter_rows(values_only=True) for value in row if value]
    period = report.period
    assert "CÔNG AN XÃ LONG HÒA" in texts
    assert f"(Từ ngày {period.first_day:%d/%m/%Y} đến ngày {period.last_day:%d/%m/%Y})" in texts
    titles = [page.cell(9, column).value for column in range(1, 10)]
    assert titles[:3] == ["Chỉ tiêu", "Mã dòng", "Giá trị"]
    assert [page.cell(row, 2).value for row in range(12, 20)] == [
        "1", "1.1", "1.2", "1.3", "1.4", "2", "3", "4",
    ]  # fmt: skip


def test_only_the_cells_for_values_and_reasons_can_be_written(chief, world):
    book = download(chief, world.report())
    page = book["Báo cáo"]
    assert page.protection.sheet
    assert not cell(book, "1").protection.locked
    assert not cell(book, "3").protection.locked
    assert cell(book, "1.4").protection.locked  # reckoned by its formula
    assert cell(book, "1", 1).protection.locked
    assert cell(book, "1", 5).protection.locked
    assert not cell(book, "2", REASON).protection.locked
    assert cell(book, "1", REASON).protection.locked  # no record stands behind this line
    assert book["Biểu 4"].protection.sheet
    assert not book["Biểu 4"].cell(7, 2).protection.locked
    assert book["KiemTra"].sheet_state == "hidden"


def test_excel_takes_whole_numbers_only(chief, world):
    book = download(chief, world.report())
    address = cell(book, "1").coordinate
    rules = [
        one for one in book["Báo cáo"].data_validations.dataValidation if address in str(one.sqref)
    ]
    assert [(one.type, one.formula1) for one in rules] == [("whole", "0")]
    assert any(one.type == "whole" for one in book["Biểu 4"].data_validations.dataValidation)


def test_a_computed_cell_and_the_check_are_excel_formulas(chief, world):
    book = download(chief, world.report())
    whole, part = cell(book, "1").coordinate, cell(book, "1.1").coordinate
    assert (
        cell(book, "1.4").value
        == f'=IFERROR(IF(COUNT({whole},{part})=2,((100*{part})/{whole}),""),"")'
    )
    check = cell(book, "1", CHECK).value
    assert check.startswith("=IFERROR(IF(COUNT(")
    assert "KT: 1 = 1.1 + 1.2 + 1.3" in check
    assert f"{whole}=((C13+C14)+C15)" in check


def test_what_stands_in_the_report_stands_in_the_form_and_the_empty_one_is_empty(chief, world):
    HotspotFactory(commune=world.district.commune)
    report = prefill(world.report(), scope=world.own, today=timezone.localdate())
    save_cell(report, world.lines["1"], "1234", version=0, by=world.district.chief)
    save_cell(
        report,
        world.lines["3"],
        "Ổn định.\nKhông có điểm nóng.",
        version=0,
        by=world.district.chief,
    )
    book = download(chief, report)
    assert (cell(book, "1").value, cell(book, "2").value) == (1234, 1)
    assert cell(book, "3").value == "Ổn định.\nKhông có điểm nóng."
    empty = download(chief, report, "?empty=1")
    assert [cell(empty, line).value for line in ("1", "2", "3")] == [None, None, None]


def test_figures_of_the_period_before_stand_beside(chief, world):
    earlier = world.report(months_ago=1)
    for line, typed in {"1": "7", "1.1": "7", "1.2": "0", "1.3": "0", "2": "0"}.items():
        save_cell(earlier, world.lines[line], typed, version=0, by=world.district.chief)
    submit_report(earlier, by=world.district.chief, scope=world.own, now=timezone.now())
    assert cell(download(chief, world.report()), "1", 5).value == 7


def test_text_cannot_carry_a_formula(chief, world):
    report = world.report()
    save_cell(
        report, world.lines["3"], '=HYPERLINK("http://x","y")', version=0, by=world.district.chief
    )
    save_cell(
        report,
        world.lines["4"],
        [{"what": "@SUM(1)", "many": "1"}],
        version=0,
        by=world.district.chief,
    )
    book = download(chief, report)
    found = cell(book, "3")
    assert (found.data_type, found.value[0]) == ("s", "'")
    assert book["Biểu 4"].cell(7, 2).value == "'@SUM(1)"
    assert upload(chief, report, book).context["plan"].changes == ()  # it comes back as it was


def test_comments_of_the_reader_hang_at_their_cells(chief, world):
    report = world.report()
    comment_on(report, world.lines["1"], "Đề nghị kiểm tra lại.", by=world.district.staff)
    assert "Đề nghị kiểm tra lại." in cell(download(chief, report), "1").comment.text


def test_a_filed_report_gives_out_a_form_to_read_only(chief, world):
    report = world.report()
    for line, typed in {"1": "7", "1.1": "7", "1.2": "0", "1.3": "0", "2": "0"}.items():
        save_cell(report, world.lines[line], typed, version=0, by=world.district.chief)
    submit_report(report, by=world.district.chief, scope=world.own, now=timezone.now())
    book = download(chief, report)
    assert cell(book, "1").protection.locked
    answer = upload(chief, report, fill(book, l1=9))
    assert answer.status_code == 302
    assert number(world, report, "1") == 7


# --- the form taken back --------------------------------------------------------------------------------------------


def test_a_filled_form_is_shown_cell_by_cell_and_saved_when_confirmed(chief, world):
    report = world.report()
    book = fill(download(chief, report), l1=15, l1_1=9, l1_2=3, l1_3=3, l2=0, l3="Ổn định")
    book["Biểu 4"]["B7"], book["Biểu 4"]["C7"] = "Thiếu xe tuần tra", 2
    preview = upload(chief, report, book)
    assert preview.status_code == 200
    assert not ReportValue.objects.filter(report=report).exists()
    changed = {(one.line, one.old, one.new) for one in preview.context["plan"].changes}
    assert ("1", "để trống", "15") in changed
    assert preview.context["plan"].missing == 0
    done = confirm(chief, report, preview)
    assert done.redirect_chain[-1][0] == reverse("report_detail", args=[report.pk])
    assert [number(world, report, line) for line in ("1", "1.1", "2")] == [15, 9, 0]
    table = ReportValue.objects.get(report=report, indicator=world.lines["4"])
    assert table.rows == [{"what": "Thiếu xe tuần tra", "many": 2}]
    assert (
        ReportValue.objects.get(report=report, indicator=world.lines["1"]).written_by_name
        == "Phạm Công Tâm"
    )


def test_an_empty_cell_is_not_a_zero_and_what_was_not_touched_stays(chief, world):
    report = world.report()
    save_cell(report, world.lines["1"], "5", version=0, by=world.district.chief)
    empty = download(chief, report, "?empty=1")
    confirm(chief, report, upload(chief, report, fill(empty, l1_1=0)))
    assert (
        number(world, report, "1"),
        number(world, report, "1.1"),
        number(world, report, "1.2"),
    ) == (5, 0, None)


def test_a_cell_cleared_in_the_file_is_cleared_in_the_report(chief, world):
    report = world.report()
    save_cell(report, world.lines["1"], "5", version=0, by=world.district.chief)
    confirm(chief, report, upload(chief, report, fill(download(chief, report), l1=None)))
    assert number(world, report, "1") is None


def test_what_somebody_saved_after_the_download_is_kept_unless_the_file_changes_it_too(
    chief, world
):
    report = world.report()
    book = download(chief, report)
    save_cell(report, world.lines["1"], "8", version=0, by=world.district.chief)
    save_cell(report, world.lines["1.1"], "4", version=0, by=world.district.chief)
    preview = upload(chief, report, fill(book, l1_1=6))
    changes = preview.context["plan"].changes
    assert [(one.line, one.old, one.new, one.is_newer_here) for one in changes] == [
        ("1.1", "4", "6", True)
    ]
    assert "Phạm Công Tâm" in text_of(preview)
    confirm(chief, report, preview)
    assert (number(world, report, "1"), number(world, report, "1.1")) == (8, 6)


def test_nothing_is_saved_when_somebody_was_quicker_between_preview_and_confirmation(chief, world):
    report = world.report()
    preview = upload(chief, report, fill(download(chief, report), l1=15, l1_1=9))
    save_cell(report, world.lines["1.1"], "2", version=0, by=world.district.chief)
    again = confirm(chief, report, preview)
    assert again.status_code == 409
    assert (number(world, report, "1"), number(world, report, "1.1")) == (None, 2)
    assert ("1.1", "2", "9") in {
        (one.line, one.old, one.new) for one in again.context["plan"].changes
    }
    confirm(chief, report, again)
    assert (number(world, report, "1"), number(world, report, "1.1")) == (15, 9)


def test_lines_are_found_wherever_they_stand(chief, world):
    report = world.report()
    book = fill(download(chief, report), l1=15, l1_1=9)
    page = book["Báo cáo"]
    above, below = row_of(book, "1"), row_of(book, "1.1")
    for column in range(1, 10):
        first, second = page.cell(above, column), page.cell(below, column)
        first.value, second.value = second.value, first.value
    page.insert_rows(above)
    confirm(chief, report, upload(chief, report, book))
    assert (number(world, report, "1"), number(world, report, "1.1")) == (15, 9)


@pytest.mark.parametrize(
    ("typed", "kept"), [("1.234", 1234), (" 12 ", 12), ("1 234", 1234), (7.0, 7), ("０", 0)]
)
def test_numbers_are_read_as_people_type_them(typed, kept, chief, world):
    report = world.report()
    confirm(chief, report, upload(chief, report, fill(download(chief, report), l1=typed)))
    assert number(world, report, "1") == kept


def test_decomposed_letters_are_composed(chief, world):
    report = world.report()
    book = fill(download(chief, report), l3=unicodedata.normalize("NFD", "Tình hình ổn định"))
    confirm(chief, report, upload(chief, report, book))
    kept = ReportValue.objects.get(report=report, indicator=world.lines["3"])
    assert kept.text == "Tình hình ổn định"


def test_every_mistake_is_told_at_once_with_its_place_and_nothing_is_saved(chief, world):
    report = world.report()
    book = fill(download(chief, report), l1=1.5, l1_1="mười", l1_2=-3, l1_3=3)
    book["Biểu 4"]["B7"], book["Biểu 4"]["C7"] = "Thiếu xe", "hai"
    answer = upload(chief, report, book)
    assert answer.status_code == 422
    places = [
        (one.place.sheet, one.place.row, one.place.column_letter)
        for one in answer.context["upload"].problems
    ]
    assert places == [
        ("Báo cáo", row_of(book, "1"), "C"),
        ("Báo cáo", row_of(book, "1.1"), "C"),
        ("Báo cáo", row_of(book, "1.2"), "C"),
        ("Biểu 4", 7, "C"),
    ]
    assert 'name="changes"' not in answer.content.decode()
    assert not ReportValue.objects.exists()


def test_rules_speak_in_the_preview_and_do_not_stand_in_the_way(chief, world):
    report = world.report()
    preview = upload(chief, report, fill(download(chief, report), l1=15, l1_1=9, l1_2=3, l1_3=1))
    assert [one.kind for one in preview.context["plan"].broken] == ["rule"]
    confirm(chief, report, preview)
    assert number(world, report, "1") == 15


def test_explanations_and_reasons_come_with_the_file(chief, world):
    report = prefill(world.report(), scope=world.own, today=timezone.localdate())
    book = fill(download(chief, report), l2=4, l1=3)
    cell(book, "2", REASON).value = "Sổ chưa nhập kịp"
    cell(book, "1", EXPLANATION).value = "Lễ hội kéo dài"
    confirm(chief, report, upload(chief, report, book))
    kept = ReportValue.objects.get(report=report, indicator=world.lines["2"])
    assert (kept.number, kept.source_number, kept.override_reason) == (4, 0, "Sổ chưa nhập kịp")
    assert (
        ReportValue.objects.get(report=report, indicator=world.lines["1"]).explanation
        == "Lễ hội kéo dài"
    )


# --- files that do not belong here ----------------------------------------------------------------------------------


def other_form(world: FilingWorld) -> Report:
    from reports.domain.opening import open_periods

    form = make_form(world.district.jurisdiction, name="Báo cáo đột xuất")
    open_periods(timezone.now(), form=form)
    return Report.objects.filter(period__form=form, commune=world.district.commune).latest("pk")


@pytest.mark.parametrize(
    "foreign",
    [
        lambda world: world.report(months_ago=1),
        other_form,
    ],
    ids=["period", "form"],
)
def test_the_form_of_another_period_or_form_is_refused_in_one_sentence(
    foreign: Callable[[FilingWorld], Report], chief: Client, world: FilingWorld
) -> None:
    book = fill(download(chief, foreign(world)), l1=15)
    answer = upload(chief, world.report(), book)
    assert answer.status_code == 422
    assert len(answer.context["form"].errors["file"]) == 1
    assert not ReportValue.objects.filter(number=15).exists()


def test_the_form_of_another_unit_is_refused(chief, world):
    staff = Client()
    staff.force_login(world.district.staff)
    book = fill(download(staff, world.report(other=True)), l1=15)
    answer = upload(chief, world.report(), book)
    assert answer.status_code == 422
    assert "Tân Trạch" in str(answer.context["form"].errors["file"])


def test_a_form_whose_hidden_sheet_was_changed_is_refused(chief, world):
    book = download(chief, world.report())
    book["KiemTra"]["B3"] = "9"
    assert upload(chief, world.report(), book).status_code == 422
    del book["KiemTra"]
    assert upload(chief, world.report(), book).status_code == 422


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 90_000_000)
    return target.getvalue()


def with_entities() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", '<!DOCTYPE x [<!ENTITY a "b">]><Types>&a;</Types>')
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7 ...", b"PK\x03\x04 half a file", bomb(), with_entities(), b"a,b\n1,2\n"],
    ids=["empty", "pdf", "damaged", "bomb", "entities", "csv"],
)
def test_a_harmful_or_wrong_file_is_refused_in_one_sentence(content, chief, world):
    answer = upload(chief, world.report(), content)
    assert answer.status_code == 422
    assert len(answer.context["form"].errors["file"]) == 1


# --- who may --------------------------------------------------------------------------------------------------------


def test_the_district_keys_for_a_commune_only_on_purpose(world):
    staff = Client()
    staff.force_login(world.district.staff)
    report = world.report()
    book = fill(download(staff, report), l1=4)
    assert upload(staff, report, book).status_code == 302
    preview = upload(staff, report, book, "key")
    assert preview.status_code == 200
    assert 'name="key"' in preview.content.decode()


def test_another_communes_chief_neither_gets_nor_sends_the_form(world):
    stranger = Client()
    stranger.force_login(world.district.other_chief)
    address = reverse("report_excel", args=[world.report().pk])
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"changes": "x"}).status_code == 404


def test_an_officer_without_the_right_to_reports_is_refused(world):
    officer = Client()
    officer.force_login(world.district.officer)
    assert officer.get(reverse("report_excel", args=[world.report().pk])).status_code == 403


def test_a_preview_of_somebody_else_cannot_be_confirmed(chief, world):
    report = world.report()
    preview = upload(chief, report, fill(download(chief, report), l1=4))
    sent = re.search(r'name="changes" value="([^"]+)"', preview.content.decode())
    staff = Client()
    staff.force_login(world.district.staff)
    staff.post(reverse("report_excel", args=[report.pk]), {"changes": sent[1], "key": "1"})
    assert number(world, report, "1") is None


def test_the_form_takes_a_fixed_number_of_queries(chief, world, django_assert_max_num_queries):
    report = world.report()
    download(chief, report)
    with django_assert_max_num_queries(24):
        download(chief, report)
