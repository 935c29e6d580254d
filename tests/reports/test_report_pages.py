"""The pages of reports as people use them: the list, the sheet, submitting, returning, replacing, papers."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from reports.models import Report, ReportValue
from tests.reports.filing_world import FilingWorld, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> FilingWorld:
    return make_world()


@pytest.fixture
def chief(world: FilingWorld, client: Client) -> Client:
    client.force_login(world.district.chief)
    return client


@pytest.fixture
def staff(world: FilingWorld) -> Client:
    signed_in = Client()
    signed_in.force_login(world.district.staff)
    return signed_in


def page(client: Client, report: Report, status: int = 200, query: str = "") -> str:
    answer = client.get(reverse("report_detail", args=[report.pk]) + query)
    assert answer.status_code == status
    return answer.content.decode()


def fill(world: FilingWorld, report: Report) -> None:
    """Fill what the form requires, rightly."""
    for line, number in {"1": 15, "1.1": 9, "1.2": 3, "1.3": 3, "2": 0}.items():
        ReportValue.objects.update_or_create(
            report=report, indicator=world.lines[line], defaults={"number": number}
        )


def test_smoke(chief: Client, world: FilingWorld) -> None:
    text = page(chief, world.report())
    assert "Vụ việc xảy ra" in text
    assert chief.get("/reports/").status_code == 200
