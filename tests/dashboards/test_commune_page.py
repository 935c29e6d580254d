"""A commune's page: everything known of it in words, in a fixed number of queries."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.accounts.factories import person
from tests.dashboards.lists import signed_in
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
from tests.incidents.factories import HotspotFactory
from units.models import Commune

pytestmark = pytest.mark.django_db
QUERIES = 30
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
