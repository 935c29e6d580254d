"""What a tip said of its informant before the name was known is said without the name from then on, history included."""

from dataclasses import asdict, replace

import pytest
from django.urls import reverse

from accounts.models import Disclosure
from incidents.domain.tips.correcting_informant import correct_informant, informant_version
from incidents.domain.tips.informants import see_informant
from incidents.domain.tips.receiving import Classification, classify_tip
from incidents.domain.tips.story import story_of
from incidents.domain.tips.verifying import Report, draft_verification, move_verification
from incidents.models import CrimeTip, TipInformant, TipVerification
from tests.incidents.test_tip_informants import dump
from tests.incidents.tips import HOUR, INFORMANT, NOW, moved, received

pytestmark = pytest.mark.django_db

NAME, PHONE = "Phan Thị Hồng Gấm", "0912345678"
GAM = replace(INFORMANT, full_name=f"Bà {NAME} (1980)", phone=PHONE, special="", assisted_by="")
CONTENT = f"{NAME} ở ấp 2 báo có tụ điểm đánh bạc, gọi lại số (0912) 345 678."
BECAUSE = "Người báo đã đến trực tiếp và cho biết tên."


def nobody(district, **more):
    return received(
        district, informant=None, anonymous_reason="Sợ bị trả thù.", **{"content": CONTENT, **more}
    )


def named(tip, by, said=GAM, at=NOW + HOUR):
    return correct_informant(tip, said, BECAUSE, by=by, now=at, version=informant_version(tip))


def classify(tip, district, because):
    said = Classification("urgent", because=because)
    return classify_tip(tip, said, by=district.chief, now=NOW + HOUR, version=tip.version)


def nothing_tells():
    rows = dump()
    for words in (NAME, NAME.upper(), "Hồng Gấm", "phan thi hong gam", PHONE, "345 678"):
        assert words not in rows


def test_the_content_loses_the_name_and_the_phone_in_its_history_too(district):
    tip = nobody(district, event_place=f"Gần nhà {NAME.upper()}")
    done = named(tip, district.chief)
    assert done.places == 2
    assert done.tip.content == (
        "[người báo tin] ở ấp 2 báo có tụ điểm đánh bạc, gọi lại số [người báo tin]."
    )
    assert CrimeTip.objects.get().event_place == "Gần nhà [người báo tin]"
    nothing_tells()
    assert see_informant(done.tip, by=district.chief, reason="Mời làm việc").phone == PHONE


def test_the_history_says_how_much_was_taken_out_and_not_what(district):
    tip = named(nobody(district), district.chief).tip
    lines = [one.action for one in story_of(tip) if "1 chỗ" in one.action]
    assert len(lines) == 1
    assert "Gấm" not in str(story_of(tip))


def test_results_reasons_and_reports_lose_it_a_signed_one_too(district):
    tip = nobody(district)
    tip = moved(classify(tip, district, because=f"Theo lời {NAME}"), district.chief, "check_facts")
    said = Report("Đã xem hiện trường.", f"Bà {NAME} chỉ chỗ.", "signs", "Chuyển huyện.")
    report = draft_verification(tip, said, by=district.officer, version=None)
    for name in ("read", "sign"):
        report = move_verification(
            name, report, "", by=district.chief, now=NOW, version=report.version
        )
    done = named(CrimeTip.objects.get(), district.chief)
    assert done.places == 3
    nothing_tells()
    kept = TipVerification.objects.get()
    assert (kept.state, kept.found) == ("signed", "Bà [người báo tin] chỉ chỗ.")
    assert any("signed" in str(one.state) for one in kept.events.all())


def test_a_name_that_was_mistyped_and_is_corrected_is_taken_out_as_often_as_it_happens(district):
    wrong = replace(INFORMANT, full_name="Nguyễn Văn Ba", assisted_by="")
    tip = received(district, informant=wrong, content="Ông Nguyễn Văn Án Em báo có trộm.")
    for hours, place, name in ((1, "content", "Nguyễn Văn Án Em"), (2, "others", "Lê Thị Bé Tư")):
        CrimeTip.objects.filter(pk=tip.pk).update(others="Có Lê Thị Bé Tư ở đó")
        said = replace(wrong, full_name=name)
        done = named(CrimeTip.objects.get(), district.chief, said, NOW + hours * HOUR)
        assert done.places == 1
        assert "[người báo tin]" in getattr(done.tip, place)
    told = [one.action for one in story_of(done.tip) if "1 chỗ" in one.action]
    assert len(told) == 2
    assert all(BECAUSE in one for one in told)


def test_who_helped_is_taken_out_under_another_mark(district):
    tip = nobody(district, content="Có chị Huỳnh Mỹ Lệ đi cùng.")
    done = named(tip, district.chief, replace(GAM, assisted_by="Con gái Huỳnh Mỹ Lệ"))
    assert done.tip.content == "Có chị [người liên quan] đi cùng."


def test_where_nothing_told_nothing_is_said(district):
    done = named(nobody(district, content="Có tụ điểm đánh bạc."), district.chief)
    assert done.places == 0
    assert not any("chỗ đã ghi" in one.action for one in story_of(done.tip))
    assert TipInformant.objects.get().redacted_places == 0


def test_the_page_says_that_it_happened_and_in_how_many_places(client, district):
    tip = nobody(district)
    client.force_login(district.chief)
    typed = {**asdict(GAM), "version": 0, "because": BECAUSE}
    answer = client.post(reverse("tip_informant_correct", args=[tip.pk]), typed, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "ở 1 chỗ" in page
    assert "Hồng Gấm" not in page
    assert not Disclosure.objects.exists()
