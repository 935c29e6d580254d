"""What happened in a commune that ended is told once, by the one that goes on, and leads to as many rows."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from reports.domain.books import books_of
from reports.domain.filling import prefill
from reports.domain.sheet import sheet_of
from reports.models import Report
from tests.dashboards.lists import rows_of
from tests.incidents.factories import VIETNAM, HotspotFactory, IncidentFactory
from tests.reports.filing_world import FilingWorld, make_world
from units.models import CommuneSuccession

pytestmark = pytest.mark.django_db
SOURCED = (
    ("9.1", "happened", "Vụ việc trong sổ", {"source": "incidents_all"}),
    ("9.2", "present", "Lực lượng có mặt", {"source": "force_part_time_present"}),
)


@pytest.fixture
def world() -> FilingWorld:
    """Tân Trạch ended in Long Hòa in the middle of the last whole month; both have incidents on both sides of it."""
    world = make_world(more_lines=SOURCED)
    period = world.report(months_ago=1).period
    for commune, number in ((world.district.commune, 2), (world.district.other, 3)):
        for day in (period.first_day, period.first_day - datetime.timedelta(days=1)):
            for _one in range(number):
                moment = datetime.datetime(day.year, day.month, day.day, 20, tzinfo=VIETNAM)
                IncidentFactory(commune=commune, occurred_from=moment)
        HotspotFactory(commune=commune, state="confirmed")
    return world


def merge(world: FilingWorld, on: datetime.date) -> None:
    CommuneSuccession.objects.create(
        predecessor=world.district.other, successor=world.district.commune, kind="merge", on=on
    )


def told(world: FilingWorld, report: Report, client: Client) -> dict[str, tuple[int, int]]:
    """What each sourced cell says, and how many rows its link shows."""
    today = timezone.localdate()
    prefill(report, scope=world.scope, today=today)
    client.force_login(world.district.chief)
    cells = sheet_of(report, scope=world.scope).cells.values()
    return {
        cell.indicator.code: (
            int(cell.source_number or 0),
            rows_of(client.get(cell.source_url).content.decode()),
        )
        for cell in cells
        if cell.has_source
    }


def test_the_commune_that_goes_on_tells_of_both_in_the_period_of_the_merger(world, client):
    report = world.report(months_ago=1)
    merge(world, report.period.first_day + datetime.timedelta(days=10))
    assert told(world, report, client)["happened"] == (2, 2)  # the other's own report tells of it
    world.report(other=True, months_ago=1).delete()
    assert told(world, report, client)["happened"] == (5, 5)


def test_a_period_before_the_merger_is_told_of_its_own_book(world, client):
    report = world.report(months_ago=1)
    merge(world, report.period.last_day + datetime.timedelta(days=1))
    assert told(world, report, client)["happened"] == (2, 2)
    merged_today = world.report()
    Report.objects.filter(commune=world.district.other, period=merged_today.period).delete()
    assert told(world, merged_today, client)["places"] == (2, 2)


def test_the_officers_of_a_commune_that_ended_are_not_the_other_s(world, client):
    report = world.report()
    Report.objects.filter(commune=world.district.other).delete()
    merge(world, report.period.first_day)
    assert books_of(report, timezone.localdate()).communes == {
        world.district.commune.pk,
        world.district.other.pk,
    }
    found = told(world, report, client)
    assert found["present"][0] == found["present"][1]
