"""The administrators' page of deadlines: one proposes, another approves, nobody changes a rule in force."""

import pytest
from django.urls import reverse

from incidents.models import DeadlineRule
from tests.accounts.factories import person
from tests.incidents.people import make_district
from tests.incidents.test_tip_rules import proposed
from tests.incidents.tips import classified

pytestmark = pytest.mark.django_db
LIST = "admin:incidents_deadlinerule_changelist"


def decide(client, rule, action="approve", **more):
    data = {"action": action, "_selected_action": [rule.pk], **more}
    client.post(reverse(LIST), data)
    rule.refresh_from_db()
    return rule.state


def test_one_proposes_and_another_approves(client, district):
    tip = classified(district)
    client.force_login(district.administrator)
    typed = {
        "step": "hand_over", "urgency": "urgent", "is_remote": "false", "amount": 12,
        "unit": "hours", "instrument": "Thông tư mới", "article": "Điều 1",
        "valid_from": "01/01/2026", "jurisdiction": district.jurisdiction.pk,
    }  # fmt: skip
    answer = client.post(reverse("admin:incidents_deadlinerule_add"), typed)
    assert answer.status_code == 302
    rule = DeadlineRule.objects.get(instrument="Thông tư mới")
    assert (rule.state, rule.proposed_by) == ("proposed", district.administrator)
    page = client.get(reverse("admin:incidents_deadlinerule_change", args=[rule.pk]))
    assert tip.number in page.content.decode()
    assert decide(client, rule) == "proposed"
    client.force_login(person("administrator", district.jurisdiction))
    assert decide(client, rule) == "approved"
    assert decide(client, rule, "decline") == "approved"


def test_a_rule_in_force_is_not_changed_or_deleted(client, district):
    client.force_login(district.administrator)
    rule = DeadlineRule.objects.filter(step="hand_over").first()
    client.post(reverse("admin:incidents_deadlinerule_change", args=[rule.pk]), {"amount": 1})
    client.post(reverse("admin:incidents_deadlinerule_delete", args=[rule.pk]), {"post": "yes"})
    amount = rule.amount
    rule.refresh_from_db()
    assert rule.amount == amount


def test_what_is_not_approved_says_why(client, district):
    held = proposed(district)
    client.force_login(district.administrator)
    assert decide(client, held, "decline") == "proposed"
    assert decide(client, held, "decline", reason="Trái thông tư.") == "declined"
    assert held.ended_because == "Trái thông tư."


def test_an_administrator_proposes_for_their_own_jurisdiction_only(client, district):
    foreign = make_district()
    client.force_login(district.administrator)
    typed = {
        "step": "classify", "amount": 12, "unit": "hours", "instrument": "Quy chế",
        "article": "Điều 1", "valid_from": "01/01/2026",
    }  # fmt: skip
    for where in ("", foreign.jurisdiction.pk):
        answer = client.post(
            reverse("admin:incidents_deadlinerule_add"), {**typed, "jurisdiction": where}
        )
        assert answer.status_code == 200
        assert "jurisdiction" in answer.context["adminform"].form.errors
    assert not DeadlineRule.objects.filter(instrument="Quy chế").exists()
