"""The end of a deadline that no other follows: one proposes the last day, another lets it end or go on."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from incidents.domain.tips.rule_ends import decide_end, propose_end
from incidents.models import DeadlineRule
from tests.accounts.factories import person
from tests.incidents.people import make_district
from tests.incidents.test_tip_rules import approved
from tests.incidents.tips import DAY, NOW, received

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def order(district, **more):
    return approved(district, **{"step": "classify", "urgency": "", "is_remote": None} | more)


def ended(rule, district, last_day=TODAY, reason="Huyện bỏ quy chế này.", **more):
    return propose_end(rule, last_day, reason, **{"by": district.staff, "today": TODAY} | more)


def test_an_order_ends_once_another_agrees(district):
    rule = ended(order(district), district)
    colleague = person("district_staff", district.jurisdiction)
    assert received(district).deadlines.filter(step="classify").exists()
    with pytest.raises(PermissionDenied):
        decide_end(rule, is_approved=True, by=district.staff, today=TODAY)
    with pytest.raises(PermissionDenied):
        decide_end(rule, is_approved=True, by=district.chief, today=TODAY)
    rule = decide_end(rule, is_approved=True, by=colleague, today=TODAY)
    assert (rule.valid_until, rule.ends_on, rule.ended_because) == (
        TODAY, None, "Huyện bỏ quy chế này.",
    )  # fmt: skip
    # On the last day it holds still, from the next on its clock does not run.
    assert received(district).deadlines.filter(step="classify").exists()
    DeadlineRule.objects.filter(pk=rule.pk).update(valid_until=TODAY - DAY)
    assert not received(district).deadlines.filter(step="classify").exists()
    with pytest.raises(ValidationError):
        decide_end(rule, is_approved=True, by=colleague, today=TODAY)


def test_an_end_approved_later_works_from_then_on(district):
    """Tips that came in between keep the rule they began with."""
    rule = ended(order(district), district)
    colleague = person("district_staff", district.jurisdiction)
    later = TODAY + 5 * DAY
    assert decide_end(rule, is_approved=True, by=colleague, today=later).valid_until == later


def test_an_end_approved_late_prolongs_no_rule(district):
    until = TODAY + 3 * DAY
    rule = ended(order(district, valid_until=until), district)
    colleague = person("district_staff", district.jurisdiction)
    rule = decide_end(rule, is_approved=True, by=colleague, today=TODAY + 9 * DAY)
    assert rule.valid_until == until


def test_an_end_that_is_not_approved_leaves_the_rule_as_it_was(district):
    rule = ended(order(district), district)
    rule = decide_end(
        rule, is_approved=False, by=person("district_staff", district.jurisdiction), today=TODAY
    )
    assert (rule.valid_until, rule.ends_on, rule.ended_because) == (None, None, "")


@pytest.mark.parametrize("last_day", [TODAY - DAY, datetime.date(2025, 1, 1)])
def test_nothing_ends_in_the_past(district, last_day):
    with pytest.raises(ValidationError) as problem:
        ended(order(district), district, last_day)
    assert "last_day" in problem.value.message_dict


def test_what_cannot_end(district):
    rule = ended(order(district), district)
    for again in (rule, order(district, valid_until=TODAY)):
        with pytest.raises(ValidationError):
            ended(again, district)
    with pytest.raises(ValidationError):
        ended(order(district), district, reason="x")
    with pytest.raises(PermissionDenied):
        ended(order(district), district, by=district.chief)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeadlineRule.objects.filter(pk=rule.pk).update(end_proposed_by=None)


def test_a_deadline_that_has_to_be_ends_only_where_another_holds(district):
    own = approved(district)
    DeadlineRule.objects.filter(step="hand_over", is_delivered=True).update(valid_until=TODAY)
    with pytest.raises(ValidationError):
        ended(own, district)
    DeadlineRule.objects.filter(step="hand_over", is_delivered=True).update(valid_until=None)
    assert ended(own, district).ends_on == TODAY


def test_of_two_rules_that_each_hold_for_the_other_only_one_ends(district):
    """Each end may be proposed while the other rule holds; the second decision finds that nothing would."""
    DeadlineRule.objects.filter(step="hand_over").update(valid_until=TODAY)
    rules = [approved(district) for _rule in range(2)]
    first, second = [ended(rule, district) for rule in rules]
    colleague = person("district_staff", district.jurisdiction)
    assert decide_end(first, is_approved=True, by=colleague, today=TODAY).valid_until == TODAY
    with pytest.raises(ValidationError):
        decide_end(second, is_approved=True, by=colleague, today=TODAY)
    second.refresh_from_db()
    assert (second.valid_until, second.ends_on) == (None, TODAY)
    assert decide_end(second, is_approved=False, by=colleague, today=TODAY).ends_on is None


def test_the_end_on_the_page(client, district):
    rule, foreign = order(district), order(make_district())
    today = timezone.localdate()
    sent = {"last_day": today.isoformat(), "reason": "Huyện bỏ quy chế này."}
    address = reverse("tip_rule_end", args=[rule.pk])
    client.force_login(district.chief)
    assert client.post(address, sent).status_code == 403
    client.force_login(district.staff)
    assert client.post(reverse("tip_rule_end", args=[foreign.pk]), sent).status_code == 404
    law = DeadlineRule.objects.filter(step="assignment").get()
    assert client.post(reverse("tip_rule_end", args=[law.pk]), sent).status_code == 403
    assert not client.get(reverse("tip_rule", args=[law.pk])).context["may_end"]
    answer = client.post(address, {**sent, "reason": ""})
    assert answer.status_code == 422
    assert answer.context["end_form"]["last_day"].value() == today.isoformat()
    assert client.post(address, {**sent, "last_day": "9999-12-31"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    answer = client.get(reverse("tip_rule", args=[rule.pk]))
    assert "Cán bộ huyện đề nghị" in answer.content.decode()
    assert not answer.context["may_decide_end"]
    assert client.post(reverse("tip_rule_end_approve", args=[rule.pk])).status_code == 403
    client.force_login(person("district_staff", district.jurisdiction))
    assert "chờ đồng chí duyệt" in client.get(reverse("tip_list")).content.decode()
    assert client.get(reverse("tip_rule", args=[rule.pk])).context["may_decide_end"]
    client.post(reverse("tip_rule_end_decline", args=[rule.pk]))
    rule.refresh_from_db()
    assert (rule.ends_on, rule.valid_until) == (None, None)
    client.force_login(district.staff)
    client.post(address, sent)
    client.force_login(person("district_staff", district.jurisdiction))
    client.post(reverse("tip_rule_end_approve", args=[rule.pk]))
    rule.refresh_from_db()
    assert rule.valid_until == today
