"""The verification report: an officer drafts it, somebody else reads it, the chief signs it, nobody changes it then."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.tips.verifying import (
    Report,
    draft_verification,
    move_verification,
    readers_instead,
    verification_moves_offered,
)
from incidents.models import TipVerification
from tests.accounts.factories import person
from tests.factories import AssignmentFactory, OfficerFactory
from tests.incidents.test_tip_papers import texts
from tests.incidents.tips import DAY, HOUR, NOW, classified, moved, received

pytestmark = pytest.mark.django_db

SAID = Report("Đã xem hiện trường.", "Có dấu vết cạy cửa.", "signs", "Chuyển Công an huyện.")
TYPED = {
    "checked": SAID.checked,
    "found": SAID.found,
    "finding": SAID.finding,
    "proposal": SAID.proposal,
}


@pytest.fixture
def deputy(district):
    return person("commune_deputy", district.commune, full_name="Trần Văn Phó")


def drafted(district, tip=None):
    return draft_verification(tip or classified(district), SAID, by=district.officer, version=None)


def done(name, report, by, note=""):
    return move_verification(name, report, note, by=by, now=NOW + HOUR, version=report.version)


def offered(report, user):
    return {one.name for one in verification_moves_offered(report, user)}


def test_one_drafts_another_reads_the_chief_signs(district, deputy):
    report = drafted(district)
    assert offered(report, district.officer) == set()
    assert offered(report, deputy) == {"read", "send_back"}
    report = done("read", report, deputy)
    assert offered(report, deputy) == {"send_back"}
    assert offered(report, district.chief) == {"sign", "send_back"}
    report = done("sign", report, district.chief)
    assert (report.state, report.read_by, report.signed_by) == ("signed", deputy, district.chief)
    assert offered(report, district.chief) == set()


def test_nobody_reads_a_text_of_their_own_and_nobody_signs_an_unread_one(district, deputy):
    report = draft_verification(classified(district), SAID, by=deputy, version=None)
    assert "read" not in offered(report, deputy)
    with pytest.raises(PermissionDenied):
        done("read", report, deputy)
    with pytest.raises(ValidationError):
        done("sign", report, district.chief)
    report = done("read", report, district.chief)
    for user in (deputy, district.officer, district.staff):
        with pytest.raises(PermissionDenied):
            done("sign", report, user)
    assert done("sign", report, district.chief).state == "signed"
    with pytest.raises(IntegrityError), transaction.atomic():
        TipVerification.objects.create(
            tip=received(district),
            **TYPED,
            drafted_by=deputy,
            read_by=deputy,
            read_at=NOW,
            state="read",
        )


def test_a_report_sent_back_says_why_and_is_corrected(district, deputy):
    report = drafted(district)
    with pytest.raises(ValidationError):
        done("send_back", report, deputy)
    report = done("read", report, deputy)
    with pytest.raises(ValidationError):
        draft_verification(report.tip, SAID, by=district.officer, version=report.version)
    report = done("send_back", report, district.chief, "Thiếu lời khai của chủ nhà.")
    assert (report.state, report.read_by) == ("draft", None)
    with pytest.raises(ValidationError):
        draft_verification(report.tip, SAID, by=deputy, version=report.version)
    again = Report("Đã lấy lời khai chủ nhà.", SAID.found, "signs", SAID.proposal)
    report = draft_verification(report.tip, again, by=district.officer, version=report.version)
    assert report.checked == again.checked


def test_what_is_signed_stays(district, deputy):
    report = done("sign", done("read", drafted(district), deputy), district.chief)
    for change in ({"found": "Khác."}, {"state": "draft"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            TipVerification.objects.filter(pk=report.pk).update(**change)
    with pytest.raises(ValidationError):
        draft_verification(report.tip, SAID, by=district.officer, version=report.version)
    other = draft_verification(report.tip, SAID, by=district.officer, version=None)
    assert other.pk != report.pk
    with pytest.raises(ChangedMeanwhileError):
        draft_verification(report.tip, SAID, by=district.officer, version=None)


def test_no_report_is_read_or_signed_once_the_tip_is_handed_over(district, deputy):
    report = done("read", drafted(district), deputy)
    moved(report.tip, district.chief, "hand_over")
    report.tip.refresh_from_db()
    assert offered(report, district.chief) == set()
    with pytest.raises(ValidationError):
        done("sign", report, district.chief)


def test_it_is_written_while_the_tip_is_with_the_commune(district):
    for tip in (received(district), moved(classified(district), district.chief, "hand_over")):
        with pytest.raises(ValidationError):
            draft_verification(tip, SAID, by=district.officer, version=None)
    with pytest.raises(PermissionDenied):
        draft_verification(classified(district), SAID, by=district.staff, version=None)


def test_the_pages_from_draft_to_signature(client, district, deputy):
    tip = classified(district)
    page = reverse("tip_verification", args=[tip.pk])
    client.force_login(district.officer)
    answer = client.post(page, {**TYPED, "found": ""})
    assert answer.status_code == 422
    assert SAID.checked in answer.content.decode()
    assert client.post(page, TYPED).status_code == 302
    report = tip.verifications.get()

    def step(name, user, **more):
        client.force_login(user)
        report.refresh_from_db()
        address = reverse("tip_verification_move", args=[tip.pk, report.pk, name])
        return client.post(address, {"version": report.version, **more}).status_code

    assert step("read", district.officer) == 403
    assert step("send_back", deputy, note="") == 422
    assert step("read", deputy) == 302
    assert client.get(page).status_code == 302
    assert step("sign", district.chief) == 302
    assert step("nothing", district.chief) == 404
    assert step("sign", district.other_chief) == 404
    assert step("sign", district.administrator) == 403
    client.force_login(district.chief)
    shown = client.get(reverse("tip_detail", args=[tip.pk])).content.decode()
    assert "Trần Văn Phó" in shown
    assert SAID.found in shown
    for words in ("soạn báo cáo xác minh", "xem báo cáo xác minh", "ký báo cáo xác minh"):
        assert words in shown
    # A later draft takes nothing away from what is signed.
    client.force_login(district.officer)
    assert client.post(page, {**TYPED, "found": "Thêm một nhân chứng."}).status_code == 302
    shown = client.get(reverse("tip_detail", args=[tip.pk])).content.decode()
    assert f"?report={report.pk}" in shown
    signed = client.get(reverse("tip_paper", args=[tip.pk, "verification"]), {"report": report.pk})
    assert signed.status_code == 200


def test_the_desk_says_who_has_to_read_and_to_sign(client, district, deputy):
    def tasks(user):
        client.force_login(user)
        return [one.what for one in client.get("/").context["tasks"]]

    report = drafted(district)
    number = report.tip.number
    reading, signing = f"Xem báo cáo tin báo {number}", f"Ký báo cáo tin báo {number}"
    assert reading in tasks(deputy)
    assert reading not in tasks(district.chief)  # the deputy reads, the chief signs
    assert not any(number in one and "báo cáo" in one for one in tasks(district.officer))
    done("read", report, deputy)
    assert signing in tasks(district.chief)
    assert signing not in tasks(deputy)
    own = draft_verification(classified(district), SAID, by=deputy, version=None)
    assert f"Xem báo cáo tin báo {own.tip.number}" in tasks(district.chief)


def test_a_report_sent_back_is_on_its_authors_desk_until_it_is_corrected(client, district, deputy):
    def named(user):
        client.force_login(user)
        return [
            one.what for one in client.get("/").context["tasks"] if "báo cáo tin báo" in one.what
        ]

    report = move_verification(
        "send_back",
        (given := drafted(district)),
        "Chưa ghi lời trình bày của nhân chứng.",
        by=deputy,
        now=NOW,
        version=given.version,
    )
    assert named(deputy) == []
    assert named(district.officer) == [f"Sửa báo cáo tin báo {report.tip.number}: bị trả lại"]
    draft_verification(report.tip, SAID, by=district.officer, version=report.version)
    assert named(district.officer) == []
    assert named(deputy) == [f"Xem báo cáo tin báo {report.tip.number}"]


def test_a_report_sent_back_to_somebody_who_left_is_taken_up_by_another(client, district, deputy):
    given = drafted(district)
    report = move_verification(
        "send_back", given, "Chưa ghi lời nhân chứng.", by=deputy, now=NOW, version=given.version
    )
    User.objects.filter(pk=district.officer.pk).update(is_active=False)
    client.force_login(deputy)
    what = f"Sửa báo cáo tin báo {report.tip.number}: bị trả lại"
    assert what in [one.what for one in client.get("/").context["tasks"]]
    page = reverse("tip_verification", args=[report.tip_id])
    assert client.get(page).status_code == 200
    taken = draft_verification(report.tip, SAID, by=deputy, version=report.version)
    assert (taken.drafted_by, taken.sent_back_because) == (deputy, "")


def test_the_chief_does_not_read_what_a_deputy_can(district, deputy):
    report = drafted(district)
    deputies = readers_instead(report, district.chief, NOW.date())
    assert deputies == [deputy]
    assert readers_instead(report, deputy, NOW.date()) == []
    names = {one.name for one in verification_moves_offered(report, district.chief, deputies)}
    assert names == {"send_back"}
    with pytest.raises(ValidationError) as problem:
        done("read", report, district.chief)
    assert "Trần Văn Phó" in str(problem.value)
    report = done("read", report, deputy)
    assert done("sign", report, district.chief).signer_read_it is False


def test_the_chief_does_not_sign_alone_once_there_is_a_deputy(client, district):
    report = done("read", drafted(district), district.chief)
    second = person("commune_deputy", district.commune, full_name="Trần Văn Phó")
    with pytest.raises(ValidationError):
        done("sign", report, district.chief)
    client.force_login(district.chief)
    page = client.get(reverse("tip_detail", args=[report.tip_id]))
    assert "Trần Văn Phó" in page.context["who_reads"]
    assert [one["name"] for one in page.context["report_moves"]] == ["send_back"]
    address = reverse("tip_verification_move", args=[report.tip_id, report.pk, "sign"])
    answer = client.post(address, {"version": report.version})
    assert answer.status_code == 422
    assert any("Trần Văn Phó" in str(one) for one in answer.context["messages"])
    report = done("send_back", report, district.chief, "Để Phó trưởng xem báo cáo trước.")
    report = done("sign", done("read", report, second), district.chief)
    assert (report.read_by, report.signer_read_it) == (second, False)


def test_without_another_deputy_the_chief_does_both_and_it_is_said(client, district, deputy):
    report = draft_verification(classified(district), SAID, by=deputy, version=None)
    report = done("sign", done("read", report, district.chief), district.chief)
    assert report.signer_read_it
    client.force_login(district.chief)
    page = client.get(reverse("tip_detail", args=[report.tip_id]))
    (signed,) = [one for one in page.context["story"] if one.action == "ký báo cáo xác minh"]
    said = {one.label: one.after for one in signed.changes}
    assert said["người ký đồng thời là người xem xét, do không có Phó trưởng nào khác"] == "có"
    assert "Không có Phó trưởng nào khác" in page.content.decode()
    paper = client.get(reverse("tip_paper", args=[report.tip_id, "verification"]))
    assert "người ký đồng thời là người xem xét" in texts(paper)


@pytest.mark.parametrize("ended", ["membership", "post", "sign-in"])
def test_a_deputy_who_has_left_reads_nothing(district, ended):
    officer = OfficerFactory(commune=district.commune)
    gone = person("commune_deputy", district.commune, officer=officer)
    post = AssignmentFactory(officer=officer)
    report = drafted(district)
    assert readers_instead(report, district.chief, NOW.date()) == [gone]
    if ended == "membership":
        gone.memberships.update(valid_until=NOW.date() - DAY)
    elif ended == "post":
        post.delete()
    else:
        gone.is_active = False
        gone.save()
    assert readers_instead(report, district.chief, NOW.date()) == []
    assert done("read", report, district.chief).read_by == district.chief


def test_a_deputy_of_another_commune_is_no_reason_to_wait(district):
    person("commune_deputy", district.other)
    assert done("read", drafted(district), district.chief).state == "read"


def test_a_draft_is_its_author_s_and_two_windows_see_both_texts(client, district):
    tip = classified(district)
    drafted(district, tip)
    page = reverse("tip_verification", args=[tip.pk])
    client.force_login(district.chief)
    assert client.get(page).status_code == 302
    answer = client.post(page, {**TYPED, "found": "Không có dấu vết."})
    assert answer.status_code == 422
    assert "Không có dấu vết." in answer.content.decode()
    client.force_login(district.officer)
    answer = client.post(page, {**TYPED, "found": "Không có dấu vết."})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Không có dấu vết." in shown
    assert SAID.found in shown
    form = answer.context["form"]
    sent = {**TYPED, "found": "Không có dấu vết.", "version": form["version"].value()}
    assert client.post(page, sent).status_code == 302
    assert tip.verifications.get().found == "Không có dấu vết."


@pytest.mark.parametrize("is_said", [True, False])
def test_the_database_knows_whether_the_signer_had_read_it(district, deputy, is_said):
    """One person may read and sign where no deputy could, but then the report says so; and it says so only then."""
    reader = deputy if is_said else district.chief
    report = done("read", drafted(district), deputy)
    wrong = {"signed_by": district.chief, "signed_at": NOW, "state": "signed"}
    with pytest.raises(IntegrityError, match="signer_said"), transaction.atomic():
        type(report).objects.filter(pk=report.pk).update(
            read_by=reader, signer_read_it=is_said, **wrong
        )
    type(report).objects.filter(pk=report.pk).update(
        read_by=reader, signer_read_it=not is_said, **wrong
    )
