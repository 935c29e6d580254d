"""Reports as Word documents in the official form, templates that an administrator replaces, and the printed form."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from docx.shared import Mm
from openpyxl import load_workbook

from reports.domain.consolidation import consolidate
from reports.domain.filling import save_cell, say_nothing_to_report
from reports.domain.paper.documents import DocumentSection, DocumentTable, OfficialDocument
from reports.domain.paper.heading import subject_of
from reports.domain.paper.standard_templates import build_standard
from reports.domain.paper.template_check import SAMPLE, check_template
from reports.domain.paper.word import (
    LEAST_NAMES,
    SIZES,
    column_widths,
    fill_template,
    render_document,
    sized_columns,
)
from reports.domain.workflow import approve_report, begin_review, submit_report
from reports.models import DocumentKind, DocumentTemplate, Report, ReportSnapshot, ReportValue
from tests.reports.filing_world import FilingWorld, make_world
from tests.reports.word_files import CAN_DRAW, changed, drawn, texts

pytestmark = pytest.mark.django_db
TEMPLATES = "admin:reports_documenttemplate"


@pytest.fixture
def world() -> FilingWorld:
    return make_world()


@pytest.fixture
def chief(world: FilingWorld, client: Client) -> Client:
    client.force_login(world.district.chief)
    return client


@pytest.fixture
def administrator(world: FilingWorld) -> Client:
    signed_in = Client()
    signed_in.force_login(world.district.administrator)
    return signed_in


def filled(world: FilingWorld) -> Report:
    report = world.report()
    for line, typed in {"1": "15", "1.1": "9", "1.2": "3", "1.3": "3", "2": "0"}.items():
        save_cell(report, world.lines[line], typed, version=0, by=world.district.chief)
    save_cell(
        report,
        world.lines["3"],
        "Ổn định.\nGiá < 5 & {{ body }}",
        version=0,
        by=world.district.chief,
    )
    rows = [{"what": "Thiếu xe tuần tra", "many": "2"}]
    save_cell(report, world.lines["4"], rows, version=0, by=world.district.chief)
    return report


def submitted(world: FilingWorld) -> Report:
    report = filled(world)
    return submit_report(report, by=world.district.chief, scope=world.own, now=timezone.now())


def word_of(client: Client, report: Report) -> bytes:
    answer = client.get(reverse("report_word", args=[report.pk]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith('.docx"')
    return b"".join(answer) if answer.streaming else answer.content


def footer(content: bytes) -> str:
    return Document(io.BytesIO(content)).sections[0].first_page_footer.paragraphs[0].text


# --- the document ---------------------------------------------------------------------------------------------------


def test_a_report_leaves_as_an_official_document(chief, world):
    found = texts(word_of(chief, filled(world)))
    for said in (
        "CÔNG AN XÃ LONG HÒA",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số:        /BC-CAX",
        "BÁO CÁO",
        "Nơi nhận:",
        "TRƯỞNG CÔNG AN XÃ",
    ):
        assert said in found
    at = found.index("1.4")
    assert found[at : at + 4] == ["1.4", "Tỷ lệ giải quyết tại cơ sở (%)", "60,0\u00a0%", "–"]
    assert "Thiếu xe tuần tra" in found
    assert "Giá < 5 & {{ body }}" in found  # what people write is never read as a tag


def test_the_paper_is_a4_in_times_with_the_margins_of_the_decree(chief, world):
    document = Document(io.BytesIO(word_of(chief, filled(world))))
    section = document.sections[0]
    size = [round(one.mm) for one in (section.page_width, section.page_height)]
    margins = [
        round(one.mm)
        for one in (
            section.top_margin,
            section.bottom_margin,
            section.left_margin,
            section.right_margin,
        )
    ]
    assert (size, margins) == ([210, 297], [20, 20, 30, 15])
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_a_draft_says_so_and_a_submitted_report_carries_its_digest(chief, world):
    draft = word_of(chief, filled(world))
    assert "DỰ THẢO" in texts(draft)
    assert footer(draft) == ""
    ReportValue.objects.all().delete()
    report = submitted(world)
    content = word_of(chief, report)
    digest = ReportSnapshot.objects.get(report=report).sha256
    assert "DỰ THẢO" not in texts(content)
    assert digest in footer(content)


def test_a_report_with_nothing_in_it_says_why(chief, world):
    report = world.report()
    say_nothing_to_report(report, "Không có vụ việc nào.", by=world.district.chief)
    found = texts(word_of(chief, report))
    assert "Trong kỳ không phát sinh. Không có vụ việc nào." in found
    assert "Mã dòng" not in found


def test_explanations_stand_below(chief, world):
    report = filled(world)
    value = ReportValue.objects.get(report=report, indicator=world.lines["1"])
    save_cell(
        report, world.lines["1"], "15", version=value.version, by=world.district.chief, explanation="Lễ hội"
    )  # fmt: skip
    assert "- Dòng 1: Lễ hội" in texts(word_of(chief, report))


@pytest.mark.parametrize(
    ("name", "words", "subject"),
    [
        ("Báo cáo tình hình an ninh tháng", "tháng 11/2026", "Tình hình an ninh tháng 11/2026"),
        ("Báo cáo tổ chức Công an xã quý", "quý IV/2026", "Tổ chức Công an xã quý IV/2026"),
        ("Kê khai trang bị", "năm 2026", "Kê khai trang bị năm 2026"),
    ],
)
def test_the_type_of_document_is_not_said_twice(name, words, subject):
    assert subject_of(name, words) == subject


def test_no_word_is_cut_by_a_narrow_column():
    texts_ = [["STT", "Nội dung", "Số tiền"], ["1", "chữ " * 60, "1.234.567.890"]]
    widths = column_widths(texts_, 3, Mm(165))
    assert sum(widths) == Mm(165)
    assert widths[2] > Mm(24)
    assert widths[1] > widths[2] > widths[0]


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_every_kind_of_document_has_a_standard_template_that_passes_its_own_check(kind):
    check_template(build_standard(kind))


def test_a_meeting_brings_sections_and_tables(world):
    document = OfficialDocument(
        "UBND huyện Cần Đước", "Công an huyện", "Số: 5/BC-CAH", "Cần Đước, ngày 26 tháng 11 năm 2026",
        "Hội nghị Công an xã",
        sections=[
            DocumentSection(
                "Lực lượng",
                ["Thiếu 3 người."],
                [DocumentTable("Theo xã", ["Xã", "Thiếu"], [["Long Hòa", 3], ["Mỹ Lệ", None]], ["Cộng", 3])],
            ),
            DocumentSection("Kiến nghị", [], [DocumentTable("", ["Xã", "Nội dung"], [])]),
        ],
    )  # fmt: skip
    found = texts(render_document(DocumentKind.MEETING, document.context(), None))
    assert found[found.index("Theo xã") :][:9] == [
        "Theo xã", "Xã", "Thiếu", "Long Hòa", "3", "Mỹ Lệ", "–", "Cộng", "3",
    ]  # fmt: skip
    assert "II. Kiến nghị" in found
    assert "Không có." in found


def test_a_districts_consolidated_report_goes_up_under_its_own_heading(world):
    by, now = world.district.staff, timezone.now()
    report = approve_report(begin_review(submitted(world), by=by, now=now), by=by, now=now)
    whole = consolidate(
        report.period, world.district.jurisdiction, by=world.district.staff, scope=world.scope
    )
    staff = Client()
    staff.force_login(world.district.staff)
    found = texts(word_of(staff, whole))
    assert found[0] == "BỘ CÔNG AN"
    assert found[1].startswith("CÔNG AN HUYỆN")
    assert "TRƯỞNG CÔNG AN HUYỆN" in found
    assert "Xã Long Hòa" in found  # the gathered table names its units
    page = staff.get(reverse("report_print", args=[whole.pk])).content.decode()
    assert "Thiếu xe tuần tra" in page
    book = load_workbook(io.BytesIO(staff.get(reverse("report_excel", args=[whole.pk])).content))
    assert [book["Biểu 4"].cell(7, column).value for column in (2, 3, 4)] == [
        "Xã Long Hòa",
        "Thiếu xe tuần tra",
        2,
    ]


def test_another_communes_chief_gets_no_document(world):
    stranger = Client()
    stranger.force_login(world.district.other_chief)
    for name in ("report_word", "report_print"):
        assert stranger.get(reverse(name, args=[world.report().pk])).status_code == 404


def test_the_document_takes_a_fixed_number_of_queries(chief, world, django_assert_max_num_queries):
    report = filled(world)
    word_of(chief, report)
    with django_assert_max_num_queries(28):
        word_of(chief, report)


@pytest.mark.skipif(not CAN_DRAW, reason="LibreOffice or poppler is not installed")
def test_libreoffice_draws_the_document_with_its_heading_and_its_digest(chief, world, tmp_path):
    source = tmp_path / "bao-cao.docx"
    source.write_bytes(word_of(chief, submitted(world)))
    pages = drawn(source)
    assert 1 <= len(pages) <= 3
    picture = pages[0]
    wide, high = picture.size
    assert round(high / wide, 1) == 1.4
    places = {
        "the issuing body": (0.14, 0.06, 0.5, 0.14),
        "the national title": (0.5, 0.06, 0.93, 0.14),
        "the digest": (0.2, 0.94, 0.8, 0.99),
    }
    for place, (left, top, right, bottom) in places.items():
        area = (int(wide * left), int(high * top), int(wide * right), int(high * bottom))
        assert min(picture.crop(area).getdata()) < 128, f"{place} is not on the page"


# --- templates of an administrator ----------------------------------------------------------------------------------


def with_part(name: str, text: bytes) -> bytes:
    target = io.BytesIO(build_standard(DocumentKind.REPORT))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(name, text)
    return target.getvalue()


def send(client: Client, world: FilingWorld, content: bytes, **more: object) -> object:
    values = {
        "kind": "report",
        "name": "Mẫu của huyện",
        "jurisdiction": world.district.jurisdiction.pk,
        "is_active": "on",
        "file": SimpleUploadedFile("mau.docx", content),
        **more,
    }
    return client.post(reverse(f"{TEMPLATES}_add"), values)


def test_a_districts_own_template_is_used_for_the_reports_of_its_communes(
    chief, administrator, world
):
    own = changed(DocumentKind.REPORT, "Nơi nhận:", "Nơi nhận (mẫu huyện):")
    assert send(administrator, world, own).status_code == 302
    assert "Nơi nhận (mẫu huyện):" in texts(word_of(chief, filled(world)))
    DocumentTemplate.objects.update(is_active=False)
    assert "Nơi nhận:" in texts(word_of(chief, world.report()))


def test_a_field_that_does_not_exist_is_named(administrator, world):
    answer = send(
        administrator, world, changed(DocumentKind.REPORT, "{{ title }}", "{{ tieu_de }}")
    )
    assert answer.status_code == 200
    assert "tieu_de" in str(answer.context["adminform"].form.errors["file"])
    assert not DocumentTemplate.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("{{ section.title }}", "{{ section.ten }}", "section.ten"),
        ("{{ cell.text }}", "{{ cell.__class__ }}", "__class__"),
        ("{{ signer_name }}", "{{ loop.index }}", "loop"),
        ("{{ signer_name }}", "{{ ''.join(range(9)) }}", "join"),
        ("{{ signer_name }}", "{{ signer_name", ""),
    ],
)
def test_what_a_template_may_not_name_is_refused(old, new, named):
    with pytest.raises(ValidationError) as refused:
        check_template(changed(DocumentKind.REPORT, old, new))
    assert named in " ".join(refused.value.messages)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7",
        b"",
        with_part("word/vbaProject.bin", b"x"),
        with_part("word/bad.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        with_part("word/big.xml", b" " * 90_000_000),
    ],
    ids=["pdf", "empty", "macro", "entity", "bomb"],
)
def test_a_harmful_file_is_no_template(content):
    with pytest.raises(ValidationError):
        check_template(content)


def test_the_standard_template_is_given_out_to_begin_with(administrator):
    answer = administrator.get(reverse(f"{TEMPLATES}_standard", args=["report"]))
    check_template(answer.content)
    assert texts(fill_template(answer.content, SAMPLE.context()))
    assert administrator.get("/admin/reports/documenttemplate/standard/x/").status_code == 404


def test_the_fields_are_listed_where_a_template_is_made(administrator):
    page = administrator.get(reverse(f"{TEMPLATES}_add")).content.decode()
    assert "{{ place_date }}" in page


def test_a_district_makes_no_template_for_everybody(administrator, world):
    answer = send(administrator, world, build_standard(DocumentKind.REPORT), jurisdiction="")
    assert answer.status_code == 200
    assert "jurisdiction" in answer.context["adminform"].form.errors


def test_a_kept_template_keeps_its_file_when_its_name_changes(administrator, world):
    send(administrator, world, build_standard(DocumentKind.REPORT))
    kept = DocumentTemplate.objects.get()
    values = {
        "kind": "report",
        "name": "Tên mới",
        "jurisdiction": kept.jurisdiction_id,
        "is_active": "on",
    }
    administrator.post(reverse(f"{TEMPLATES}_change", args=[kept.pk]), values)
    kept.refresh_from_db()
    assert (kept.name, bytes(kept.content)) == ("Tên mới", build_standard(DocumentKind.REPORT))
    answer = administrator.get(reverse(f"{TEMPLATES}_file", args=[kept.pk]))
    assert answer.content == bytes(kept.content)


# --- print ----------------------------------------------------------------------------------------------------------


def test_the_printed_form_has_heading_lines_checks_and_places_for_signatures(chief, world):
    page = chief.get(reverse("report_print", args=[filled(world).pk])).content.decode()
    for said in (
        "CÔNG AN XÃ LONG HÒA",
        "KT: 1 = 1.1 + 1.2 + 1.3",
        "NGƯỜI LẬP BIỂU",
        "TRƯỞNG CÔNG AN XÃ",
        "Thiếu xe tuần tra",
    ):
        assert said in page
    assert ">15<" in page


def test_the_empty_form_has_no_values(chief, world):
    report = filled(world)
    page = chief.get(reverse("report_print", args=[report.pk]) + "?empty=1").content.decode()
    assert ">15<" not in page
    assert "Thiếu xe tuần tra" not in page
    assert "paper-blank" in page


def test_a_submitted_report_prints_its_digest(chief, world):
    report = submitted(world)
    page = chief.get(reverse("report_print", args=[report.pk])).content.decode()
    assert ReportSnapshot.objects.get(report=report).sha256 in page


def test_long_figures_leave_room_for_the_names_of_rows():
    name = "Tỷ lệ giải quyết tin báo, tố giác về tội phạm đúng thời hạn"
    texts = [["Chỉ tiêu", *["Kỳ"] * 5], [name, *["13.681.000.000"] * 5]]
    width = 165 * 36_000
    size, columns = sized_columns(texts, 6, width)
    assert size in SIZES[1:]
    assert columns[0] >= LEAST_NAMES
    assert sum(columns) <= width
    assert sized_columns([texts[0], [name, *["13"] * 5]], 6, width)[0] == SIZES[0]
