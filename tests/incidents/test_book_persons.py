"""Persons in a book's words: an address, a place or a number of persons is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.domain.book.cells import parse_people
from incidents.domain.book.columns import TITLES, Column
from incidents.domain.book.persons import Named, read_persons
from incidents.domain.book.plan import Action, plan_book
from tests.factories import CommuneFactory, JurisdictionFactory
from tests.incidents.books import book_of
from units.domain.sheets.problems import ValueRefused

PLACES = frozenset({"can duoc", "long an", "long hoa", "duong minh chau"})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("không", []),
        ("Không rõ", []),
        ("chưa xác định", []),
        (" - ", []),
        ("Nguyễn Văn A (1980), Trần Thị B", [("Nguyễn Văn A", 1980, ""), ("Trần Thị B", None, "")]),
        ("Nguyễn Văn A và Trần Thị B, sn 1975", [("Nguyễn Văn A", None, ""), ("Trần Thị B", 1975, "")]),
        ("Lê C và Đỗ D", [("Lê C", None, ""), ("Đỗ D", None, "")]),
        ("Lê Mít\nĐỗ Quốc Vũ; ", [("Lê Mít", None, ""), ("Đỗ Quốc Vũ", None, "")]),
        ("Nguyễn Văn A, ấp 3", [("Nguyễn Văn A", None, "ấp 3")]),
        ("Trần Thị B, Cần Đước, Long An", [("Trần Thị B", None, "Cần Đước, Long An")]),
        ("Nguyễn Văn A, ấp 2, xã Long Hòa", [("Nguyễn Văn A", None, "ấp 2, xã Long Hòa")]),
        ("Nguyễn Văn A\nấp 2, xã Long Hòa", [("Nguyễn Văn A", None, "ấp 2, xã Long Hòa")]),
        ("Nguyễn Văn A, 1980, Xã Long Hòa", [("Nguyễn Văn A", 1980, "Xã Long Hòa")]),
        ("Nguyễn Văn A ngụ ấp 2, xã Long Hòa", [("Nguyễn Văn A", None, "ngụ ấp 2, xã Long Hòa")]),
        ("Nguyễn Văn A (sn 1980, ấp 2)", [("Nguyễn Văn A", 1980, "ấp 2")]),
        ("Nguyễn Văn A (Tèo)", [("Nguyễn Văn A (Tèo)", None, "")]),
        ("Nguyễn Văn A, thợ hồ", [("Nguyễn Văn A, thợ hồ", None, "")]),
        ("Nguyễn Văn A, ấp 2, Trần Thị B, TT. Cần Đước", [("Nguyễn Văn A", None, "ấp 2"), ("Trần Thị B", None, "TT. Cần Đước")]),
        ("Công an xã Long Hòa", [("Công an xã Long Hòa", None, "")]),
        ("03 đối tượng: Nguyễn Văn A, Trần Thị B", [("Nguyễn Văn A", None, ""), ("Trần Thị B", None, "")]),
        ("Thị Nở (1990), K Sor Phin (1991)", [("Thị Nở", 1990, ""), ("K Sor Phin", 1991, "")]),
        # several in one cell, however they are parted
        ("ông Nguyễn Văn A, bà Trần Thị B", [("Nguyễn Văn A", None, ""), ("Trần Thị B", None, "")]),
        ("Nguyễn Văn A và vợ Trần Thị B", [("Nguyễn Văn A", None, ""), ("Trần Thị B", None, "")]),
        ("Nguyễn Văn A + Trần Thị B", [("Nguyễn Văn A", None, ""), ("Trần Thị B", None, "")]),
        ("Nguyễn Văn A/Trần Thị B", [("Nguyễn Văn A", None, ""), ("Trần Thị B", None, "")]),
        ("Nguyễn Văn A với Trần Thị B", [("Nguyễn Văn A", None, ""), ("Trần Thị B", None, "")]),
        ("Nguyễn Văn A cùng Trần Thị B", [("Nguyễn Văn A", None, ""), ("Trần Thị B", None, "")]),
        ("Nguyễn Văn A cùng vợ là Trần Thị B", [("Nguyễn Văn A", None, ""), ("Trần Thị B", None, "")]),
        ("Nguyễn Văn An-Trần Thị Bé", [("Nguyễn Văn An", None, ""), ("Trần Thị Bé", None, "")]),
        ("Nguyễn Văn An . Trần Thị Bé", [("Nguyễn Văn An", None, ""), ("Trần Thị Bé", None, "")]),
        ("NGUYỄN VĂN AN.TRẦN THỊ BÉ", [("NGUYỄN VĂN AN", None, ""), ("TRẦN THỊ BÉ", None, "")]),
        ("Nguyễn Văn A-Trần B-Lê Mít", [("Nguyễn Văn A", None, ""), ("Trần B", None, ""), ("Lê Mít", None, "")]),
        ("Nguyễn Văn An (1980)-bà Trần Thị Bé", [("Nguyễn Văn An", 1980, ""), ("Trần Thị Bé", None, "")]),
        ("Nguyễn Văn An SN 1980. Trần Thị Bé", [("Nguyễn Văn An", 1980, ""), ("Trần Thị Bé", None, "")]),
        ("Nguyễn Văn A, ấp Long Hòa-Trần Thị Bé", [("Nguyễn Văn A", None, "ấp Long Hòa"), ("Trần Thị Bé", None, "")]),
        ("Hồ Văn Tư-Hồ Thị Năm", [("Hồ Văn Tư", None, ""), ("Hồ Thị Năm", None, "")]),
        ("Lò Văn May – Vi Văn Sơn–bà Cao Thị B", [("Lò Văn May", None, ""), ("Vi Văn Sơn", None, ""), ("Cao Thị B", None, "")]),
        ("Nguyễn Văn A, ấp Long Hòa-Hồ Thị Năm", [("Nguyễn Văn A", None, "ấp Long Hòa"), ("Hồ Thị Năm", None, "")]),
        ("Nguyễn Văn A, đường Trần Phú-Cao Thắng", [("Nguyễn Văn A", None, "đường Trần Phú-Cao Thắng")]),
        ("Nguyễn Thị Kim-Anh", [("Nguyễn Thị Kim-Anh", None, "")]),
        ("Nguyễn Văn A, P. Trần Phú", [("Nguyễn Văn A", None, "P. Trần Phú")]),
        ("Nguyễn Văn A, số 12-Trần Hưng Đạo", [("Nguyễn Văn A", None, "số 12-Trần Hưng Đạo")]),
        ("bà. Trần Thị Bé", [("Trần Thị Bé", None, "")]),
        ("1. Nguyễn Văn A\n2. Trần Thị B", [("Nguyễn Văn A", None, ""), ("Trần Thị B", None, "")]),
        ("1) Nguyễn Văn A\n2) Trần Thị B", [("Nguyễn Văn A", None, ""), ("Trần Thị B", None, "")]),
        ("1. Nguyễn Văn A 2. Trần Thị B", [("Nguyễn Văn A", None, ""), ("Trần Thị B", None, "")]),
        ("1/ Nguyễn Văn A, 2/ Trần Thị B", [("Nguyễn Văn A", None, ""), ("Trần Thị B", None, "")]),
        ("a/ Nguyễn Văn A; b/ Trần Thị B", [("Nguyễn Văn A", None, ""), ("Trần Thị B", None, "")]),
        ("a) Nguyễn Văn A, b) Trần Thị B", [("Nguyễn Văn A", None, ""), ("Trần Thị B", None, "")]),
        ("Anh Hùng, anh Dũng", [("Anh Hùng", None, ""), ("anh Dũng", None, "")]),
        ("Ông Tư, bà Năm", [("Ông Tư", None, ""), ("bà Năm", None, "")]),
        # given names that are numbers or years elsewhere
        ("Trần Văn Năm 1970", [("Trần Văn Năm", 1970, "")]),
        ("TRẦN VĂN NĂM 1970", [("TRẦN VĂN NĂM", 1970, "")]),
        ("Lê Thị Năm 1985, ấp 3", [("Lê Thị Năm", 1985, "ấp 3")]),
        ("Nguyễn Văn Sinh 1970", [("Nguyễn Văn Sinh", 1970, "")]),
        ("Nguyễn Văn A sinh năm 1970", [("Nguyễn Văn A", 1970, "")]),
        ("Lê Cùng Tiến", [("Lê Cùng Tiến", None, "")]),
        ("NGUYỄN VĂN A VÀ TRẦN VĂN B", [("NGUYỄN VĂN A", None, ""), ("TRẦN VĂN B", None, "")]),
        ("Bảy Nam", [("Bảy Nam", None, "")]),
        ("Ba Nam", [("Ba Nam", None, "")]),
        ("Hai Nữ", [("Hai Nữ", None, "")]),
        # numbers of papers, of houses
        ("Nguyễn Văn A, CMND 301234567", [("Nguyễn Văn A", None, "", "301234567")]),
        ("Nguyễn Văn A CMND số 301234567, ấp 2", [("Nguyễn Văn A", None, "ấp 2", "301234567")]),
        ("Nguyễn Văn A (CCCD: 079 080 001 234)", [("Nguyễn Văn A", None, "", "079080001234")]),
        ("Nguyễn Văn A, 12/3 đường Lê Lợi, P.5", [("Nguyễn Văn A", None, "12/3 đường Lê Lợi, P.5")]),
        ("Chủ quán Trần Văn B", [("Trần Văn B", None, "")]),
        # after the year of birth
        ("Nguyễn Văn An SN 1980 ấp 3", [("Nguyễn Văn An", 1980, "ấp 3")]),
        ("Nguyễn Văn An SN 1980 số 12 Lê Lợi", [("Nguyễn Văn An", 1980, "số 12 Lê Lợi")]),
        ("Nguyễn Văn An 1980 (Tèo)", [("Nguyễn Văn An (Tèo)", 1980, "")]),
        ("1980 Nguyễn Văn An", [("Nguyễn Văn An", 1980, "")]),
    ],
)  # fmt: skip
def test_persons_as_people_write_them(text, named):
    read = read_persons(text, PLACES)
    assert (read.named, read.doubts) == (tuple(Named(*one) for one in named), ())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # a number of persons, and an address, are nobody
        ("03 đối tượng", []),
        ("3 thanh niên lạ mặt", []),
        ("nhóm thanh niên", []),
        ("xã Long Hòa", []),
        ("Nguyễn Văn A và 02 đối tượng khác", [("Nguyễn Văn A", None, "")]),
        # a place that is not known here, a place named like a person, a name that may be a place
        ("Trần Thị B, Bình Chánh", [("Trần Thị B", None, "Bình Chánh")]),
        ("Nguyễn Văn A, Dương Minh Châu", [("Nguyễn Văn A", None, "Dương Minh Châu")]),
        ("Nguyễn Văn A, Hà Nội", [("Nguyễn Văn A", None, ""), ("Hà Nội", None, "")]),
        ("Nguyễn Văn An-Lò B", [("Nguyễn Văn An", None, ""), ("Lò B", None, "")]),
        # words for people without a name
        ("Người dân", []),
        ("Chủ nhà", []),
        ("Nhà trường", []),
        ("Nam thanh niên", []),
        ("Hộ dân", []),
        ("Khách hàng", []),
        ("Chủ quán", []),
        ("Chưa rõ nhân thân", []),
        ("Chưa rõ lai lịch", []),
        ("Không rõ lai lịch", []),
        ("Người dân ấp 3", []),
        ("hai nam thanh niên", []),
        # streets, places and towns after or before a name
        ("Nguyễn Văn A, Hồ Chí Minh", [("Nguyễn Văn A", None, "Hồ Chí Minh")]),
        ("Nguyễn Văn A, Lê Lợi", [("Nguyễn Văn A", None, "Lê Lợi")]),
        ("Nguyễn Văn A, Võ Văn Kiệt, Quận 1", [("Nguyễn Văn A", None, "Võ Văn Kiệt, Quận 1")]),
        ("Nguyễn Văn A, Trần Hưng Đạo, phường 5", [("Nguyễn Văn A", None, "Trần Hưng Đạo, phường 5")]),
        ("Nguyễn Văn A, Trần Thị B, phường 5", [("Nguyễn Văn A", None, ""), ("Trần Thị B", None, "phường 5")]),
        ("Long An, Nguyễn Văn A", [("Nguyễn Văn A", None, "")]),
        ("Nguyễn Văn A, vợ là Trần Thị B", [("Nguyễn Văn A", None, ""), ("Trần Thị B", None, "")]),
        ("Nguyễn Văn A, Người dân", [("Nguyễn Văn A", None, "")]),
        ("Nguyễn Văn A, đường Nguyễn Huệ-Lê Lợi", [("Nguyễn Văn A", None, "đường Nguyễn Huệ, Lê Lợi")]),
        # what follows the year of birth without a comma
        ("Nguyễn Văn An SN 1980 Long Hòa", [("Nguyễn Văn An", 1980, "Long Hòa")]),
        ("Nguyễn Văn An (1980) Bình Chánh", [("Nguyễn Văn An", 1980, "Bình Chánh")]),
        ("Nguyễn Văn An 1980 Võ Văn Kiệt, Cần Đước", [("Nguyễn Văn An", 1980, "Võ Văn Kiệt, Cần Đước")]),
    ],
)  # fmt: skip
def test_what_may_be_no_person_is_a_doubt(text, named):
    read = read_persons(text, PLACES)
    assert read.named == tuple(Named(*one) for one in named)
    assert len(read.doubts) == 1


@pytest.mark.parametrize("text", ["Nguyễn " * 30, "Nguyễn Văn A, ấp 2" + ", xã Long Hòa" * 20])
def test_what_is_too_long_is_refused_and_not_cut(text):
    with pytest.raises(ValueRefused):
        read_persons(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Văn A và vợ",
        "Nguyễn Văn A cùng đồng bọn",
        "Công ty TNHH Hoàng & Hùng",
        "ông Nguyễn Văn A bà Trần Thị B",
        "Nguyễn Văn A con ông Trần Văn B",
        "1. Nguyễn Văn A, ấp 2. Trần Thị B",
        "trần văn năm 1970",
        "Nguyễn Văn Sinh năm 1970",
        "Nguyễn Văn A, số 301234567",
        "Nguyễn Văn A (301234567)",
        "Nguyễn Văn A, CMND 3012345",
        "CMND 301234567",
        "Nguyễn Văn A 0912345678",
        "Nguyễn Văn A, 45 tuổi",
        "Nguyễn Văn An 1980 Trần Thị Bé",
        "Nguyễn Văn An (1980) và vợ",
        "Nguyễn Văn An 1980 0912345678",
    ],
)
def test_a_cell_that_cannot_be_told_is_refused(text):
    with pytest.raises(ValueRefused):
        read_persons(text, PLACES)


NAMES = st.sampled_from(["Nguyễn Văn A", "Trần Thị Bưởi", "Lê Mít", "Hồ Thị C", "Đỗ Quốc Vũ"])
ADDRESSES = st.sampled_from(["ấp 2", "xã Long Hòa", "Cần Đước", "Long An", "tỉnh Long An", "KP 3"])
PERSON = st.tuples(
    NAMES, st.none() | st.integers(1930, 2015), st.lists(ADDRESSES, max_size=3).map(", ".join)
)


@given(st.lists(PERSON, max_size=4), st.sampled_from([", ", "; ", "\n", ",", " ; "]))
def test_no_address_becomes_a_person_and_no_person_an_address(persons, sign):
    text = sign.join(
        ", ".join(part for part in (f"{name} ({year})" if year else name, address) if part)
        for name, year, address in persons
    )
    read = read_persons(text, PLACES)
    assert read.named == tuple(Named(*one) for one in persons)
    assert not read.doubts


def test_places_are_the_units_on_record(district):
    JurisdictionFactory(name="Tỉnh Bình Đông", kind="province")
    CommuneFactory(name="Cần Đước")
    content = book_of(
        {
            Column.DAY: "05/03/2025",
            Column.CATEGORY: "Trộm cắp",
            Column.SUMMARY: "Mất xe",
            Column.VICTIM: "Trần Thị B, Cần Đước, Bình Đông",
            Column.SUSPECT: "03 đối tượng",
        }
    )
    (row,) = plan_book(content, district.commune).rows
    (person,) = row.stated.persons
    assert (person.full_name, person.address) == ("Trần Thị B", "Cần Đước, Bình Đông")
    (doubt,) = row.problems
    assert (row.action, doubt.is_error) == (Action.CREATE, False)
    assert doubt.place.column_title == str(TITLES[Column.SUSPECT])


def test_the_number_of_the_papers_is_kept_with_its_person_and_a_refusal_named_by_its_cell(district):
    content = book_of(
        {
            Column.DAY: "05/03/2025",
            Column.CATEGORY: "Trộm cắp",
            Column.SUMMARY: "Mất xe",
            Column.VICTIM: "Trần Thị B, CMND 301234567",
            Column.SUSPECT: "Nguyễn Văn A và vợ",
        }
    )
    (row,) = plan_book(content, district.commune).rows
    (person,) = row.stated.persons
    assert (person.full_name, person.citizen_id) == ("Trần Thị B", "301234567")
    (error,) = row.problems
    assert row.action is Action.ERROR
    assert error.place.column_title == str(TITLES[Column.SUSPECT])


@pytest.mark.parametrize("value", [-1, -1.0, "-1", "−2", "'-1", "- 3 người"])
def test_fewer_people_than_none_are_refused(value):
    with pytest.raises(ValueRefused):
        parse_people(value)


@given(st.integers(-9999, 9999))
def test_a_number_of_people_is_read_or_refused_and_never_another(number):
    if number >= 0:
        assert parse_people(number) == parse_people(f"{number:02} người") == number
        return
    with pytest.raises(ValueRefused):
        parse_people(number)
