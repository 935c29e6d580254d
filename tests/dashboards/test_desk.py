"""The desk: what the law counts hours for stands first, and old records that wait for their rest hide nothing."""

import datetime

import pytest

from dashboards.queries.desk import FEW, tasks_for
from incidents.models import Incident
from tests.incidents.factories import IncidentFactory, MediationFactory
from tests.incidents.people import make_district
from tests.incidents.tips import NOW, received
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
    tasks = tasks_for(Scope.of([commune.pk]), TODAY, [], with_tips=True)
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
