"""A step of a tip says something: a result, a reason, a decision that can be found; a key held down is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Disclosure
from incidents.domain.sentences import is_decision_number, says_something
from incidents.domain.tips.informants import see_informant
from incidents.domain.tips.receiving import Classification, classify_tip
from incidents.domain.tips.verifying import Report, draft_verification
from incidents.domain.tips.workflow import extend_tip, move_tip
from tests.incidents.tips import HOUR, NOW, classified, moved, received

pytestmark = pytest.mark.django_db

EMPTY_WORDS = [
    "x",
    "..........",
    "aaaaaaaaaaaa",
    "x x x x x x x",
    "12345 67890 1",
    "không rõ",
    "   \n  ",
]


@pytest.fixture
def accepted(district):
    return moved(moved(classified(district), district.chief, "hand_over"), district.staff, "accept")


@pytest.mark.parametrize("words", EMPTY_WORDS)
def test_words_that_tell_nobody_anything(words):
    assert not says_something(words)


@pytest.mark.parametrize(
    "words", ["Đã khởi tố", "Khởi tố vụ án, QĐ 15.", "Sợ bị trả thù", "Not a crime."]
)
def test_a_short_sentence_is_enough(words):
    assert says_something(words)


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("12/QĐ-CAH", True),
        ("07 QĐ", True),
        ("x", False),
        ("12", False),
        ("/-", False),
        ("QĐ", False),
    ],
)
def test_the_number_of_a_decision(number, is_one):
    assert is_decision_number(number) is is_one


@pytest.mark.parametrize("words", EMPTY_WORDS)
@pytest.mark.parametrize("name", ["resolve", "suspend"])
def test_no_result_and_no_reason_of_one_key(district, accepted, name, words):
    with pytest.raises(ValidationError) as problem:
        move_tip(name, accepted, words, by=district.staff, now=NOW + HOUR, version=accepted.version)
    assert "note" in problem.value.message_dict
    accepted.refresh_from_db()
    assert (accepted.state, accepted.result) == ("accepted", "")


def test_a_result_names_its_decision_and_the_notice_need_not(district, accepted):
    with pytest.raises(ValidationError):
        move_tip(
            "resolve", accepted, "Khởi tố vụ án hình sự.", by=district.staff, now=NOW + HOUR,
            version=accepted.version,
        )  # fmt: skip
    tip = moved(accepted, district.staff, "resolve")
    with pytest.raises(ValidationError):
        move_tip("close", tip, "x", by=district.staff, now=NOW + HOUR, version=tip.version)
    said = "Đã thông báo bằng văn bản."
    tip = move_tip("close", tip, said, by=district.staff, now=NOW + HOUR, version=tip.version)
    assert (tip.state, tip.informant_notified) == ("closed", said)


def test_a_hand_over_a_return_and_a_new_class_say_why(district):
    tip = classified(district)
    for name, by in (("hand_over", district.chief), ("give_back", district.staff)):
        with pytest.raises(ValidationError):
            move_tip(name, tip, "ok ok", by=by, now=NOW + HOUR, version=tip.version)
        tip = moved(tip, by, name)
    said = Classification("ordinary", because="abc")
    with pytest.raises(ValidationError):
        classify_tip(tip, said, by=district.chief, now=NOW + HOUR, version=tip.version)


def test_an_extension_is_by_a_decision_that_can_be_found(district, accepted):
    for number in ("x", "12", "///"):
        with pytest.raises(ValidationError) as problem:
            extend_tip(
                accepted, number, NOW.date(), by=district.staff, now=NOW + HOUR,
                version=accepted.version,
            )  # fmt: skip
        assert "decision_number" in problem.value.message_dict


def test_a_report_and_a_nameless_receipt_say_something(district):
    with pytest.raises(ValidationError) as problem:
        received(district, informant=None, anonymous_reason="không")
    assert "anonymous_reason" in problem.value.message_dict
    said = Report("Đã xem hiện trường.", "..", "signs", "x")
    with pytest.raises(ValidationError) as problem:
        draft_verification(classified(district), said, by=district.officer, version=None)
    assert list(problem.value.message_dict) == ["found", "proposal"]  # both at once


def test_nobody_looks_at_an_informant_for_one_key(client, district):
    tip = received(district)
    client.force_login(district.chief)
    for name, *more in (("tip_informant",), ("tip_paper", "receipt")):
        page = reverse(name, args=[tip.pk, *more])
        answer = client.post(page, {"reason": "x"})
        assert answer.status_code == 422
        assert answer.context["look_form"].errors["reason"]
    with pytest.raises(ValidationError):
        see_informant(tip, by=district.chief, reason="x")
    assert not Disclosure.objects.exists()


def test_the_page_keeps_the_words_and_says_what_is_missing(client, district, accepted):
    client.force_login(district.staff)
    page = reverse("tip_move", args=[accepted.pk, "resolve"])
    answer = client.post(page, {"version": accepted.version, "note": "xong rồi"})
    assert answer.status_code == 422
    form = next(one["form"] for one in answer.context["moves"] if one["name"] == "resolve")
    assert form["note"].value() == "xong rồi"
    assert "ít nhất 10 ký tự" in answer.content.decode()
    page = reverse("tip_extend", args=[accepted.pk])
    sent = {"version": accepted.version, "decision_number": "12", "decision_on": "2026-11-26"}
    answer = client.post(page, sent)
    assert answer.status_code == 422
    assert answer.context["extend_form"]["decision_number"].value() == "12"
    assert "12/QĐ-CAH" in answer.content.decode()
