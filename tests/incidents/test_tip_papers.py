"""The papers of a tip: what stands on each, who gets the informant's name on one, and what is recorded."""

import pytest
from django.urls import reverse

from accounts.models import Disclosure
from incidents.domain.tips.verifying import Report, draft_verification, move_verification
from incidents.domain.tips.workflow import move_tip
from tests.accounts.factories import person
from tests.incidents.tips import HOUR, INFORMANT, NOW, classified, moved, received
from tests.incidents.word import texts

pytestmark = pytest.mark.django_db


def paper(client, tip, kind):
    return client.get(reverse("tip_paper", args=[tip.pk, kind]))


@pytest.mark.parametrize(
    ("kind", "title", "form"),
    [("receipt", "GIẤY BIÊN NHẬN", "Mẫu số 214"), ("reception", "BIÊN BẢN", "Mẫu số 01")],
)
def test_the_informant_is_named_only_after_a_recorded_look(client, district, kind, title, form):
    tip = received(district)
    client.force_login(district.chief)
    blank = texts(paper(client, tip, kind))
    for words in (title, form, tip.number, tip.content, tip.received_by_name, "22 giờ 40 phút"):
        assert words in blank
    assert INFORMANT.full_name not in blank
    assert INFORMANT.phone not in blank
    address = reverse("tip_paper", args=[tip.pk, kind])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert not Disclosure.objects.filter(shown_as=tip.number).exists()
    named = texts(client.post(address, {"reason": "giao cho người tố giác"}))
    assert INFORMANT.full_name in named
    assert INFORMANT.phone in named
    look = Disclosure.objects.get(shown_as=tip.number)
    assert "giao cho người tố giác" in look.reason
    assert look.user == district.chief


def test_the_receipt_has_two_copies(client, district):
    client.force_login(district.officer)
    said = texts(paper(client, received(district), "receipt"))
    assert said.count("GIẤY BIÊN NHẬN") == 2
    assert "Bản giao cho người cung cấp" in said
    assert "Bản lưu hồ sơ" in said


def test_who_may_not_look_prints_dots_and_nobody_names_one_on_other_papers(client, district):
    tip = classified(district)
    client.force_login(district.officer)
    assert texts(paper(client, tip, "reception"))
    sent = {"reason": "cần cho hồ sơ"}
    assert client.post(reverse("tip_paper", args=[tip.pk, "reception"]), sent).status_code == 403
    client.force_login(district.chief)
    assert client.post(reverse("tip_paper", args=[tip.pk, "slip"]), sent).status_code == 404
    for user, status in ((district.other_chief, 404), (district.administrator, 403)):
        client.force_login(user)
        assert paper(client, tip, "receipt").status_code == status


def test_an_anonymous_tip_says_why_instead(client, district):
    tip = received(district, informant=None, anonymous_reason="Sợ bị trả thù.")
    client.force_login(district.chief)
    assert "Sợ bị trả thù." in texts(paper(client, tip, "reception"))


def test_hand_over_papers_come_with_the_class_and_carry_the_signed_conclusion(client, district):
    tip = received(district)
    client.force_login(district.chief)
    assert paper(client, tip, "slip").status_code == 404
    assert paper(client, tip, "verification").status_code == 404
    tip = classified(district)
    assert "chưa có báo cáo" in texts(paper(client, tip, "slip"))
    deputy = person("commune_deputy", district.commune, full_name="Trần Văn Phó")
    said = Report("Xem hiện trường.", "Có dấu vết cạy cửa.", "signs", "Chuyển Công an huyện.")
    report = draft_verification(tip, said, by=district.officer, version=None)
    drafted = texts(paper(client, tip, "verification"))
    assert "DỰ THẢO" in drafted
    assert "chưa có báo cáo" in texts(paper(client, tip, "slip"))
    for name, by in (("read", deputy), ("sign", district.chief)):
        report = move_verification(name, report, "", by=by, now=NOW + HOUR, version=report.version)
    signed = texts(paper(client, tip, "verification"))
    assert "DỰ THẢO" not in signed
    for words in (said.checked, said.found, said.proposal, "Có dấu hiệu tội phạm", "Trần Văn Phó"):
        assert words in signed
    tip.refresh_from_db()
    # What is drafted after the signature takes nothing away from it, nor do the district's steps.
    draft_verification(tip, said, by=district.officer, version=None)
    tip.refresh_from_db()
    tip = moved(tip, district.chief, "hand_over")
    tip = move_tip("accept", tip, "", by=district.staff, now=NOW + HOUR, version=tip.version)
    for kind, title in (("slip", "PHIẾU CHUYỂN"), ("hand_over", "BIÊN BẢN")):
        text = texts(paper(client, tip, kind))
        assert title in text
        assert "có dấu hiệu tội phạm (báo cáo ký ngày 26/11/2026)" in text
        assert "Theo quyết định 12/QĐ-CAH." in text  # what the hand-over said goes along
        assert "giữ bí mật" in text
        assert INFORMANT.full_name not in text
