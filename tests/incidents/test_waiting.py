"""The navigation counts what awaits a person: all entries in one query, each what its own count would be."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.domain.waiting import MOST, one_each, totals
from incidents.models import Hotspot, HotspotCount, Incident
from tests.incidents.factories import (
    HotspotFactory,
    IncidentFactory,
    MediationFactory,
)
from tests.incidents.people import District
from tests.incidents.tips import received
from units.domain.scope import Scope

pytestmark = pytest.mark.django_db


def test_totals_are_the_counts_and_take_one_query(district: District, django_assert_num_queries):
    IncidentFactory.create_batch(3, commune=district.commune)
    HotspotFactory.create_batch(2, commune=district.commune)
    HotspotFactory(commune=district.other)
    waiting = {
        "incidents": one_each(Incident.objects.select_related("commune").order_by("number")),
        "none": one_each(Hotspot.objects.filter(name="Không có")),
        "distinct": one_each(Hotspot.objects.filter(commune__in=[district.commune.pk]).distinct()),
        "sums": HotspotCount.objects.values_list("pk", "count"),
        "nobody": one_each(Incident.objects.visible_to(Scope.none())),
    }
    with django_assert_num_queries(1):
        found = totals(waiting)
    assert found == {"incidents": 3, "none": 0, "distinct": 2, "sums": 3, "nobody": 0}
    with django_assert_num_queries(0):
        assert totals({}) == {}


def test_no_badge_counts_beyond_what_it_says(district: District):
    first = IncidentFactory(commune=district.commune)
    Incident.objects.bulk_create(
        IncidentFactory.build(commune=district.commune, category=first.category)
        for _one in range(MOST + 5)
    )
    assert totals({"incidents": one_each(Incident.objects.all())}) == {"incidents": MOST}


def test_a_chiefs_page_counts_all_that_waits_in_one_query(client, district: District):
    long_ago = datetime.date(2026, 1, 1)
    IncidentFactory.create_batch(2, commune=district.commune)
    IncidentFactory(commune=district.other)
    HotspotFactory(commune=district.commune, state="confirmed", next_review_on=long_ago)
    MediationFactory.create_batch(
        3,
        commune=district.commune,
        state="settled",
        agreement="Chừa lối đi chung.",
        follow_up_on=timezone.localdate(),
    )
    received(district)
    client.force_login(district.chief)
    client.get(reverse("incident_list"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(reverse("movement_list"))
    counting = [one["sql"] for one in asked if "AS waiting (key, number)" in one["sql"]]
    assert len(counting) == 1
    items = [item for group in page.context["nav"] for item in group.items]
    counts = {item.url: item.count for item in items if item.count}
    assert counts == {
        reverse("incident_list"): 2,
        reverse("hotspot_list"): 1,
        reverse("mediation_list"): 3,
        reverse("tip_list"): 1,
    }
