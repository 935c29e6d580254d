"""Two people at the very same moment, each in a transaction of their own."""

import datetime
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction

from commune_police.db import context
from incidents.domain.facts import facts_of
from incidents.domain.hotspots.actions import ActionFacts, record_action
from incidents.domain.hotspots.reporting import (
    ReportFacts,
    correct_hotspot,
    report_hotspot,
)
from incidents.domain.hotspots.workflow import make_move
from incidents.domain.locking import ChangedMeanwhileError
from incidents.models import Hotspot, HotspotCount
from tests.incidents.factories import HotspotFactory, HotspotKindFactory
from tests.incidents.people import make_district

DAY = datetime.date(2026, 11, 24)
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*tasks: Any) -> list[Any]:
    """Run the tasks together, each in its own connection and transaction; return results or refusals."""
    barrier = Barrier(len(tasks))

    def run(task: Any) -> Any:
        try:
            with transaction.atomic():
                context.set_visible(None, None)
                barrier.wait(10)
                return task()
        except (ChangedMeanwhileError, ValidationError) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_the_same_form_arriving_twice_at_once_reports_once():
    district = make_district()
    kind = HotspotKindFactory()
    facts = ReportFacts("Chợ Trạm", kind.pk, 10.55, 106.55, "Họp chợ tràn ra đường")
    key = uuid.uuid4()
    assert district.chief.has_perm("incidents.report_hotspot")

    def send() -> Any:
        return report_hotspot(facts, commune=district.commune, by=district.chief, on=DAY, key=key)

    made = at_once(send, send, send)
    assert len({one.hotspot.pk for one in made}) == 1
    assert Hotspot.objects.count() == 1
    assert HotspotCount.objects.get(commune=district.commune, state="reported").count == 1


def test_of_two_corrections_at_once_one_is_told_of_the_other():
    district = make_district()
    place = HotspotFactory(commune=district.commune)
    facts = facts_of(place, ReportFacts)
    assert district.chief.has_perm("incidents.report_hotspot")

    def correct(name: str) -> Any:
        from dataclasses import replace

        mine = replace(facts, name=name)
        return lambda: correct_hotspot(place, mine, by=district.chief, version=place.version)

    ended = at_once(correct("Một"), correct("Hai"))
    refused = [one for one in ended if isinstance(one, ChangedMeanwhileError)]
    assert len(refused) == 1
    kept = next(one for one in ended if isinstance(one, Hotspot))
    place.refresh_from_db()
    assert place.name == kept.name == refused[0].current.name


def test_a_place_is_confirmed_or_declined_but_never_both():
    district = make_district()
    place = HotspotFactory(commune=district.commune)
    assert district.staff.has_perm("incidents.confirm_hotspot")
    ended = at_once(
        lambda: make_move("confirm", place, by=district.staff, on=DAY),
        lambda: make_move("decline", place, by=district.staff, on=DAY, reason="Trùng"),
    )
    assert sum(isinstance(one, Hotspot) for one in ended) == 1
    assert sum(isinstance(one, ValidationError) for one in ended) == 1
    place.refresh_from_db()
    assert place.state in ("confirmed", "declined")


def test_counts_stay_exact_when_many_places_move_at_once():
    district = make_district()
    places = HotspotFactory.create_batch(6, commune=district.commune, state="confirmed")
    assert district.officer.has_perm("incidents.act_on_hotspot")

    def act(place: Hotspot) -> Any:
        facts = ActionFacts("patrol", "Tuần tra", DAY)
        return lambda: record_action(place, facts, by=district.officer, on=DAY, key=uuid.uuid4())

    at_once(*(act(place) for place in places))
    counts = HotspotCount.objects.filter(commune=district.commune).exclude(count=0)
    assert {row.state: row.count for row in counts} == {"under_action": 6}
