"""By when a tip is classified: no law says; where a district's order does, its clock is shown like every other."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from dashboards.queries.desk import tasks_for
from incidents.domain.tips.receiving import Classification, classify_tip
from incidents.models import WITH_COMMUNE, CrimeTip
from incidents.queries.tip_rows import overdue
from tests.incidents.people import make_district
from tests.incidents.test_tip_rules import approved
from tests.incidents.tips import DAY, HOUR, NOW, received
from units.domain.scope import Scope

pytestmark = pytest.mark.django_db


def ordered(district, **more):
    """The district's order: classified within four hours."""
    said = {"step": "classify", "urgency": "", "is_remote": None, "amount": 4}
    return approved(district, **(said | more))


def classify(tip, district, at=NOW + HOUR):
    said = Classification("ordinary")
    return classify_tip(tip, said, by=district.chief, now=at, version=tip.version)


def test_without_an_order_the_ordinary_hand_over_runs_from_receipt(district):
    tip = received(district)
    held = tip.deadlines.get()
    assert (held.step, held.rule.urgency, held.began_at) == ("hand_over", "ordinary", NOW)
    assert tip.next_due_at == held.due_at
    assert classify(tip, district).state == "classified"


def test_an_order_starts_the_clock_at_receipt_and_the_class_meets_it(district):
    rule = ordered(district)
    tip = received(district)
    tip.refresh_from_db()
    held = tip.deadlines.get(step="classify")
    assert (held.rule, held.began_at) == (rule, NOW)
    assert tip.next_due_at == held.due_at == NOW + 4 * HOUR
    # Receiving is one line of the history, not two.
    assert CrimeTip.events.rel.related_model.objects.filter(pgh_obj=tip).count() == 1
    tip = classify(tip, district)
    held.refresh_from_db()
    assert held.met_at == NOW + HOUR
    assert tip.next_due_at == tip.deadlines.get(step="hand_over").due_at


def test_the_order_of_one_district_is_none_of_the_next(district):
    ordered(district)
    assert not received(make_district()).deadlines.filter(step="classify").exists()


def test_a_late_class_is_met_late_and_overdue_until_then(district):
    ordered(district)
    tip = received(district)
    assert not CrimeTip.objects.filter(overdue(NOW + 3 * HOUR)).exists()
    assert CrimeTip.objects.filter(overdue(NOW + 4 * HOUR)).get() == tip
    tip = classify(tip, district, NOW + 6 * HOUR)
    held = tip.deadlines.get(step="classify")
    assert held.met_at > held.due_at


def test_the_list_shows_the_clock_of_what_waits_for_its_class(client, district):
    ordered(district)
    began = timezone.now() - datetime.timedelta(hours=1, minutes=30)
    tip, plain = received(district), received(district)
    plain.deadlines.all().delete()
    CrimeTip.objects.filter(pk=plain.pk).update(next_due_at=None)
    due = began + 4 * HOUR
    tip.deadlines.exclude(step="classify").update(due_at=began + 7 * DAY)
    tip.deadlines.filter(step="classify").update(began_at=began, due_at=due)
    CrimeTip.objects.filter(pk=tip.pk).update(next_due_at=due)
    client.force_login(district.chief)
    shown = client.get(reverse("tip_list")).content.decode()
    assert "Chờ phân loại, còn 2 giờ" in shown
    assert "status-warn" in shown
    assert "tags" in shown
    tip.deadlines.filter(step="classify").update(due_at=began + HOUR)
    CrimeTip.objects.filter(pk=tip.pk).update(next_due_at=began + HOUR)
    client.force_login(district.staff)
    shown = client.get(reverse("tip_list"), {"overdue": "yes"}).content.decode()
    assert "Chờ phân loại, quá hạn" in shown
    assert plain.number not in shown
    assert "Quy chế của huyện" in client.get(reverse("tip_detail", args=[tip.pk])).content.decode()


def test_the_desk_says_what_a_tip_waits_for(district):
    ordered(district)
    tips = {"Classify": received(district)}
    for words, is_proposed in (("Propose to handle", True), ("Hand over", False)):
        said = Classification("ordinary", is_proposed=is_proposed)
        tip = received(district)
        tips[words] = classify_tip(
            tip, said, by=district.chief, now=NOW + HOUR, version=tip.version
        )
    with translation.override("en"):
        tasks = [
            task
            for task in tasks_for(
                Scope.of([district.commune.pk]), NOW.date() + DAY, [], tips=WITH_COMMUNE
            )
            if "/tips/" in task.url
        ]
    said = {task.what.partition(" tip ")[0]: task for task in tasks}
    assert {words: task.url for words, task in said.items()} == {
        words: reverse("tip_detail", args=[tip.pk]) for words, tip in tips.items()
    }
    # Due at 02:40 in the night after receipt.
    assert said["Classify"].due == (NOW + 4 * HOUR).date()
