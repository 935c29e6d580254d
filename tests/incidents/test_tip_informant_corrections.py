"""Who gave a tip is corrected after a recorded look; the history tells which facts and why, never what they say."""

from dataclasses import asdict, replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import Disclosure
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.tips.correcting_informant import correct_informant, informant_version
from incidents.domain.tips.informants import see_informant
from incidents.domain.tips.story import story_of
from incidents.models import TipInformant
from tests.incidents.test_tip_informants import dump
from tests.incidents.tips import HOUR, INFORMANT, NOW, classified, moved, received

pytestmark = pytest.mark.django_db

BECAUSE = "Ghi nhầm theo lời kể, đã xem căn cước."
RIGHT = replace(INFORMANT, full_name="Huỳnh Thị Ngọc Sang", phone="0918273699")
LOOKED = "Đối chiếu căn cước công dân"


def corrected(tip, by, said=RIGHT, because=BECAUSE, version=None, at=NOW + HOUR):
    version = informant_version(tip) if version is None else version
    return correct_informant(tip, said, because, by=by, now=at, version=version).tip


def seen(tip, by):
    return see_informant(tip, by=by, reason=LOOKED)


def test_the_corrected_informant_is_sealed_and_nothing_else_holds_it(district):
    tip = corrected(received(district), district.chief)
    assert seen(tip, district.chief) == RIGHT
    rows = dump()
    for words in (RIGHT.full_name, INFORMANT.full_name, RIGHT.phone, INFORMANT.phone):
        assert words not in rows
    assert BECAUSE in rows


def test_the_history_tells_which_facts_and_why(district):
    tip = corrected(received(district), district.chief)
    moved_house = replace(RIGHT, address="Số 9 ấp Rạch Đào")
    tip = corrected(tip, district.chief, moved_house, at=NOW + 2 * HOUR)
    said = [one.action for one in story_of(tip) if BECAUSE in one.action]
    assert said == [
        f"đính chính thông tin người báo tin (Địa chỉ): {BECAUSE}",
        f"đính chính thông tin người báo tin (Họ và tên, Điện thoại): {BECAUSE}",
    ]
    assert "Rạch Đào" not in str(story_of(tip))


def test_only_who_may_see_the_informant_in_the_commune_that_received_it(district):
    tip = classified(district)
    for user in (district.officer, district.staff, district.administrator, district.home_affairs):
        with pytest.raises(PermissionDenied):
            corrected(tip, user)
    tip = moved(tip, district.chief, "hand_over")
    with pytest.raises(PermissionDenied):
        corrected(tip, district.staff)
    assert seen(tip, district.staff) == INFORMANT
    corrected(tip, district.chief)
    assert seen(tip, district.staff) == RIGHT


@pytest.mark.parametrize(
    ("said", "because"),
    [
        (replace(RIGHT, full_name=" "), BECAUSE),
        (INFORMANT, BECAUSE),
        (RIGHT, "x"),
        (RIGHT, "Tên đúng là huynh thi ngoc sang"),
        (RIGHT, f"Số máy cũ là {INFORMANT.phone}, nay đổi"),
    ],
)
def test_no_name_no_difference_no_reason_or_one_that_tells(district, said, because):
    tip = received(district)
    with pytest.raises(ValidationError):
        corrected(tip, district.chief, said, because)
    assert seen(tip, district.chief) == INFORMANT


def test_a_tip_without_a_name_gets_one_and_keeps_it(district):
    tip = received(district, informant=None, anonymous_reason="Sợ bị trả thù.")
    tip = corrected(tip, district.chief, RIGHT, "Người báo đã đến trực tiếp và cho biết tên.")
    assert (tip.is_anonymous, tip.anonymous_reason) == (False, "")
    assert seen(tip, district.chief) == RIGHT
    assert any("đã đến trực tiếp" in one.action for one in story_of(tip))
    with pytest.raises(ChangedMeanwhileError):
        corrected(tip, district.chief, INFORMANT, version=0)


def test_the_page_asks_for_the_reason_before_it_shows_anybody(client, district):
    tip = received(district)
    page = reverse("tip_informant_correct", args=[tip.pk])
    client.force_login(district.chief)
    assert page in client.get(reverse("tip_detail", args=[tip.pk])).content.decode()
    assert "Sương" not in client.get(page).content.decode()
    assert client.post(page, {"reason": ""}).status_code == 422
    assert not Disclosure.objects.exists()
    answer = client.post(page, {"reason": LOOKED})
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    form = answer.context["form"]
    assert form["full_name"].value() == INFORMANT.full_name
    assert LOOKED in Disclosure.objects.get().reason
    typed = {**asdict(RIGHT), "version": form["version"].value(), "because": BECAUSE}
    wrong = client.post(page, {**typed, "because": "x"})
    assert wrong.status_code == 422
    assert RIGHT.phone in wrong.content.decode()
    answer = client.post(page, typed, follow=True)
    assert answer.status_code == 200
    assert "Ngọc Sang" not in answer.content.decode()
    assert BECAUSE in answer.content.decode()
    assert seen(tip, district.chief) == RIGHT


def test_two_people_at_once_see_both_and_each_look_is_recorded(client, district):
    tip = received(district)
    page = reverse("tip_informant_correct", args=[tip.pk])
    version = informant_version(tip)
    corrected(tip, district.chief)
    client.force_login(district.chief)
    mine = replace(INFORMANT, full_name="Huỳnh Thị Ngọc Sướng")
    typed = {**asdict(mine), "version": version, "because": BECAUSE}
    answer = client.post(page, typed)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (409, True)
    assert {one["theirs"] for one in answer.context["differences"]} == {
        RIGHT.full_name,
        RIGHT.phone,
    }
    assert answer.context["form"]["full_name"].value() == mine.full_name
    assert Disclosure.objects.count() == 1
    assert (
        client.post(
            page, {**typed, "version": answer.context["form"]["version"].value()}
        ).status_code
        == 302
    )
    assert seen(tip, district.chief) == mine


def test_nobody_else_gets_the_page(client, district):
    tip = received(district)
    page = reverse("tip_informant_correct", args=[tip.pk])
    for user, status in (
        (district.officer, 403),
        (district.staff, 403),
        (district.administrator, 403),
        (district.other_chief, 404),
    ):
        client.force_login(user)
        assert client.get(page).status_code == status
        assert client.post(page, {"reason": LOOKED}).status_code == status
    moved(classified(district), district.chief, "hand_over")
    assert not Disclosure.objects.exists()
    assert TipInformant.objects.filter(corrected_at__isnull=False).count() == 0


def test_an_anonymous_tip_shows_the_empty_form_at_once(client, district):
    tip = received(district, informant=None, anonymous_reason="Sợ bị trả thù.")
    page = reverse("tip_informant_correct", args=[tip.pk])
    client.force_login(district.chief)
    form = client.get(page).context["form"]
    assert not form["full_name"].value()
    typed = {**asdict(RIGHT), "version": 0, "because": "Người báo đã đến trực tiếp, cho biết tên."}
    assert client.post(page, typed).status_code == 302
    assert seen(tip, district.chief) == RIGHT
