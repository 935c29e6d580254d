"""Outcomes in a book's words: a denial counts in its own clause, and what may mean two outcomes is refused."""

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from incidents.domain.book.columns import TITLES, Column
from incidents.domain.book.outcomes import parse_outcome
from incidents.domain.book.plan import Action, RowPlan, plan_book
from incidents.models import BookImport, IncidentState
from tests.incidents.books import book, book_of
from tests.incidents.people import District
from units.domain.sheets.problems import ValueRefused


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Hòa giải thành", "settled"),
        ("XPHC 500.000đ", "fined"),
        ("Xử phạt 1,5 triệu đồng", "fined"),
        ("Chuyển CQĐT", "transferred"),
        ("Tạm đình chỉ", "suspended"),
        ("Đang xác minh", "handling"),
        ("chưa giải quyết", "recorded"),
        ("Chưa giải quyết xong", "handling"),
        ("hòa giải không thành", "handling"),
        ("Hòa giải chưa thành", "handling"),
        ("Chưa chuyển hồ sơ", "handling"),
        ("Không xử phạt được", "handling"),
        ("Chưa rõ đối tượng", "suspended"),
        ("Chưa rõ đối tượng, đang xác minh", "handling"),
        # the denial stands in another clause
        ("Hòa giải thành, không yêu cầu xử phạt", "settled"),
        ("Hòa giải thành; không yêu cầu cơ quan công an xử phạt", "settled"),
        ("Hòa giải thành. Không yêu cầu xử phạt", "settled"),
        ("Hòa giải thành (không yêu cầu xử phạt)", "settled"),
        ("Hòa giải thành không yêu cầu xử phạt", "settled"),
        ("Hòa giải thành\nKhông yêu cầu xử phạt", "settled"),
        ("Không khởi tố, xử phạt hành chính", "fined"),
        ("Không khởi tố mà xử phạt hành chính", "fined"),
        ("Không khởi tố, chuyển xử phạt hành chính", "fined"),
        ("Chưa đến mức khởi tố, xử phạt hành chính", "fined"),
        ("Xử phạt hành chính, không khởi tố", "fined"),
        ("Nhắc nhở, không xử phạt", "settled"),
        ("Không xử phạt, nhắc nhở", "settled"),
        ("Miễn xử phạt, nhắc nhở", "settled"),
        ("Cam kết không tái phạm", "settled"),
        ("Hòa giải không thành, chuyển Công an huyện", "transferred"),
        ("Không rõ thủ phạm nên tạm đình chỉ", "suspended"),
        ("Tiếp nhận, xác minh, hòa giải thành", "settled"),
        ("Giải quyết xong, xử phạt hành chính", "fined"),
        ("Mời lên nói chuyện, nhắc nhở", "settled"),
        # it has ended, and not by being settled
        ("Đình chỉ giải quyết", "suspended"),
        ("Tạm đình chỉ giải quyết", "suspended"),
        ("Từ chối giải quyết, chuyển Công an huyện", "transferred"),
        # it has not ended
        ("Đang hòa giải", "handling"),
        ("Chờ xử phạt", "handling"),
        ("Đề nghị xử phạt hành chính", "handling"),
        # asked for, planned, or without success
        ("Đã hòa giải nhưng không thành", "handling"),
        ("Hòa giải nhiều lần nhưng không thành", "handling"),
        ("Hòa giải 2 lần, không thành", "handling"),
        ("Hòa giải 2 lần; chưa thành", "handling"),
        ("Hòa giải lần 2 không thành", "handling"),
        ("Hòa giải, hai bên không đồng ý", "handling"),
        ("Mời hai bên hòa giải", "handling"),
        ("Hẹn hòa giải ngày 15/3", "handling"),
        ("Đang mời hai bên lên hòa giải", "handling"),
        ("Đề nghị UBND xã xử phạt", "handling"),
        ("Đang lập hồ sơ xử phạt", "handling"),
        ("Lập hồ sơ xử phạt", "handling"),
        ("Đang củng cố hồ sơ xử phạt hành chính", "handling"),
        ("Đang củng cố hồ sơ chuyển Công an huyện", "handling"),
        ("Chờ kết quả giám định để khởi tố", "handling"),
        ("Sẽ chuyển Công an huyện", "handling"),
        ("Dự kiến xử phạt", "handling"),
        ("Xin rút đơn", "handling"),
        ("Chưa hòa giải xong", "handling"),
        # with whom it was handed on, and how else it ended
        ("Chuyển cấp trên", "transferred"),
        ("Chuyển Công an huyện", "transferred"),
        ("Chuyển hồ sơ cho Cơ quan điều tra", "transferred"),
        ("Chuyển vụ việc lên Viện kiểm sát", "transferred"),
        ("Bàn giao đối tượng cho Công an huyện", "transferred"),
        ("Chuyển PC02", "transferred"),
        ("Chuyển cơ quan có thẩm quyền", "transferred"),
        ("Chuyển UBND xã xử phạt", "fined"),
        ("Chuyển UBND xã ra quyết định xử phạt", "fined"),
        ("Chuyển hồ sơ đến UBND xã ra quyết định xử phạt hành chính", "fined"),
        ("Xử phạt hành chính, cam kết không tái phạm", "fined"),
        ("Phạt 500.000đ", "fined"),
        ("Phạt 2.500.000 đ", "fined"),
        ("Phạt tiền", "fined"),
        ("Phạt cảnh cáo", "fined"),
        ("Cảnh cáo", "fined"),
        ("Giáo dục, răn đe", "settled"),
        ("Rút đơn", "settled"),
        ("Bãi nại", "settled"),
        ("Mời hai bên lên hòa giải thành", "settled"),
        ("Mời hai bên lên, đã hòa giải", "settled"),
        ("Nạn nhân chuyển viện, đã giải quyết", "settled"),
        # given to others, and how it ended is said all the same; what only sounds like it
        ("Chuyển Công an huyện giải quyết", "transferred"),
        ("Giao ấp 3 giải quyết; hòa giải thành", "settled"),
        ("Giao ấp 3 giải quyết xong", "settled"),
        ("Đã chuyển Tòa án giải quyết xong", "settled"),
        ("Đề nghị chuyển Tòa án giải quyết", "handling"),
        ("Mời lên nói chuyện, hòa giải", "settled"),
        ("Nói chuyện và hòa giải", "settled"),
        ("Va chạm giao thông hòa giải", "settled"),
        ("Giáo dục và hòa giải", "settled"),
        ("Nạn nhân trình báo, đã giải quyết", "settled"),
        ("Nạn nhân trình báo công an xã xử phạt", "fined"),
        # out of time for a fine, a plan of one, a mediation without one side
        ("Hết thời hiệu xử phạt, nhắc nhở", "settled"),
        ("Trình chủ tịch ra quyết định xử phạt", "handling"),
        ("Đã trình UBND xã ra quyết định xử phạt", "handling"),
        ("Trình hồ sơ xử phạt", "handling"),
        ("Viết tường trình cam kết không vi phạm", "settled"),
        ("Hòa giải vắng mặt một bên", "handling"),
        ("Hòa giải, một bên vắng mặt", "handling"),
        ("Hòa giải 2 lần, bị đơn vắng", "handling"),
        ("Hòa giải, trả lại 2 chỉ vàng", "settled"),
        ("Mất trộm lúc vắng nhà, hòa giải", "settled"),
        # given back to its owner, and not taken back
        ("Hòa giải, trả lại tài sản cho bị hại", "settled"),
        ("Xử phạt hành chính, trả lại tài sản cho bị hại", "fined"),
        ("Chuyển Công an huyện, Công an huyện trả lại tài sản cho bị hại", "transferred"),
        ("Xử phạt hành chính, xe trả lại chủ", "fined"),
        ("Xử phạt hành chính, tang vật bị tiêu hủy", "fined"),
        ("Công an huyện trả lại hồ sơ, xử phạt hành chính", "fined"),
        ("Đã xử phạt. Huyện không nhận đơn khiếu nại", "fined"),
        ("Đã xử phạt, huyện không tiếp nhận đơn tố cáo", "fined"),
        ("Đã xử phạt. Huyện trả lại đơn khiếu nại", "fined"),
        # weighed, due, possible or put off, and words that only look like it
        ("Xem xét xử phạt", "handling"),
        ("Cần xử phạt", "handling"),
        ("Có thể xử phạt", "handling"),
        ("Tạm hoãn xử phạt", "handling"),
        ("Hoãn xử phạt", "handling"),
        ("hoan xu phat", "handling"),
        ("Không cần xử phạt, nhắc nhở", "settled"),
        ("Công an Cần Đước xử phạt", "fined"),
        ("Căn cứ Nghị định 144 xử phạt", "fined"),
        ("Thương tích cơ thể bị xử phạt", "fined"),
        ("Hoàn tất xử phạt", "fined"),
        ("Qua xem xét xử phạt 500.000đ", "fined"),
        ("Hoãn thi hành quyết định xử phạt", "fined"),
        ("Cán bộ hòa giải", "settled"),
        ("Ông Huy cam kết", "settled"),
        ("Bị đơn hủy hoại cây, hòa giải", "settled"),
        # a fine left to others, and one that was
        ("Chuyển Công an huyện xử phạt", "transferred"),
        ("Giao Công an xã xử phạt; đã xử phạt", "fined"),
        ("Vận chuyển thuốc lá lậu bị xử phạt", "fined"),
        ("Giao xe cho trẻ em bị xử phạt", "fined"),
        # what the prosecutors did not approve is not what was done
        ("Chuyển CQĐT, VKS không phê chuẩn khởi tố", "transferred"),
        ("Khởi tố, VKS không phê chuẩn lệnh tạm giam", "transferred"),
    ],
)  # fmt: skip
def test_outcomes_as_people_write_them(text, state):
    assert parse_outcome(text) == state


@pytest.mark.parametrize(
    "text",
    [
        "Từ chối giải quyết",
        "Từ chối hòa giải",
        "Không khởi tố",
        "Không giải quyết",
        "Hòa giải thành, xử phạt hành chính",
        "Nhắc nhở, chuyển Công an huyện",
        "Hòa giải hoặc xử phạt",
        "Không khởi tố xử phạt hành chính",
        "Không khởi tố và xử phạt hành chính",
        "Đang xử lý, hòa giải thành",
        "Đã giải quyết, chưa xử phạt",
        "Xử phạt hành chính, tạm đình chỉ",
        "bay mất",
        "Hòa giải lần 1 không thành, lần 2 thành",
        "Hòa giải thành, lần sau không thành",
        "Chờ kết quả giám định, khởi tố",
        # anything may be handed on, and to anybody
        "Gia đình chuyển đi nơi khác",
        "Chuyển viện",
        "Chuyển viện cấp cứu",
        "Đã vận động chuyển trả lại tài sản",
        "Bàn giao tài sản cho chủ sở hữu",
        "Bàn giao cho gia đình quản lý, giáo dục",
        "Chuyển hồ sơ",
        "Đã xử lý",
        # who is to deal with it, and not how it ended
        "Chuyển Tòa án giải quyết",
        "Đã chuyển Tòa án giải quyết",
        "Chuyển UBND xã giải quyết",
        "Chuyển Công an xã Tân Lân giải quyết",
        "Chuyển đơn vị khác giải quyết",
        "Giao ấp 3 giải quyết",
        "Giao tổ hòa giải ấp 3 giải quyết",
        "Chuyển ấp 3 hòa giải",
        "Hòa giải, chuyển Tòa án giải quyết",
        "Hòa giải không thành, chuyển Tòa án giải quyết",
        # what could not be done
        "Hết thời hiệu xử phạt",
        "Quá thời hiệu xử phạt vi phạm hành chính",
        "Thời hiệu xử phạt đã hết",
        "Thiếu chứng cứ xử phạt",
        "Thiếu chứng cứ để xử phạt",
        # taken back afterwards
        "Hồ sơ xử phạt bị trả lại",
        "quyết định xử phạt bị hủy",
        "Hủy quyết định xử phạt",
        "Đã xử phạt nhưng bị hủy quyết định",
        "đã chuyển công an huyện nhưng huyện trả lại",
        "Chuyển Công an huyện, Công an huyện trả hồ sơ",
        "Đã chuyển CQĐT nhưng CQĐT không tiếp nhận",
        "Rút quyết định xử phạt",
        "Đã khởi tố, VKS không phê chuẩn",
        "Hủy hòa giải",
        "huy hoa giai",
        "Huỷ bỏ kết quả hoà giải thành",
        # whose it is to fine
        "Thuộc thẩm quyền xử phạt của UBND huyện",
        "Giao Công an xã Tân Lân xử phạt",
        # a name of a state, and brackets that say otherwise
        "Đang xử lý (đã xử phạt)",
    ],
)
def test_words_that_mean_two_outcomes_or_none_are_refused(text):
    with pytest.raises(ValueRefused):
        parse_outcome(text)


ENDS = {
    "settled": ["hòa giải thành", "nhắc nhở", "cam kết"],
    "fined": ["xử phạt hành chính", "phạt tiền", "XPHC"],
    "transferred": ["khởi tố", "chuyển Công an huyện", "bàn giao CQĐT"],
    "suspended": ["tạm đình chỉ", "đình chỉ"],
}
ANY_END = st.sampled_from([(state, words) for state, said in ENDS.items() for words in said])
SIGNS = st.sampled_from([", ", "; ", ". ", " ; ", ",", ".", "\n", " nhưng ", " - "])
DENIALS = st.sampled_from(["không ", "Không ", "không yêu cầu ", "miễn ", "chưa đến mức "])


@given(ANY_END, st.lists(st.tuples(DENIALS, ANY_END), max_size=3), st.data())
def test_denials_in_other_clauses_change_no_outcome(end, denied, data):
    state, words = end
    clauses = [words, *(denial + other for denial, (_state, other) in denied)]
    clauses = data.draw(st.permutations(clauses))
    text = clauses[0]
    for clause in clauses[1:]:
        text += data.draw(SIGNS) + clause
    assert parse_outcome(text) == state


@given(ANY_END, ANY_END, SIGNS)
def test_two_ends_are_the_one_they_share_or_refused(first, second, sign):
    text = first[1] + sign + second[1]
    if first[0] == second[0]:
        assert parse_outcome(text) == first[0]
        return
    with pytest.raises(ValueRefused):
        parse_outcome(text)


@given(st.lists(st.tuples(DENIALS, ANY_END), min_size=1, max_size=3), SIGNS)
def test_only_denials_are_no_outcome(denied, sign):
    with pytest.raises(ValueRefused):
        parse_outcome(sign.join(denial + words for denial, (_state, words) in denied))


def row_of(district: District, **cells: Any) -> RowPlan:
    content = book_of(
        {
            Column.DAY: "05/03/2025",
            Column.CATEGORY: "Trộm cắp",
            Column.SUMMARY: "Mất xe",
            **{Column[name.upper()]: value for name, value in cells.items()},
        }
    )
    (row,) = plan_book(content, district.commune).rows
    return row


def test_an_outcome_and_its_day_are_kept_where_another_clause_denies(district):
    row = row_of(
        district, outcome="Hòa giải thành, không yêu cầu xử phạt", outcome_day="07/03/2025"
    )
    assert row.problems == ()
    assert (row.stated.state, row.stated.outcome_on) == ("settled", datetime.date(2025, 3, 7))


@pytest.mark.parametrize("day", ["07/03/2025", "03/2025"])
def test_a_day_beside_a_state_without_an_outcome_is_a_doubt_of_its_cell(district, day):
    row = row_of(district, outcome="Đang xác minh", outcome_day=day)
    (problem,) = row.problems
    assert (row.action, problem.is_error) == (Action.CREATE, False)
    assert problem.place.column_title == str(TITLES[Column.OUTCOME_DAY])
    assert (row.stated.state, row.stated.outcome_on) == ("handling", None)


def test_a_day_of_outcome_without_an_outcome_is_a_mistake_of_its_cell(district):
    row = row_of(district, outcome_day="07/03/2025")
    (problem,) = row.problems
    assert (row.action, problem.is_error) == (Action.ERROR, True)
    assert problem.place.column_title == str(TITLES[Column.OUTCOME_DAY])


def test_a_refused_outcome_is_named_once_by_its_cell(district):
    row = row_of(district, outcome="Từ chối giải quyết", outcome_day="07/03/2025")
    (problem,) = row.problems
    assert problem.is_error
    assert problem.place.column_title == str(TITLES[Column.OUTCOME])


def test_a_fine_beside_another_outcome_is_a_doubt_of_its_cell(district):
    row = row_of(district, outcome="Hòa giải thành", outcome_day="07/03/2025", fine="500.000")
    (problem,) = row.problems
    assert (row.action, problem.is_error) == (Action.CREATE, False)
    assert problem.place.column_title == str(TITLES[Column.FINE])
    assert (row.stated.state, row.stated.fine_vnd) == ("settled", None)


def book_with(*outcomes: str) -> bytes:
    """A book whose rows differ in their numbers and in the words of their outcomes."""
    headings = [str(TITLES[column]) for column in (
        Column.NUMBER, Column.DAY, Column.CATEGORY, Column.SUMMARY, Column.OUTCOME, Column.OUTCOME_DAY,
    )]  # fmt: skip
    rows = [
        [str(number), "05/03/2025", "Trộm cắp", "Mất xe", said, "07/03/2025"]
        for number, said in enumerate(outcomes, 1)
    ]
    return book(*rows, headings=headings)


def test_each_wording_is_told_with_its_state_its_rows_and_the_first(district):
    content = book_with(
        str(IncidentState.FINED.label), "Hòa giải THÀNH", "Nhắc nhở", "hòa giải thành.", "", "bay mất",
        "Hòa giải", "Hòa giải (không thành)",
    )  # fmt: skip
    plan = plan_book(content, district.commune)
    assert [(one.said, one.state, one.count, one.first.row) for one in plan.wordings] == [
        ("Hòa giải THÀNH", "settled", 2, 5),
        ("Nhắc nhở", "settled", 1, 6),
        ("Hòa giải", "settled", 1, 10),
        ("Hòa giải (không thành)", "handling", 1, 11),
        (str(IncidentState.FINED.label), "fined", 1, 4),
    ]


def test_what_an_outcome_was_read_from_changes_neither_the_plan_s_mark_nor_what_is_the_same(
    district,
):
    first, second = (
        plan_book(book_with(said), district.commune) for said in ("Nhắc nhở", "Hòa giải thành")
    )
    assert first.fingerprint == second.fingerprint
    assert first.rows[0].stated == second.rows[0].stated


def preview(client: Client, district: District, content: bytes) -> str:
    batch = BookImport.objects.create(
        commune=district.commune, owner=district.chief, file_name="so.xlsx", content=content
    )
    client.force_login(district.chief)
    return client.get(reverse("incident_book", args=[batch.pk])).content.decode()


def test_the_preview_shows_how_outcomes_were_read(client, district):
    page = preview(client, district, book_with("Nhắc nhở", "Nhắc nhở", "Chuyển PC02"))
    assert "Kết quả trong sổ được hiểu thế nào" in page
    table = page.split('id="outcomes"')[1].split("</details>")[0]
    cells = re.findall(r'data-label="[^"]+">([^<]*)', table)
    assert cells == [
        "Nhắc nhở", str(IncidentState.SETTLED.label), "2", "4",
        "Chuyển PC02", str(IncidentState.TRANSFERRED.label), "1", "6",
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "is_open"), [(30, True), (31, False)])
def test_many_wordings_are_shown_when_asked_for(client, district, count, is_open):
    page = preview(
        client, district, book_with(*(f"Phạt {one}.000đ" for one in range(1, count + 1)))
    )
    assert ('id="outcomes" open' in page) == is_open
    assert page.count("Phạt ") >= count


def test_a_book_without_outcomes_shows_no_wordings(client, district):
    page = preview(client, district, book_of({
        Column.ORDINAL: 1, Column.DAY: "05/03/2025", Column.CATEGORY: "Trộm cắp", Column.SUMMARY: "Mất xe",
    }))  # fmt: skip
    assert 'id="outcomes"' not in page


def test_more_wordings_ask_the_database_for_nothing_more(client, district):
    asked = []
    for content in (
        book_with("Nhắc nhở"),
        book_with("Nhắc nhở"),
        book_with(*(f"Phạt {one}.000đ" for one in range(1, 41))),
    ):
        with CaptureQueriesContext(connection) as queries:
            preview(client, district, content)
        asked.append(len(queries))
    assert asked[1] == asked[2]
