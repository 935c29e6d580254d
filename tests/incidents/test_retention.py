"""Persons of closed incidents are made anonymous after the period, their history too; figures stay."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from incidents.domain.incidents.story import story_of
from incidents.models import Incident, IncidentCount, IncidentPerson, RetentionPeriod
from tests.incidents.factories import IncidentFactory, IncidentPersonFactory
from units.domain.months import months_later

pytestmark = pytest.mark.django_db


def closed(months: int, **more) -> Incident:
    day = months_later(timezone.localdate(), -months)
    return IncidentFactory(
        state="settled", outcome_on=day, injured=1,
        occurred_from=timezone.now() - datetime.timedelta(days=31 * months + 5), **more,
    )  # fmt: skip


def run(*options: str) -> str:
    said = StringIO()
    call_command("anonymise_persons", *options, stdout=said)
    return said.getvalue()


def everything_written() -> str:
    """All that the two tables of persons hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT string_agg(p::text, ' ') FROM incidents_incidentperson p) ||"
            " (SELECT string_agg(e::text, ' ') FROM incidents_incidentpersonevent e)"
        )
        return str(cursor.fetchone()[0])


@pytest.fixture
def persons() -> dict[str, IncidentPerson]:
    found = {
        "old": IncidentPersonFactory(incident=closed(25), full_name="Nguyễn Văn Xưa"),
        "corrected": IncidentPersonFactory(incident=closed(25), full_name="Nguyễn Văn Sai"),
        "new": IncidentPersonFactory(incident=closed(23), full_name="Nguyễn Văn Mới"),
        "open": IncidentPersonFactory(
            incident__occurred_from=timezone.now() - datetime.timedelta(days=2000),
            full_name="Nguyễn Văn Mở",
        ),
    }
    found["corrected"].full_name = "Nguyễn Văn Đúng"
    found["corrected"].save()
    taken_off = IncidentPersonFactory(incident=found["old"].incident, full_name="Nguyễn Văn Bỏ")
    taken_off.delete()
    RetentionPeriod.objects.create(subject="incident_persons", months=24)
    return found


def test_first_it_only_says_who_is_due(persons):
    before = everything_written()
    said = run()
    assert "2 persons" in said
    assert "Nothing was changed" in said
    assert everything_written() == before


def test_who_is_due_is_forgotten_in_rows_and_history_and_figures_stay(persons):
    figures = list(IncidentCount.objects.order_by("pk").values())
    run("--write")
    text = everything_written()
    for name in ("Xưa", "Sai", "Đúng", "Bỏ"):
        assert f"Nguyễn Văn {name}" not in text
    for name in ("Mới", "Mở"):
        assert f"Nguyễn Văn {name}" in text
    old = IncidentPerson.objects.get(pk=persons["old"].pk)
    assert (old.role, old.phone, old.anonymised_on) == ("victim", "", timezone.localdate())
    assert list(IncidentCount.objects.order_by("pk").values()) == figures
    call_command("recount", stdout=StringIO())
    assert story_of(old.incident)
    assert "0 persons" in run()


def test_without_a_period_nobody_is_due(persons):
    RetentionPeriod.objects.all().delete()
    before = everything_written()
    assert "No period" in run("--write")
    assert everything_written() == before


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)), st.integers(0, 600))
def test_months_are_counted_back_to_the_same_day_or_the_months_last(day, months):
    earlier = months_later(day, -months)
    assert (day.year - earlier.year) * 12 + day.month - earlier.month == months
    assert earlier.day <= day.day
    following = earlier + datetime.timedelta(days=1)
    assert earlier.day == day.day or following.month != earlier.month
