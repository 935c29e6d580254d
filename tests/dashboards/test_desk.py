"""The desk: what the law counts hours for stands first, and old records that wait for their rest hide nothing."""

import datetime

import pytest
from django.utils import timezone

from dashboards.queries.desk import tasks_for
from dashboards.queries.desk_happenings import FEW
from dashboards.views.desk import SHOWN
from incidents.models import WITH_COMMUNE, CrimeTip, Incident
from tests.incidents.factories import IncidentFactory, MediationFactory
from tests.incidents.people import make_district
from tests.incidents.tips import NOW, classified, received
from units.domain.scope import Scope

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_a_tip_and_a_follow_up_of_today_are_not_hidden_by_many_old_records():
    district = make_district()
    commune = district.commune
    old = NOW - datetime.timedelta(days=60)
    IncidentFactory.create_batch(30, commune=commune, occurred_from=old, is_complete=False)
    tip = received(district)
    mediation = MediationFactory(commune=commune, state="settled", follow_up_on=TODAY)
    tasks = tasks_for(Scope.of([commune.pk]), TODAY, [], tips=WITH_COMMUNE)
    assert tip.number in tasks[0].what
    assert any(mediation.number in task.what for task in tasks)
    (records,) = [task for task in tasks if "whole=no" in task.url]
    assert "30" in records.what


def test_a_few_records_are_named_one_by_one():
    commune = make_district().commune
    IncidentFactory.create_batch(FEW, commune=commune, occurred_from=NOW, is_complete=False)
    tasks = tasks_for(Scope.of([commune.pk]), TODAY, [])
    numbers = set(Incident.objects.values_list("number", flat=True))
    assert {task.what.split()[-1] for task in tasks} == numbers


def test_what_is_not_seen_at_once_unfolds_and_a_clock_says_its_hours(client):
    district = make_district()
    tips = [received(district) for _number in range(SHOWN + 3)]
    CrimeTip.objects.update(next_due_at=timezone.now() + datetime.timedelta(hours=5, minutes=1))
    client.force_login(district.chief)
    page = client.get("/")
    assert len(page.context["tasks"]) == SHOWN
    assert len(page.context["more_tasks"]) >= 3
    content = page.content.decode()
    assert all(tip.number in content for tip in tips)
    assert {task.when for task in page.context["tasks"]} == {"còn 5 giờ"}
    assert "việc nữa" in content


def test_the_desk_asks_of_each_only_what_they_may_do(client):
    district = make_district()
    classified(district)
    waiting = received(district)
    ended = IncidentFactory(commune=district.commune, is_complete=False, state="settled")
    open_one = IncidentFactory(commune=district.commune, is_complete=False)
    client.force_login(district.officer)
    asked = " ".join(task.what for task in client.get("/").context["tasks"])
    assert waiting.number in asked
    assert "Chuyển" not in asked
    assert open_one.number in asked
    assert ended.number not in asked
    client.force_login(district.chief)
    asked = " ".join(task.what for task in client.get("/").context["tasks"])
    assert "Chuyển" in asked
    assert ended.number in asked
