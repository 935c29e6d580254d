"""Each number of where and when leads to a list that holds exactly its rows."""

from __future__ import annotations

import datetime
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.domain.analysis.aoristic import VIETNAM, Interval, week_hours
from incidents.domain.analysis.areas import Part
from incidents.domain.analysis.plane import Spot
from incidents.domain.withdrawing import withdraw_from_book
from incidents.models import Incident, SearchMethod
from incidents.queries.hours import falling_in, week_of, with_hour_known
from tests.incidents.crowds import MARKET, category, crowd, metres_from, with_boundary
from tests.incidents.factories import (
    HotspotActionFactory,
    HotspotFactory,
    HotspotSuggestionFactory,
    LocatedIncidentFactory,
)
from tests.incidents.people import District

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
MONDAY = datetime.datetime(2026, 3, 2, tzinfo=VIETNAM)


@pytest.fixture
def market(district: District) -> District:
    """A commune with crowds, one withdrawn, some beyond its boundary, some without a point, and a neighbour's."""
    commune = with_boundary(district.commune)
    crowd(commune, 40, at=None, seed=7)
    first, _second, *_rest = crowd(commune, 20)
    withdraw_from_book(first, "Ghi nhầm vào sổ của xã khác.", by=district.chief)
    crowd(commune, 3, at=metres_from(MARKET, 40_000, 0), seed=8)
    for incident in crowd(commune, 4, seed=9):
        incident.latitude = incident.longitude = None
        incident.save()
    crowd(commune, 5, category=category("fight-test", "order-test"), seed=10)
    crowd(commune, 5, days_ago=(500, 600), seed=11)
    crowd(district.other, 10, seed=12)
    return district


def numbers_of(client: Client, address: str) -> list[tuple[str, int]]:
    """The numbers of a page that lead to the list of incidents, with their addresses."""
    answer = client.get(address)
    assert answer.status_code == 200
    start = re.escape(reverse("incident_list"))
    found = re.findall(
        rf'<a href="({start}\?[^"]*)">(?:[^<\d]*)(?:<b>)?([\d.]+)', answer.content.decode()
    )
    return [(unescape(url), int(number.replace(".", ""))) for url, number in found]


def rows_behind(client: Client, url: str) -> int:
    """How many rows the list at an address holds."""
    answer = client.get(url)
    assert answer.status_code == 200
    assert not answer.context["form"].errors
    return int(answer.context["window"].total)


def assert_each_number_is_its_list(client: Client, address: str) -> list[tuple[str, int]]:
    numbers = numbers_of(client, address)
    assert numbers
    for url, number in numbers:
        assert rows_behind(client, url) == number, url
    return numbers


@pytest.mark.parametrize(
    ("name", "query", "least"),
    [
        ("analysis", "", 2),
        ("analysis_when", "", 9),
        ("analysis_when", "category={fights}", 3),
        ("analysis_places", "", 4),
        ("analysis_places", "size=density:150", 4),
        ("analysis_places", "category={thefts}", 4),
        ("analysis_repeats", "", 2),
    ],
)
def test_each_number_leads_to_exactly_its_rows(client, market, name, query, least):
    crowd(market.commune, 2, spread_m=0, days_ago=(5, 9), at=metres_from(MARKET, 900, 0))
    client.force_login(market.chief)
    asked = query.format(
        fights=category("fight-test", "order-test").pk, thefts=category().parent_id
    )
    numbers = assert_each_number_is_its_list(client, f"{reverse(name)}?{asked}")
    assert len(numbers) >= least


def test_a_number_of_pairs_leads_to_the_incidents_that_form_them(client, market):
    client.force_login(market.chief)
    shown = client.get(reverse("analysis_repeats")).content.decode()
    found = re.findall(r'<a class="pairs" href="([^"]*)">(\d+)</a>', shown)
    assert len(found) >= 6
    counted = Incident.objects.filter(commune=market.commune, latitude__isnull=False)
    for url, number in found:
        rows = client.get(unescape(url)).context["window"]
        assert set(rows.ids) <= set(counted.values_list("pk", flat=True))
        assert 2 <= rows.total <= 2 * int(number)
        assert int(number) <= rows.total * (rows.total - 1) // 2


def test_before_and_after_lead_to_the_place_the_ring_and_the_rest(client, market):
    hotspot = HotspotFactory(
        commune=market.commune, name="Chợ Long Hòa", latitude=MARKET[0], longitude=MARKET[1]
    )
    begun = timezone.localdate() - 150 * DAY
    crowd(market.commune, 7, at=metres_from(MARKET, 250, 0), days_ago=(1, 290), seed=21)
    crowd(market.commune, 3, at=metres_from(MARKET, 2_000, 0), hotspot=hotspot, seed=22)
    HotspotActionFactory(hotspot=hotspot, starts_on=begun)
    client.force_login(market.chief)
    page = reverse("hotspot_detail", args=[hotspot.pk])
    numbers = assert_each_number_is_its_list(client, page)
    zones = [number for url, number in numbers if "happened_before" in url and "%" not in url]
    assert len([url for url, _number in numbers if ":ring" in url]) == 2
    assert len([url for url, _number in numbers if ":rest" in url]) == 2
    assert sum(zones) > 60
    table = assert_each_number_is_its_list(client, reverse("analysis_measures"))
    assert len(table) == 4
    ring = next(url for url, _number in table if ":ring" in url)
    chips = client.get(ring).context["chips"]
    assert any("Chợ Long Hòa" in chip.value and "400" in chip.value for chip in chips)


def test_what_was_judged_earlier_leads_to_its_days_and_place(client, market):
    today = timezone.localdate()
    HotspotSuggestionFactory(
        commune=market.commune,
        method=SearchMethod.DENSITY,
        resolution=None,
        bandwidth_m=150,
        radius_m=150,
        first_day=today - 364 * DAY,
        last_day=today,
        count=24,
        state="dismissed",
        reason="Bến xe.",
    )
    client.force_login(market.chief)
    assert 24 in dict(assert_each_number_is_its_list(client, reverse("analysis_places"))).values()


def rough(since: float, until: float, **facts: object) -> Incident:
    """An incident that happened between two hours counted from a Monday."""
    hour = datetime.timedelta(hours=1)
    return LocatedIncidentFactory(
        occurred_from=MONDAY + since * hour,
        occurred_until=MONDAY + until * hour,
        time_known="rough",
        **facts,
    )


def test_every_hour_has_the_incidents_that_put_something_into_it(district):
    facts = {"commune": district.commune, "category": category()}
    spans = [
        (6, 10),
        (22, 26),
        (23.5, 24),
        (160, 170.5),
        (30, 30),
        (12.2, 12.8),
        (0, 168),
        (1, 170),
    ]
    rows = [rough(*span, **facts) for span in spans]
    rows.append(LocatedIncidentFactory(occurred_from=MONDAY, **facts))
    rows.append(
        LocatedIncidentFactory(
            occurred_from=MONDAY + 0.8 * DAY, occurred_until=MONDAY + 1.2 * DAY, **facts
        )
    )
    every = Incident.objects.filter(pk__in=[one.pk for one in rows])
    week = {
        one.pk: week_hours(
            [Interval(one.occurred_from, one.occurred_until if one.time_known == "rough" else None)]
        )
        for one in rows
    }
    known = {key for key, one in week.items() if one.known}
    assert len(known) == len(rows) - 1
    assert set(with_hour_known(every, is_known=True).values_list("pk", flat=True)) == known
    assert with_hour_known(every, is_known=False).get() == rows[7]

    def behind(**asked: int) -> set[int]:
        return set(falling_in(every, **asked).values_list("pk", flat=True))

    for weekday in range(7):
        assert behind(weekday=weekday) == {
            k for k, one in week.items() if one.by_weekday()[weekday]
        }
        for hour in range(24):
            expected = {key for key, one in week.items() if one.weights[weekday][hour]}
            assert behind(weekday=weekday, hour=hour) == expected
    for hour in range(24):
        assert behind(hour=hour) == {key for key, one in week.items() if one.by_hour()[hour]}
    together = week_of(every)
    assert together.known == len(known)
    for weekday in range(7):
        for hour in range(24):
            sums = sum(one.weights[weekday][hour] for one in week.values())
            assert together.weights[weekday][hour] == pytest.approx(sums)


def test_the_page_says_that_an_hour_with_shares_leads_to_all_that_may_have_been_in_it(
    client, district
):
    now = timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0) - DAY
    LocatedIncidentFactory(
        commune=district.commune,
        category=category(),
        occurred_from=now,
        occurred_until=now + datetime.timedelta(hours=4),
        time_known="rough",
    )
    client.force_login(district.chief)
    shown = client.get(reverse("analysis_when")).content.decode()
    assert "0,2" in shown or "0,3" in shown
    assert "Vụ việc chỉ biết khoảng thời gian" in shown
    quarter = f"{reverse('incident_list')}?weekday={now.isoweekday()}&hour=9"
    assert rows_behind(client, quarter) == 1
    assert rows_behind(client, quarter.replace("hour=9", "hour=12")) == 0


def test_without_the_right_to_see_incidents_the_numbers_lead_nowhere(client, market, monkeypatch):
    monkeypatch.setattr(
        "accounts.models.User.has_perm",
        lambda user, name, obj=None: name in {"incidents.see_analysis"},
    )
    client.force_login(market.chief)
    for name in ("analysis", "analysis_when", "analysis_places", "analysis_repeats"):
        assert numbers_of(client, reverse(name)) == []


def test_what_a_link_carries_is_a_chip_in_words_that_can_be_taken_away(client, market):
    hotspot = HotspotFactory(commune=market.commune, name="Chợ Long Hòa")
    client.force_login(market.chief)
    commune = market.commune
    carried = {
        f"hotspot={hotspot.pk}": "Chợ Long Hòa",
        f"zone={hotspot.pk}:place": "150",
        "chosen=1,2,3": "3",
        f"area={commune.pk}:ground": commune.full_name,
        f"area={commune.pk}:beyond": commune.full_name,
        f"area={commune.pk}:cells:89658c2b2afffff": commune.full_name,
        f"area={commune.pk}:circle:10.592,106.5735,150": "150",
    }
    for query, words in carried.items():
        answer = client.get(f"{reverse('incident_list')}?{query}")
        (chip,) = answer.context["chips"]
        assert words in chip.value
        assert chip.value != query.partition("=")[2]
        assert query.partition("=")[0] not in chip.url
        assert f'type="hidden" name="{query.partition("=")[0]}"' in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "hotspot=x",
        "hotspot={hotspot}",
        "zone={hotspot}:place",
        "zone=1:somewhere",
        "zone=",
        "chosen=a,b",
        "area={commune}:ground",
        "area=x",
        "area=1:cells:abc",
        "area=1:circle:nan,nan,5",
        "area=1:circle:1,2",
        "area=1:elsewhere",
        "weekday=9",
        "hour=99",
        "hour=5&weekday=x",
    ],
)
def test_what_cannot_be_read_or_belongs_to_others_finds_nothing(client, market, query):
    others = HotspotFactory(commune=market.other, name="Ngã tư Xoài Đôi")
    client.force_login(market.chief)
    asked = query.format(hotspot=others.pk, commune=market.other.pk)
    answer = client.get(f"{reverse('incident_list')}?{asked}")
    assert answer.status_code == 200
    if asked != "zone=":
        assert answer.context["window"].total == 0
    assert "Ngã tư Xoài Đôi" not in answer.content.decode()


def test_a_part_of_the_ground_is_read_as_it_was_written():
    for part in (
        Part(3, "ground"),
        Part(3, "beyond"),
        Part(3, "cells", frozenset({"89658c2b2afffff", "89658c2b2bbffff"})),
        Part(3, "circle", centre=Spot(10.123456789012345, 106.5), metres=150.0),
    ):
        assert Part.read(str(part)) == part
    assert Part.read("3:cells:89658c2b2afffff,8a658c2b2a9ffff") is None


def test_the_list_asks_no_more_for_more_rows_behind_an_area(
    client, market, django_assert_max_num_queries
):
    client.force_login(market.chief)
    url = f"{reverse('incident_list')}?area={market.commune.pk}:ground"
    client.get(url)

    def asked() -> int:
        with django_assert_max_num_queries(60) as seen:
            client.get(url)
        return len(seen)

    few = asked()
    crowd(market.commune, 40, seed=31)
    assert asked() == few
