"""The district's pages of deadlines: what holds, one proposes, another decides, nobody else."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from incidents.models import DeadlineRule
from tests.accounts.factories import person
from tests.incidents.people import make_district
from tests.incidents.test_tip_rules import proposed
from tests.incidents.tips import classified

pytestmark = pytest.mark.django_db
TYPED = {
    "step": "hand_over", "urgency": "urgent", "is_remote": "no", "amount": "12", "unit": "hours",
    "instrument": "Thông tư mới", "article": "Điều 1", "valid_from": "2026-01-01",
}  # fmt: skip


def page(client, name, *args, **more):
    answer = client.get(reverse(name, args=args), more)
    return answer.content.decode(), answer


def test_staff_propose_see_what_it_touches_and_a_colleague_approves(client, district):
    tip = classified(district)
    client.force_login(district.staff)
    assert reverse("tip_rule_list") in page(client, "tip_list")[0]
    assert reverse("tip_rule_list") in page(client, "tip_measures")[0]
    assert reverse("tip_rule_propose") in page(client, "tip_rule_list")[0]
    typed = {**TYPED, "jurisdiction": district.jurisdiction.pk}
    answer = client.post(reverse("tip_rule_propose"), typed)
    rule = DeadlineRule.objects.get(instrument="Thông tư mới")
    assert answer["Location"] == reverse("tip_rule", args=[rule.pk])
    assert (rule.state, rule.proposed_by, rule.is_remote) == ("proposed", district.staff, False)
    shown, answer = page(client, "tip_rule", rule.pk)
    assert tip.number in shown
    assert [one[0].article for one in answer.context["followed"]] == ["Điều 7.1.a"]
    assert reverse("tip_rule_approve", args=[rule.pk]) not in shown
    assert client.post(reverse("tip_rule_approve", args=[rule.pk])).status_code == 403
    client.force_login(person("district_staff", district.jurisdiction))
    assert reverse("tip_rule_approve", args=[rule.pk]) in page(client, "tip_rule", rule.pk)[0]
    client.post(reverse("tip_rule_approve", args=[rule.pk]))
    rule.refresh_from_db()
    assert rule.state == "approved"
    assert page(client, "tip_rule", rule.pk)[1].context["stage"] == "in_force"


def test_a_form_that_is_not_right_keeps_what_was_typed(client, district):
    foreign = make_district()
    client.force_login(district.staff)
    for wrong in (
        {"jurisdiction": foreign.jurisdiction.pk},
        {"jurisdiction": ""},
        {"jurisdiction": district.jurisdiction.pk, "amount": "0"},
        {"jurisdiction": district.jurisdiction.pk, "counts_back": "on"},
        {"jurisdiction": district.jurisdiction.pk, "valid_until": "2025-01-01"},
        {"jurisdiction": district.jurisdiction.pk, "step": "closing_report"},
        {"jurisdiction": district.jurisdiction.pk, "step": "ask_extension"},
        {"jurisdiction": district.jurisdiction.pk, "amount": "721"},
        {"jurisdiction": district.jurisdiction.pk, "amount": "366", "unit": "days"},
        {"jurisdiction": district.jurisdiction.pk, "amount": "25", "unit": "months"},
    ):
        answer = client.post(reverse("tip_rule_propose"), {**TYPED, **wrong})
        assert answer.status_code == 422
        assert "Thông tư mới" in answer.content.decode()
        assert answer.context["form"].errors
    assert not DeadlineRule.objects.filter(instrument="Thông tư mới").exists()


def test_a_deadline_without_sense_is_refused_in_human_words(client, district):
    client.force_login(district.staff)
    said = {"jurisdiction": district.jurisdiction.pk}
    for wrong, words in (
        ({"amount": "99999"}, "tối đa 720 giờ, 365 ngày hoặc 24 tháng"),
        ({"amount": "25", "unit": "months"}, "tối đa 720 giờ, 365 ngày hoặc 24 tháng"),
        ({"step": "closing_report", "unit": "days"}, "tính ngược"),
    ):
        answer = client.post(reverse("tip_rule_propose"), {**TYPED, **said, **wrong})
        assert answer.status_code == 422
        assert words in answer.content.decode()


@pytest.mark.parametrize("wrong", [{"amount": 25, "unit": "months"}, {"step": "closing_report"}])
def test_the_database_refuses_it_too(district, wrong):
    one = proposed(district)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeadlineRule.objects.filter(pk=one.pk).update(**wrong)


def test_a_new_version_begins_with_what_the_old_one_says(client, district):
    client.force_login(district.staff)
    old = DeadlineRule.objects.get(step="hand_over", urgency="urgent", is_remote=True)
    form = page(client, "tip_rule_propose", after=old.pk)[1].context["form"]
    said = {name: form[name].value() for name in ("step", "urgency", "is_remote", "amount")}
    assert said == {"step": "hand_over", "urgency": "urgent", "is_remote": "yes", "amount": 48}
    assert form["valid_from"].value() is None
    assert page(client, "tip_rule_propose", after="x")[1].status_code == 200


def test_a_colleague_says_why_not_and_who_proposed_takes_back(client, district):
    held, other = proposed(district), proposed(district)
    client.force_login(district.staff)
    assert client.post(reverse("tip_rule_withdraw", args=[held.pk])).status_code == 422
    client.post(reverse("tip_rule_withdraw", args=[held.pk]), {"reason": "Gõ nhầm số ngày."})
    assert escape("Gõ nhầm số ngày.") in page(client, "tip_rule", held.pk)[0]
    client.force_login(person("district_staff", district.jurisdiction))
    assert (
        client.post(reverse("tip_rule_withdraw", args=[other.pk]), {"reason": "x"}).status_code
        == 403
    )
    assert (
        client.post(reverse("tip_rule_decline", args=[other.pk]), {"reason": ""}).status_code == 422
    )
    client.post(reverse("tip_rule_decline", args=[other.pk]), {"reason": "Trái luật."})
    held.refresh_from_db()
    other.refresh_from_db()
    assert (held.state, other.state, other.ended_because) == ("withdrawn", "declined", "Trái luật.")
    # Deciding again says that it is decided and changes nothing.
    client.post(reverse("tip_rule_approve", args=[other.pk]))
    other.refresh_from_db()
    assert other.state == "declined"


def test_communes_read_the_rules_and_only_read(client, district):
    held = proposed(district)
    for user in (district.chief, district.officer):
        client.force_login(user)
        shown, answer = page(client, "tip_rule_list", all=1)
        assert answer.status_code == 200
        assert "Quy chế của huyện" in shown
        assert reverse("tip_rule_propose") not in shown
        assert page(client, "tip_rule", held.pk)[1].status_code == 200
        for name in ("tip_rule_approve", "tip_rule_decline", "tip_rule_withdraw"):
            assert client.post(reverse(name, args=[held.pk]), {"reason": "x"}).status_code == 403
        assert client.get(reverse("tip_rule_propose")).status_code == 403
    client.force_login(district.home_affairs)
    assert client.get(reverse("tip_rule_list")).status_code == 403


def test_a_proposal_of_another_district_is_not_there(client, district):
    foreign = make_district()
    held = proposed(foreign)
    client.force_login(district.staff)
    assert client.get(reverse("tip_rule", args=[held.pk])).status_code == 404
    assert client.post(reverse("tip_rule_approve", args=[held.pk])).status_code == 404
    assert page(client, "tip_rule_list", all=1)[0].count("Quy chế của huyện") == 0


def test_the_list_takes_a_fixed_number_of_queries(client, district):
    client.force_login(district.staff)
    page(client, "tip_rule_list", all=1)
    with CaptureQueriesContext(connection) as first:
        page(client, "tip_rule_list", all=1)
    for _ in range(3):
        proposed(district)
    with CaptureQueriesContext(connection) as second:
        page(client, "tip_rule_list", all=1)
    assert len(second) == len(first)


def test_a_colleague_is_told_that_proposals_wait(client, district):
    proposed(district)
    proposed(make_district())
    words = "Thời hạn: 1 đề xuất chờ đồng chí duyệt"
    for user, told in (
        (district.staff, False),
        (person("district_staff", district.jurisdiction), True),
        (district.chief, False),
    ):
        client.force_login(user)
        assert (words in page(client, "tip_list")[0]) is told
