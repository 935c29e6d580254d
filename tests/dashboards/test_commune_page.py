"""A commune's page: everything known of it in words, in a fixed number of queries."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from dashboards.queries.incident_months import Months
from incidents.queries.incidents import beginning_of
from tests.accounts.factories import person
from tests.dashboards.lists import rows_of, signed_in
from tests.factories import (
    AssignmentFactory,
    CommuneFactory,
    DepartureFactory,
    EquipmentItemFactory,
    EquipmentStockFactory,
    EstablishmentNormFactory,
    HamletFactory,
    OfficerFactory,
    PositionFactory,
)
from tests.incidents.factories import (
    CrimeTipFactory,
    HotspotFactory,
    MediationFactory,
    MovementModelFactory,
    OutreachSessionFactory,
    SafetyStandardFactory,
    TipDeadlineFactory,
)
from units.models import Commune

pytestmark = pytest.mark.django_db
QUERIES = 36
WORDS = (
    "090••••567",
    "Ấp Rạch Kiến 0",
    "Chức danh 0",
    "Xe mô tô: <b>4</b>",
)


def furnish(commune: Commune, times: int) -> None:
    """Give the commune so many of everything that its page lists."""
    for number in range(times):
        position = PositionFactory(name=f"Chức danh {number}")
        EstablishmentNormFactory(position=position)
        AssignmentFactory(
            officer=OfficerFactory(commune=commune, given_name="Đạt", phone="0901234567"),
            position=position,
            hamlet=HamletFactory(commune=commune, name=f"Rạch Kiến {number}"),
        )
        gone = OfficerFactory(commune=commune, given_name="Bình")
        DepartureFactory(officer=gone, on=timezone.localdate(), reason="allowance")
        EquipmentItemFactory(commune=commune, condition="broken")
        EquipmentStockFactory(commune=commune, condition="worn")
        overdue = timezone.localdate() - datetime.timedelta(days=1)
        HotspotFactory(commune=commune, state="confirmed", next_review_on=overdue)
        happen(commune, number)


def happen(commune: Commune, number: int) -> None:
    """A tip that is late, a settled quarrel to ask about, a model, outreach and a standard, all of this year."""
    today = timezone.localdate()
    month = Months.of(today)
    for day in {today, month.last_day}:
        received = beginning_of(day)
        tip = CrimeTipFactory(commune=commune, received_at=received, next_due_at=received)
        TipDeadlineFactory(tip=tip, due_at=received)
        MediationFactory(
            commune=commune,
            opened_on=day,
            state="settled",
            outcome_on=day,
            follow_up_on=day - datetime.timedelta(days=1),
        )
    MovementModelFactory(commune=commune)
    OutreachSessionFactory(commune=commune, on=today, attendance=20)
    hamlet = HamletFactory(commune=commune)
    SafetyStandardFactory(commune=commune, kind="families", hamlet=hamlet, year=today.year)


@pytest.mark.parametrize("times", [1, 9])
def test_one_of_everything_or_nine_take_as_many_queries(
    times: int, django_assert_num_queries: Any
) -> None:
    commune = CommuneFactory()
    furnish(commune, times)
    client = signed_in(person("commune_chief", commune))
    url = reverse("commune_detail", args=[commune.pk])
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)


def test_the_page_says_in_words_who_serves_what_is_kept_and_who_left() -> None:
    commune = CommuneFactory()
    furnish(commune, 1)
    html = signed_in(person("commune_chief", commune)).get(
        reverse("commune_detail", args=[commune.pk])
    )
    text = " ".join(html.content.decode().split())
    for said in WORDS:
        assert said in text


def test_open_and_overdue_places_are_counted_apart_from_closed_ones() -> None:
    commune = CommuneFactory()
    furnish(commune, 2)
    HotspotFactory(commune=commune, state="reported")
    HotspotFactory(
        commune=commune,
        state="declined",
        closed_on=timezone.localdate(),
        closed_reason="Không đúng thực tế.",
    )
    page = signed_in(person("commune_chief", commune)).get(
        reverse("commune_detail", args=[commune.pk])
    )
    figures = page.context["figures"]
    assert (figures.hotspots_open, figures.reviews_overdue, figures.departures) == (3, 2, 2)


def lines_of(page: Any) -> list[Any]:
    """Every line of what happened, of last month and of the year."""
    context = page.context
    return [
        *context["month_lines"],
        *(line for column in context["year"] for panel in column for line in panel.lines),
    ]


def test_every_number_of_what_happened_leads_to_as_many_rows() -> None:
    commune = CommuneFactory()
    furnish(commune, 2)
    for _ in range(2):
        furnish(CommuneFactory(jurisdiction=commune.jurisdiction), 1)
    client = signed_in(person("commune_chief", commune, language="en"))
    lines = lines_of(client.get(reverse("commune_detail", args=[commune.pk])))
    assert len(lines) == 2 + 7 + 4 + 3
    checked = 0
    for line in lines:
        known = [(line.value, line.url), *((words(aside), aside.url) for aside in line.asides)]
        for text, url in known:
            number = re.search(r"\d+", text)
            if url and number and "%" not in text and "standards" not in url:
                shown = rows_of(client.get(url).content.decode())
                assert (line.label, text, shown) == (line.label, text, int(number.group()))
                checked += 1
    assert checked > 15


def words(aside: Any) -> str:
    """What stands beside a number; a share is checked elsewhere."""
    return "" if "÷" in aside.words else str(aside.words)


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("administrator", ["mediations", "movement"]),
        ("district_staff", ["tips", "mediations", "movement"]),
        ("home_affairs", []),
        ("commune_chief", ["tips", "mediations", "movement"]),
        ("commune_officer", ["tips", "mediations", "movement"]),
    ],
)
def test_each_role_sees_what_its_rights_allow(role: str, seen: list[str]) -> None:
    commune = CommuneFactory()
    furnish(commune, 1)
    of = commune if role.startswith("commune") else commune.jurisdiction
    page = signed_in(person(role, of)).get(reverse("commune_detail", args=[commune.pk]))
    shown = [panel.anchor for column in page.context["year"] for panel in column]
    assert shown == seen
    assert ("/tips/" in page.content.decode()) == ("tips" in seen)


def test_the_commune_s_people_see_no_tips_without_the_right(monkeypatch: Any) -> None:
    """Neither on the page nor on the desk, whatever is overdue."""
    commune = CommuneFactory()
    furnish(commune, 1)
    user = person("commune_officer", commune)
    may = type(user).has_perm
    monkeypatch.setattr(
        type(user), "has_perm", lambda self, name, obj=None: "tip" not in name and may(self, name)
    )
    client = signed_in(user)
    for url in (reverse("commune_detail", args=[commune.pk]), reverse("overview")):
        assert "TB-2026" not in client.get(url).content.decode()
        assert "/tips/" not in client.get(url).content.decode()


def test_the_desk_holds_the_year_s_tips_against_their_targets() -> None:
    commune = CommuneFactory()
    furnish(commune, 1)
    client = signed_in(person("commune_chief", commune, language="en"))
    lines = {line.label: line for line in client.get(reverse("overview")).context["month_lines"]}
    year = timezone.localdate().year
    taken, in_time = lines[f"Tips taken up, {year}"], lines[f"Tips resolved in time, {year}"]
    received = rows_of(client.get(taken.url).content.decode())
    assert (taken.value, taken.of) == ("100 %", f"= {received} ÷ {received} received")
    assert in_time.of == f"= 0 ÷ (0 resolved + {received} open and overdue)"
    assert [aside.words for aside in in_time.asides] == ["target over 90 %", "target missed"]
