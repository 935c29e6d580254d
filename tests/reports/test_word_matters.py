"""Directives as official letters, and lists of difficulties as official tables, in Word."""

from __future__ import annotations

import datetime
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document

from accounts.models import User
from reports.domain.difficulties import answer_difficulty
from reports.domain.directives import cancel_directive
from reports.domain.paper.directive_document import subject
from reports.domain.paper.standard_templates import build_standard
from reports.domain.paper.template_check import LETTER, check_template
from reports.domain.paper.word import fill_template
from reports.models import Directive, DocumentKind, DocumentTemplate
from reports.views import matter_papers
from tests.accounts.factories import person
from tests.factories import CommuneFactory, JurisdictionFactory
from tests.incidents.people import District, make_district
from tests.reports import factories
from tests.reports.direction_world import issued, raised, signed_in
from tests.reports.word_files import CAN_DRAW, changed, drawn, texts
from units.domain.issuing import commune_police, issuer_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LIST = "difficulty_word"


@pytest.fixture
def district() -> District:
    return make_district()


def file_of(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    assert answer["Content-Disposition"].endswith('.docx"')
    content: bytes = answer.content
    return content


def letter(user: User, directive: Directive) -> list[str]:
    """What a directive's letter says to this person."""
    return texts(file_of(signed_in(user), reverse("directive_word", args=[directive.pk])))


def table(user: User, query: str = "all=1") -> list[str]:
    """What the list of difficulties says to this person."""
    return texts(file_of(signed_in(user), f"{reverse(LIST)}?{query}"))


def plain(lines: list[str]) -> list[str]:
    return [one.replace("\u00a0", " ") for one in lines]


# --- the letter -----------------------------------------------------------------------------------------------------


def test_a_directive_leaves_as_an_official_letter(district):
    row = raised(district)
    directive = issued(
        district,
        [row],
        communes=[district.commune, district.other],
        document_number="87/UBND-NC",
        document_date=datetime.date(2026, 2, 3),
    )
    said = plain(letter(district.staff, directive))
    place = district.jurisdiction.name
    due = directive.due_on
    for line in (
        f"ỦY BAN NHÂN DÂN {place.upper()}",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 87/UBND-NC",
        "V/v bố trí đất, vốn xây dựng trụ sở",
        f"{place}, ngày 03 tháng 02 năm 2026",
        "Kính gửi:",
        "- Phòng Tài chính – Kế hoạch;",
        "- Ủy ban nhân dân các xã: Long Hòa, Tân Trạch.",
        "1. Nội dung thực hiện",
        "Phòng Tài chính – Kế hoạch tham mưu bố trí vốn.",
        "2. Thời hạn",
        "3. Khó khăn, vướng mắc được giải quyết",
        f"- Xã Long Hòa: {row.title}.",
        "Nơi nhận:",
        "- Như trên;",
        "- Công an xã Long Hòa (để biết);",
        "- Lưu: VT.",
    ):
        assert line in said, line
    assert f"Hoàn thành chậm nhất ngày {due.day:02d} tháng" in " ".join(said)
    assert "BÁO CÁO" not in said  # a letter has no name of a type
    assert [one for one in said if set(one) == {"."}][1:]  # who signs is left to the office


def test_one_addressee_stands_on_the_line_of_kinh_gui(district):
    said = letter(district.staff, issued(district, []))
    assert "Kính gửi: Phòng Tài chính – Kế hoạch" in said
    assert "3. Khó khăn, vướng mắc được giải quyết" not in said


def test_a_letter_without_a_number_leaves_number_and_day_to_the_office(district):
    said = letter(district.staff, issued(district, []))
    assert "Số:        /UBND" in said
    assert f"{district.jurisdiction.name}, ngày       tháng       năm {TODAY.year}" in said


def test_a_number_of_the_police_makes_the_police_the_issuer(district):
    directive = issued(district, [], communes=[district.commune], document_number="Số 15/CAH-QLHC")
    said = plain(letter(district.staff, directive))
    assert f"CÔNG AN {district.jurisdiction.name.upper()}" in said
    assert "Số: 15/CAH-QLHC" in said
    assert "- Công an xã Long Hòa." in said


def test_a_cancelled_directive_says_so(district):
    directive = issued(district, [])
    cancel_directive(directive, "Đã có nguồn khác.", by=district.staff, on=TODAY)
    said = " ".join(letter(district.staff, directive))
    assert f"đã hủy ngày {TODAY:%d/%m/%Y}. Lý do: Đã có nguồn khác." in said


def test_a_chief_reads_of_other_communes_only_how_many_there_are(district):
    one, two = raised(district), raised(district, of_other=True, title="Tàu tuần tra hư hỏng")
    directive = issued(district, [one, two], communes=[district.commune, district.other])
    said = " ".join(letter(district.chief, directive))
    assert "Ủy ban nhân dân xã Long Hòa" in said
    assert "1 đơn vị cấp xã khác" in said
    assert "1 khó khăn, vướng mắc của đơn vị khác" in said
    assert "Tân Trạch" not in said
    assert "Tàu tuần tra" not in said


def test_what_people_wrote_is_never_read_as_a_tag(district):
    directive = issued(district, [], title="Giá < 5 & {{ body }}", what="{% raw %} <w:p>\nHai")
    said = letter(district.staff, directive)
    assert "V/v giá < 5 & {{ body }}" in said
    assert "{% raw %} <w:p>" in said
    assert "Hai" in said


def test_an_english_reader_gets_the_same_vietnamese_paper(district):
    raised(district)
    district.staff.language = "en"
    district.staff.save(update_fields=["language"])
    client = signed_in(district.staff)
    assert "Difficulties" in client.get(reverse("difficulty_list")).content.decode()
    said = texts(file_of(client, f"{reverse(LIST)}?kind=station"))
    assert "Không thực hiện được nhiệm vụ" in said
    assert "Điều kiện lọc: loại “trụ sở”." in said


@pytest.mark.parametrize(
    ("title", "after"),
    [
        ("Bố trí đất xây trụ sở.", "bố trí đất xây trụ sở"),
        ("V/v rà soát", "rà soát"),
        ("Về việc: Rà soát", "rà soát"),
        ("Công an xã lập danh sách", "Công an xã lập danh sách"),
        ("UBND xã lập danh sách", "UBND xã lập danh sách"),
    ],
)
def test_the_subject_follows_vv_without_a_capital(title, after):
    assert subject(title) == after


# --- the table ------------------------------------------------------------------------------------------------------


def test_the_list_is_a_landscape_table_by_kind(district):
    station = raised(district)
    answered = raised(
        district, of_other=True, kind="equipment", severity=2, title="Thiếu áo giáp", proposal="Cấp 4 áo giáp."
    )  # fmt: skip
    answer_difficulty(answered, "Huyện sẽ cấp.", by=district.staff, on=TODAY)
    issued(district, [station], document_number="87/UBND-NC")
    content = file_of(signed_in(district.staff), f"{reverse(LIST)}?all=1")
    page = Document(io.BytesIO(content)).sections[0]
    assert page.page_width > page.page_height
    said = texts(content)
    for line in (
        "BẢNG TỔNG HỢP",
        "Khó khăn, vướng mắc của Công an cấp xã",
        "Tổng số 2 khó khăn, vướng mắc của 2 đơn vị; không còn nội dung chờ trả lời.",
        "I. Trụ sở (1)",
        "II. Trang thiết bị, công cụ hỗ trợ (1)",
    ):
        assert line in said, line
    at = said.index("II. Trang thiết bị, công cụ hỗ trợ (1)")
    assert said[at + 9 : at + 17] == [
        "1",
        "Xã Tân Trạch",
        "Thiếu áo giáp",
        "Ảnh hưởng nhiều",
        f"{TODAY:%d/%m/%Y}",
        "Đã trả lời",
        "Cấp 4 áo giáp.",
        f"Ngày {TODAY:%d/%m/%Y}: Huyện sẽ cấp.",
    ]
    assert any(one.startswith("Chỉ đạo số 87/UBND-NC: Bố trí đất") for one in said)
    _heading, stations, equipment, _closing = Document(io.BytesIO(content)).tables
    widths = [[column.width for column in one.columns] for one in (stations, equipment)]
    assert widths[0] == widths[1]  # the columns of every kind stand below each other
    # No signature stands alone on a page.
    assert [
        one.rows[-1].cells[0].paragraphs[0].paragraph_format.keep_with_next
        for one in (stations, equipment)
    ] == [False, True]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Trụ sở dột", "Thiếu xe"}),
        ("all=1", {"Trụ sở dột", "Thiếu xe", "Đã xong"}),
        ("kind=equipment", {"Thiếu xe"}),
        ("q=tru+so", {"Trụ sở dột"}),
        ("state=solved", {"Đã xong"}),
    ],
)
def test_the_filters_of_the_list_decide_as_they_do_for_excel(district, query, titles):
    commune = district.commune
    factories.DifficultyFactory(commune=commune, title="Trụ sở dột")
    factories.DifficultyFactory(commune=commune, title="Thiếu xe", kind="equipment")
    factories.DifficultyFactory(commune=commune, title="Đã xong", state="solved", closed_on=TODAY)
    said = table(district.staff, query)
    assert {one for one in ("Trụ sở dột", "Thiếu xe", "Đã xong") if one in said} == titles


def test_the_order_of_the_list_holds_within_a_kind(district):
    for title, severity in (("Nhẹ", 1), ("Nặng", 3), ("Vừa", 2)):
        factories.DifficultyFactory(commune=district.commune, title=title, severity=severity)
    said = table(district.staff, "all=1&sort=-severity")
    assert sorted(("Nhẹ", "Nặng", "Vừa"), key=said.index) == ["Nặng", "Vừa", "Nhẹ"]


def test_the_list_leads_to_the_file_with_its_own_filters(district):
    raised(district)
    page = signed_in(district.staff).get(f"{reverse('difficulty_list')}?kind=station&page=3")
    found = re.search(rf'href="({reverse(LIST)}[^"]*)"', page.content.decode())
    assert found
    assert found[1] == f"{reverse(LIST)}?kind=station"


def test_a_chief_gets_the_own_communes_paper(district):
    raised(district)
    raised(district, of_other=True, title="Tàu tuần tra hư hỏng")
    said = table(district.chief)
    assert "CÔNG AN XÃ\u00a0LONG\u00a0HÒA" in said
    assert "TRƯỞNG CÔNG AN XÃ" in said
    assert "Khó khăn, vướng mắc của Công an xã Long Hòa" in said
    assert "Đơn vị" not in said  # every row is the commune of the title
    assert "Tàu tuần tra hư hỏng" not in said


def test_a_list_of_nothing_says_so(district):
    assert "Không có khó khăn, vướng mắc nào." in table(district.staff)


def test_too_many_rows_lead_back_to_the_list_with_a_message(district, monkeypatch):
    monkeypatch.setattr(matter_papers, "MOST_ROWS", 2)
    client = signed_in(district.staff)
    for _one in range(2):
        raised(district)
    file_of(client, f"{reverse(LIST)}?kind=station")
    raised(district)
    answer = client.get(f"{reverse(LIST)}?kind=station", follow=True)
    assert answer.redirect_chain == [(f"{reverse('difficulty_list')}?kind=station", 302)]
    assert "2" in next(str(one) for one in answer.context["messages"])


# --- rights, templates, queries -------------------------------------------------------------------------------------


def test_a_foreign_directive_is_not_found(district):
    directive = issued(district, [], communes=[district.commune])
    address = reverse("directive_word", args=[directive.pk])
    foreign = person("district_staff", JurisdictionFactory())
    for user in (foreign, district.other_chief):
        assert signed_in(user).get(address).status_code == 404
    assert signed_in(district.chief).get(address).status_code == 200


def test_a_foreign_difficulty_is_not_in_the_list(district):
    raised(district)
    foreign = person("district_staff", CommuneFactory().jurisdiction)
    assert "Không có khó khăn, vướng mắc nào." in table(foreign)


@pytest.mark.parametrize("name", ["directive_word", LIST])
def test_who_lacks_the_right_is_refused_and_strangers_sign_in(district, name):
    directive = issued(district, [])
    address = reverse(name, args=[directive.pk] if name == "directive_word" else [])
    assert signed_in(district.home_affairs).get(address).status_code == 403
    assert "/login/" in Client().get(address)["Location"]


@pytest.mark.parametrize("kind", [DocumentKind.DIRECTIVE, DocumentKind.DIFFICULTIES])
def test_a_template_that_the_district_replaced_is_used(district, kind):
    directive = issued(district, [raised(district)], communes=[district.commune])
    DocumentTemplate.objects.create(
        kind=kind,
        name="Mẫu huyện",
        jurisdiction=district.jurisdiction,
        content=changed(kind, "Nơi nhận:", "Nơi nhận (mẫu huyện):"),
    )
    for user in (district.staff, district.chief):
        papers = {
            DocumentKind.DIRECTIVE: letter(user, directive),
            DocumentKind.DIFFICULTIES: table(user),
        }
        replaced = {one for one, said in papers.items() if "Nơi nhận (mẫu huyện):" in said}
        assert replaced == {kind}


def test_the_standard_letter_passes_the_check_and_takes_the_samples():
    content = build_standard(DocumentKind.DIRECTIVE)
    check_template(content)
    said = texts(fill_template(content, LETTER.context(), is_strict=True))
    assert "V/v bố trí đất, vốn xây dựng trụ sở làm việc của Công an xã" in said
    assert "2. Thời hạn" in said


def test_the_papers_take_a_fixed_number_of_queries(district):
    client = signed_in(district.staff)
    address = reverse(LIST) + "?all=1"

    def counted(url: str) -> int:
        file_of(client, url)
        with CaptureQueriesContext(connection) as asked:
            file_of(client, url)
        return len(asked)

    one = issued(district, [raised(district)], communes=[district.commune])
    first = (counted(reverse("directive_word", args=[one.pk])), counted(address))
    many = issued(
        district,
        [raised(district, of_other=bool(at % 2)) for at in range(6)],
        communes=[district.commune, district.other],
        offices=["Phòng A", "Phòng B"],
    )
    assert (counted(reverse("directive_word", args=[many.pk])), counted(address)) == first
    assert max(first) <= 28


# --- how they look --------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not CAN_DRAW, reason="LibreOffice or poppler is not installed")
def test_libreoffice_draws_the_letter_and_the_landscape_table(district, tmp_path):
    row = raised(district)
    directive = issued(district, [row], document_number="87/UBND-NC")
    client = signed_in(district.staff)
    papers = {
        "letter": (reverse("directive_word", args=[directive.pk]), 1.4, (0.14, 0.14, 0.5, 0.24)),
        "table": (f"{reverse(LIST)}?all=1", 0.7, (0.1, 0.35, 0.95, 0.6)),
    }
    for name, (address, shape, (left, top, right, bottom)) in papers.items():
        folder = tmp_path / name
        folder.mkdir()
        source = folder / f"{name}.docx"
        source.write_bytes(file_of(client, address))
        [picture] = drawn(source)
        wide, high = picture.size
        assert round(high / wide, 1) == shape
        area = (int(wide * left), int(high * top), int(wide * right), int(high * bottom))
        assert min(picture.crop(area).getdata()) < 128, name


@pytest.mark.parametrize(
    ("kind", "body", "parent"),
    [
        ("nation", "Bộ Công an", ""),
        ("province", "Ủy ban nhân dân tỉnh Long An", ""),
        ("district", "Ủy ban nhân dân huyện Long An", "UBND tỉnh Tây Ninh"),
        ("cluster", "Ủy ban nhân dân tỉnh Tây Ninh", ""),
    ],
)
def test_every_level_issues_under_its_own_name(kind, body, parent):
    nation = JurisdictionFactory(name="Việt Nam", kind="nation")
    province = JurisdictionFactory(name="Tây Ninh", kind="province", parent=nation)
    above = {"nation": None, "province": nation}.get(kind, province)
    issuer = issuer_of(JurisdictionFactory(name="Long An", kind=kind, parent=above))
    assert (issuer.name, issuer.parent) == (body, parent)


def test_a_commune_right_below_the_province_has_its_police_above():
    province = JurisdictionFactory(name="Tây Ninh", kind="province")
    area = JurisdictionFactory(name="Cần Đước", kind="cluster", parent=province)
    issuer = commune_police(CommuneFactory(name="Long Hòa", jurisdiction=area))
    assert (issuer.parent, issuer.name) == ("Công an tỉnh Tây Ninh", "Công an xã Long Hòa")
