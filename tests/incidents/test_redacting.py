"""However a name or a number is typed, words that hold it are found, and can lose it and nothing else."""

from __future__ import annotations

import re
import string
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incidents.domain.redacting import redacted
from incidents.domain.secrecy import INFORMANT, PERSON, Secret, tells

NAME = "Trần Thị Mỹ Lan"
SAID = "Chiều qua chị Trần Thị Mỹ Lan thấy hai thanh niên bán ma túy."


@pytest.mark.parametrize(
    "typed",
    [
        NAME,
        f"Bà {NAME}",
        f"bà {NAME.upper()}",
        f"Ông {NAME}",
        f"ONG {NAME}",
        f"Bà cụ {NAME}",
        f"Đồng chí {NAME}",
        f"đ/c {NAME}",
        f"Mrs. {NAME}",
        f"Em {NAME}",
        "ba tran thi my lan",
        f"{NAME} (1980)",
        f"{NAME} 1980",
        f"{NAME}, 1980",
        f"{NAME} - 1980",
        f"{NAME}, sinh năm 1980",
        f"{NAME} sn 1980",
        f"{NAME} SN: 1980",
        f"Cô {NAME} (tổ trưởng tổ 4)",
        f"({NAME})",
        f"Chị 2 ({NAME})",
        f"{NAME}, 45 tuổi, ấp 2",
    ],
)
def test_what_is_typed_beside_a_name_does_not_hide_it(typed):
    assert tells(SAID, [Secret(typed)])
    assert NAME not in redacted(SAID, [Secret(typed)], PERSON)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Bà Lan", "Chị Lan ở ấp 2"),
        ("Chu Văn An", "Anh Nguyễn Văn An đến trình báo"),
        ("Chú Văn", "Văn bản số 12"),
        ("Cù Huy Vũ", "Lê Huy Vũ bán hàng"),
        ("Bà Trần Thị Mỹ Lan", "Trần Thị Mỹ Lanh bán hàng"),
        ("", "không có ai"),
        ("(1980)", "năm (1980)"),
    ],
)
def test_who_is_somebody_else_may_be_written_of(typed, words):
    assert not tells(words, [Secret(typed)])
    assert redacted(words, [Secret(typed)], PERSON) == words


@pytest.mark.parametrize(
    "typed", ["0912345678", "+84 912 345 678", "84912345678", "(0912) 345.678"]
)
@pytest.mark.parametrize(
    "written",
    [
        "0912345678",
        "(0912) 345 678",
        "0912/345/678",
        "[0912]345-678",
        "0912 – 345 – 678",
        "+84912345678",
        "(+84) 912 345 678",
        "84.912.345.678",
    ],
)
def test_a_phone_is_found_and_taken_out_whole_however_it_is_written(typed, written):
    words = f"Gọi số {written} lúc 9 giờ."
    assert tells(words, [Secret("", typed)])
    assert redacted(words, [Secret("", typed)], PERSON) == f"Gọi số {PERSON} lúc 9 giờ."


def test_each_of_two_phones_in_one_field_is_found():
    for written in ("0912 345 678", "0987654321"):
        assert tells(written, [Secret("", "0912345678 / 0987 654 321")])


def test_a_name_is_taken_out_wherever_it_stands_whole():
    words = "Bà TRAN THI  MY-LAN (Trần Thị\nMỹ Lan) gặp Trần Thị Mỹ Lanh, cccd 080 199 012 345."
    assert redacted(words, [Secret(f"Bà {NAME}", "", "080199012345")], INFORMANT) == (
        f"Bà {INFORMANT} ({INFORMANT}) gặp Trần Thị Mỹ Lanh, cccd {INFORMANT}."
    )


def test_a_field_that_is_full_takes_a_shorter_mark():
    words = "Lê An " + "x" * 194
    assert redacted(words, [Secret("Lê An")], INFORMANT, longest=200) == "[…] " + "x" * 194


def test_names_that_overlap_leave_nothing_of_either():
    people = [Secret("Lê Thị Mai"), Secret("Mai Anh Đào")]
    assert redacted("Có Lê Thị Mai Anh Đào ở đó", people, PERSON) == f"Có {PERSON} ở đó"


WORDS = st.text("aăâbcdđeêghiơưĂĐáạữờ", min_size=1, max_size=4)
NAMES = st.lists(WORDS.map(str.capitalize), min_size=1, max_size=3).map(
    lambda words: ["Trần", *words]
)
SIGNS = st.sampled_from([" ", "  ", "-", "\n", ", ", " (", ") ", ". ", "/"])
TYPED = st.sampled_from(["{}", "Bà {}", "ông {}", "{} (1980)", "{}, sinh năm 1975", "Đồng chí {}"])
DRESSED = st.sampled_from([str, str.upper, lambda one: unicodedata.normalize("NFD", one)])
PHONES = st.text(string.digits, min_size=9, max_size=9).map("0{}".format)
AROUND = st.text(
    st.one_of(
        st.sampled_from("abđăâ 019.-/()[]\n_̀́"),
        st.characters(exclude_categories=["Cs"], max_codepoint=0x2FFF),
    ),
    max_size=30,
)


@st.composite
def told(draw: st.DrawFn) -> tuple[str, list[Secret]]:
    """People as fields hold them, and words in which they stand in some dress, among others."""
    people, parts = [], [draw(AROUND)]
    for _person in range(draw(st.integers(1, 3))):
        name, phone = draw(NAMES), draw(PHONES)
        people.append(Secret(draw(TYPED).format(" ".join(name)), phone))
        dressed = draw(DRESSED)
        for _time in range(draw(st.integers(0, 2))):
            parts.append(draw(SIGNS).join(dressed(word) for word in name))
            parts.append(draw(AROUND))
            parts.append(f"{phone[:4]}{draw(SIGNS)}{phone[4:]}")
            parts.append(draw(AROUND))
    return draw(st.sampled_from(["", " ", ", "])).join(parts), people


@given(told())
@example(("Người Trần Mai Lan và Trần Mai", [Secret("Trần Mai"), Secret("Mai Lan")]))
@example(("Trần ΒΣ Trần Βς", [Secret("Trần ΒΣ")]))
def test_no_number_and_nothing_written_as_a_name_is_left(case):
    words, people = case
    found = redacted(words, people, INFORMANT)
    assert not any(tells(found, [Secret("", one.phone)]) for one in people if one.phone)
    for one in people:
        name = " ".join(sure for sure in one.full_name.split() if sure[0].isupper())
        assert not re.search(
            rf"(?<!\w){re.escape(name)}(?!\w)", unicodedata.normalize("NFC", found)
        )
    assert found == words or tells(words, people)
    assert redacted(found, people, INFORMANT) == found


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Nam thanh niên", "hai nam thanh niên đánh nhau; Nam thanh niên bỏ chạy"),
        ("Chủ nhà", "mất trộm khi chủ nhà đi vắng. Chủ nhà báo"),
        ("Anh Hai Nam", "hai năm qua tái phạm"),
        ("Ông Tư", "ông từ chối; ông tự gây tai nạn"),
        ("Anh Tài", "ánh tai nạn"),
        ("Lê Lợi", "va chạm trên đường Lê Lợi, gần chợ Lê Lợi"),
        ("người dân", "Người dân báo có người dân bị ngã"),
        ("Quán cà phê Long Hòa", "xe mất ở Long Hòa, xã Long Hòa, gần Quán cà phê Long Hòa"),
        ("Công ty may Cần Đước", "huyện Cần Đước"),
        ("Tiệm vàng Kim Long", "trên đường Kim Long và ở Kim Long"),
        ("Long Hòa", "chợ Long Hòa"),
    ],
)
def test_words_that_are_no_name_are_never_destroyed(typed, words):
    assert redacted(words, [Secret(typed)], PERSON) == words


@pytest.mark.parametrize(
    "typed",
    [
        f"Bác sĩ {NAME}",
        f"cô giáo {NAME}",
        f"Trưởng ấp {NAME}",
        f"Trung tá {NAME}",
        f"vợ ông {NAME}",
        f"{NAME} và chồng",
        f"Lê Văn Tám và {NAME}",
        f"Lê Văn Tám, {NAME}",
        NAME.lower(),
    ],
)
def test_a_name_is_found_whatever_is_written_around_it(typed):
    assert tells(SAID, [Secret(typed)])
    assert NAME not in redacted(SAID, [Secret(typed)], PERSON)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Nguyễn Văn Hòa", "Nguyễn Văn Hoà"),
        ("Nguyễn Thúy Kiều", "Nguyễn Thuý Kiều"),
        ("Nguyễn Văn An", "nguyễn văn an"),
        ("Nguyễn Văn An", "nguyen van an"),
        ("Nguyễn Văn An", "Nguyễn văn An"),
        ("Chung Văn Tài", "Chung Văn Tài"),
        ("Điểu Thị Hoa", "Điểu Thị Hoa"),
        ("Lò Văn May", "LÒ VĂN MAY"),
    ],
)
def test_a_name_is_taken_out_as_people_spell_it(typed, written):
    assert redacted(f"Hôm qua {written} vắng.", [Secret(typed)], PERSON) == (
        f"Hôm qua {PERSON} vắng."
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Lê Thị Quỳ", "Lê Thị Quỵ"),
        ("Võ Hoàng An", "vợ hoàng ăn"),
        ("Nguyễn Văn An", "đường nguyễn văn an"),
        ("Lê An", "lẻ ăn"),
        ("Tạp Hóa Bảy Nam", "Trộm ở Tạp Hóa Bảy Nam"),
        ("Bách Hóa Xanh", "Trộm tại cửa hàng Bách Hóa Xanh"),
        ("Do Thi Hoa", "quá trình đô thị hóa"),
        ("Vo Van Hoa", "hai vợ vẫn hòa thuận"),
    ],
)
def test_what_only_reads_alike_without_signs_stays(typed, words):
    assert redacted(words, [Secret(typed)], PERSON) == words


@given(NAMES, AROUND)
def test_words_without_the_name_stay_as_they_are(name, words):
    person = [Secret(" ".join(name))]
    if not tells(words, person):
        assert redacted(words, person, PERSON) == words


@given(NAMES, TYPED, DRESSED)
def test_a_name_is_found_in_every_dress(name, typed, dressed):
    words = f"Hôm qua, {dressed(' '.join(name))}: vắng."
    who = [Secret(typed.format(" ".join(name)))]
    assert tells(words, who)
    assert redacted(words, who, PERSON).endswith(f"{PERSON}: vắng.")
