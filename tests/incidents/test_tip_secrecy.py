"""No words that others read say who gave a tip, wherever they are written; what is compared is shown to nobody."""

import uuid
from dataclasses import replace
from unittest import mock

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Disclosure
from incidents.domain.facts import facts_of
from incidents.domain.secrecy import must_not_tell
from incidents.domain.tips.correcting import correct_tip
from incidents.domain.tips.informants import (
    MOST_REFUSALS,
    REFUSAL,
    must_not_tell_of,
    see_informant,
)
from incidents.domain.tips.receiving import Classification, TipFacts, classify_tip
from incidents.domain.tips.story import story_of
from incidents.domain.tips.verifying import Report, draft_verification, move_verification
from incidents.domain.tips.workflow import move_tip
from incidents.models import CrimeTip
from tests.incidents.test_tip_pages import receiving, typed
from tests.incidents.tips import HOUR, INFORMANT, NOW, classified, moved, received

pytestmark = pytest.mark.django_db

TELLING = f"Theo lời ông {INFORMANT.full_name} thì đối tượng đã bỏ đi."
BECAUSE = "Ghi nhầm theo lời kể."


def refused(field, do):
    """What was refused names the field, and does not repeat who it was."""
    with pytest.raises(ValidationError) as raised:
        do()
    assert list(raised.value.message_dict) == [field]
    assert "Sương" not in str(raised.value)


@pytest.mark.parametrize(
    "words",
    [
        "Bà HUYNH THI NGOC SUONG báo tin.",
        "Huỳnh  Thị Ngọc-Sương báo tin",
        "Gọi số 0918.273.645 để hỏi",
        "Gọi số +84 918 273 645 để hỏi",
        "CCCD 080 199 012 345, cấp năm 2021",
    ],
)
def test_however_it_is_written(words):
    with pytest.raises(ValidationError):
        must_not_tell({"note": words}, INFORMANT)


@pytest.mark.parametrize(
    ("informant", "words"),
    [
        (INFORMANT, "Nhà của Sương ở ấp Rạch Đào"),
        (replace(INFORMANT, full_name="Minh"), "Minh chứng: ông Minh có mặt"),
        (replace(INFORMANT, full_name="Lê An"), "Trộm ở lê anh"),
        (replace(INFORMANT, phone="113"), "Gọi 113 lúc 9 giờ"),
    ],
)
def test_what_names_nobody_may_be_written(informant, words):
    must_not_tell({"note": words}, informant)


@pytest.mark.parametrize("field", ["content", "event_place", "event_time", "others"])
def test_the_receipt_does_not_say_it(district, field):
    refused(field, lambda: received(district, **{field: TELLING}))
    assert not CrimeTip.objects.exists()


def test_the_form_of_receipt_keeps_what_was_typed_and_says_which_field(client, district):
    client.force_login(district.officer)
    name = typed()["full_name"]
    answer = client.post(receiving("telephone"), typed(content=f"Ông {name} báo có trộm."))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["content"])
    assert name not in str(answer.context["form"].errors)


def test_a_correction_of_the_receipt_writes_no_name(district):
    tip = received(district)
    facts = facts_of(tip, TipFacts)

    def correct(because=BECAUSE, **more):
        said = replace(facts, **{"event_time": "Chiều qua", **more})
        return correct_tip(tip, said, because, by=district.chief, now=NOW, version=tip.version)

    refused("because", lambda: correct(because=TELLING))
    refused("others", lambda: correct(others=TELLING))
    CrimeTip.objects.filter(pk=tip.pk).update(
        content=TELLING
    )  # as it was written before this was refused
    tip.refresh_from_db()
    assert correct(content=TELLING).tip.event_time == "Chiều qua"


def test_no_look_no_class_and_no_step_says_it(district):
    tip = classified(district)
    before = Disclosure.objects.count()
    refused("reason", lambda: see_informant(tip, by=district.chief, reason=TELLING))
    again = Classification("ordinary", because=TELLING)
    refused(
        "because",
        lambda: classify_tip(tip, again, by=district.chief, now=NOW + HOUR, version=tip.version),
    )
    handed = moved(tip, district.chief, "hand_over")
    taken = moved(handed, district.staff, "accept")

    def move(name):
        note = f"{TELLING} QĐ 12/QĐ-CAH."
        return move_tip(name, taken, note, by=district.staff, now=NOW + HOUR, version=taken.version)

    refused("note", lambda: move("resolve"))
    taken = moved(taken, district.staff, "resolve")
    refused("note", lambda: move("close"))
    kept = Disclosure.objects.all()[: Disclosure.objects.count() - before]
    assert {one.field for one in kept} == {REFUSAL}  # no look, but a guess that was answered


def test_a_refusal_does_not_tell_which_of_several_fields_named_the_informant(district):
    """Else one refusal would pick one name of several for somebody who may not see who it was."""
    tip = received(district)
    facts = facts_of(tip, TipFacts)
    said = replace(facts, content="Lê Văn Một có ở đó.", event_place=TELLING, others="Phạm Văn Bốn")

    def correct(by):
        return correct_tip(tip, said, BECAUSE, by=by, now=NOW, version=tip.version)

    refused(NON_FIELD_ERRORS, lambda: correct(district.officer))
    refused("event_place", lambda: correct(district.chief))


def test_the_verification_report_does_not_say_it(district):
    tip = classified(district)
    said = Report("Đã xem hiện trường.", TELLING, "signs", "Chuyển Công an huyện.")

    def draft(report):
        return draft_verification(tip, report, by=district.officer, version=None)

    refused(NON_FIELD_ERRORS, lambda: draft(said))
    report = draft(replace(said, found="Có dấu vết cạy cửa."))
    refused(
        "note",
        lambda: move_verification(
            "send_back", report, TELLING, by=district.chief, now=NOW, version=report.version
        ),
    )


def test_guessing_is_kept_in_the_history_and_ends_soon(district):
    """A refusal confirms a guess: halving a list of names would find the informant in a few posts."""
    tip = classified(district)

    def draft(found):
        report = Report("Đã xem hiện trường.", found, "signs", "Chuyển Công an huyện.")
        return draft_verification(tip, report, by=district.officer, version=None)

    for _guess in range(MOST_REFUSALS):
        refused(NON_FIELD_ERRORS, lambda: draft(TELLING))
    lines = [line for line in story_of(tip) if "người báo tin" in line.action]
    assert len(lines) == MOST_REFUSALS
    assert {line.person for line in lines} == {district.officer.get_full_name()}
    with pytest.raises(ValidationError) as held:
        draft("Có dấu vết cạy cửa.")
    assert not hasattr(held.value, "error_dict")  # the words are not judged any more
    report = Report("Đã xem hiện trường.", "Có dấu vết cạy cửa.", "signs", "Chuyển Công an huyện.")
    assert draft_verification(tip, report, by=district.chief, version=None).pk
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() + 25 * HOUR):
        must_not_tell_of(tip, {"found": "Có dấu vết."}, by=district.officer)


def test_who_helped_at_reception_is_not_told_either(district):
    refused(
        "others", lambda: received(district, others="Có chị Huỳnh Mỹ Lệ, con gái người báo tin.")
    )


def test_where_no_key_opens_the_seal_the_page_says_so(client, district, settings):
    tip = classified(district)
    settings.TIP_KEYS = [Fernet.generate_key().decode()]
    client.force_login(district.chief)
    reason = {"reason": "Cần gọi lại để hỏi thêm."}
    for name, *more in (
        ("tip_informant",),
        ("tip_paper", "reception"),
        ("tip_informant_correct",),
    ):
        answer = client.post(reverse(name, args=[tip.pk, *more]), reason)
        assert answer.status_code == 422
        assert "khóa" in answer.content.decode()


def test_a_lost_key_stops_no_step(district, settings):
    tip = classified(district)
    settings.TIP_KEYS = [Fernet.generate_key().decode()]
    assert moved(tip, district.chief, "hand_over").state == "handed_over"


def test_a_look_that_names_the_informant_comes_back_to_the_page(client, district):
    tip = received(district)
    client.force_login(district.chief)
    answer = client.post(reverse("tip_informant", args=[tip.pk]), {"reason": TELLING[:100]})
    assert answer.status_code == 422
    assert list(answer.context["look_form"].errors) == ["reason"]


def test_an_agency_that_gives_a_tip_is_no_secret(client, district):
    """A petition names who petitions, a school's report the school; whoever speaks for them stays secret."""
    client.force_login(district.officer)
    page = receiving("written")
    school = typed(
        full_name="Trường THCS Long Hòa",
        content="Học sinh đánh nhau trước cổng Trường THCS Long Hòa.",
    )
    assert client.post(page, school).status_code == 422
    assert client.post(page, {**school, "is_agency": "on"}).status_code == 302
    petition = typed(
        kind="petition",
        is_agency="on",
        full_name="Viện kiểm sát nhân dân huyện",
        content="Viện kiểm sát nhân dân huyện kiến nghị khởi tố vụ trộm.",
    )
    assert client.post(page, petition).status_code == 302
    told = {**petition, "submission_key": str(uuid.uuid4()), "content": f"Gọi {petition['phone']}."}
    assert client.post(page, told).status_code == 422
