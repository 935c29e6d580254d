"""The link behind a figure of a report is shown to whoever may open its rows, and the figure to every reader."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.domain.source_rights import RIGHTS
from reports.domain.sources import SOURCES
from tests.incidents.people import make_district
from tests.reports import filing_world

pytestmark = pytest.mark.django_db
DAYS = datetime.date(2026, 10, 1), datetime.date(2026, 10, 31)
TIPS = ("5", "tips", "Tin báo tiếp nhận", {"source": "tips_received"})
# One source for each page that holds rows.
PAGES = {source.right: source.code for source in reversed(SOURCES.values())} | {
    source.list_name: source.code for source in SOURCES.values() if source.list_name
}


def test_every_source_says_which_right_its_rows_need():
    assert {source.right for source in SOURCES.values()} == set(RIGHTS.values())


@pytest.mark.parametrize("code", sorted(set(PAGES.values())))
def test_the_page_with_the_rows_asks_for_the_right_that_the_table_says(client: Client, code):
    district = make_district()
    source = SOURCES[code]
    address = source.rows_url(district.commune.pk, *DAYS)
    for user in district.everybody:
        if user == district.other_chief:
            continue  # out of sight altogether
        client.force_login(user)
        expected = 200 if user.has_perm(source.right) else 403
        assert client.get(address).status_code == expected, (user.get_full_name(), address)


@pytest.mark.parametrize(
    ("role", "sees_tips"),
    [("chief", True), ("staff", True), ("administrator", False)],
)
def test_who_may_not_open_the_rows_sees_the_figure_alone(
    client: Client, monkeypatch: Any, role, sees_tips
):
    monkeypatch.setattr(filing_world, "LINES", (*filing_world.LINES, TIPS))
    world = filing_world.make_world()
    report, line = world.report(), world.lines["5"]
    client.force_login(getattr(world.district, role))
    pages = (
        reverse("report_detail", args=[report.pk]),
        reverse("report_cell_panel", args=[report.pk, line.pk]),
    )
    for page in pages:
        shown = client.get(page)
        assert shown.status_code == 200
        text = shown.content.decode()
        assert "Tin báo tiếp nhận" in text
        assert ("/tips/?commune=" in text) is sees_tips
    # What everybody may open keeps its link.
    assert "/hotspots/?commune=" in client.get(pages[0]).content.decode()
