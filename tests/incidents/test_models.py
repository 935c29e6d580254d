"""What the database itself holds true about hotspots."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from incidents.models import Hotspot, HotspotCount, HotspotKind, OfficialListing
from tests.factories import CommuneFactory, HamletFactory
from tests.incidents.factories import (
    HotspotActionFactory,
    HotspotFactory,
    HotspotReviewFactory,
    OfficialListingFactory,
)
from units.domain.scope import Scope

pytestmark = pytest.mark.django_db


def counted() -> dict[tuple[int, str], int]:
    rows = HotspotCount.objects.exclude(count=0).values_list("commune_id", "state", "count")
    return {(commune, state): count for commune, state, count in rows}


def test_counts_follow_every_insert_move_and_delete():
    first, second = CommuneFactory(), CommuneFactory()
    HotspotFactory.create_batch(3, commune=first)
    moved = HotspotFactory(commune=second)
    assert counted() == {(first.pk, "reported"): 3, (second.pk, "reported"): 1}
    Hotspot.objects.filter(commune=first).update(state="confirmed")
    moved.commune = first
    moved.save()
    assert counted() == {(first.pk, "confirmed"): 3, (first.pk, "reported"): 1}
    Hotspot.objects.filter(state="confirmed").delete()
    assert counted() == {(first.pk, "reported"): 1}


def test_every_change_raises_the_version_and_leaves_history():
    place = HotspotFactory()
    place.name = "Chợ Trạm"
    place.save()
    place.refresh_from_db()
    assert place.version == 2
    assert [event.name for event in place.events.order_by("pgh_id")][-1] == "Chợ Trạm"


def test_a_closed_place_has_the_day_it_was_closed():
    with pytest.raises(IntegrityError, match="hotspot_closed_whole"), transaction.atomic():
        HotspotFactory(state="resolved")


def test_a_hamlet_of_another_commune_is_refused():
    with pytest.raises(IntegrityError, match="another commune"), transaction.atomic():
        HotspotFactory(hamlet=HamletFactory())


def test_a_listing_names_only_the_four_official_types():
    with pytest.raises(IntegrityError, match="listing_types_known"), transaction.atomic():
        OfficialListingFactory(types=["gossip"])
    with pytest.raises(IntegrityError, match="listing_types_known"), transaction.atomic():
        OfficialListingFactory(types=[])


def test_a_converted_area_is_followed_six_months_more():
    listing = OfficialListingFactory(
        year=2025, result="converted", converted_on=datetime.date(2025, 11, 30)
    )
    listing.refresh_from_db()
    assert listing.followed_until == datetime.date(2026, 5, 30)
    in_force = OfficialListing.objects.in_force
    assert in_force(datetime.date(2026, 5, 30)).exists()
    assert not in_force(datetime.date(2026, 5, 31)).exists()


def test_search_ignores_case_and_diacritics():
    HotspotFactory(name="Ngã ba Tân Lân", whereabouts="Quốc lộ 50")
    assert Hotspot.objects.matching("tan LAN quoc lo").exists()
    assert not Hotspot.objects.matching("tan trach").exists()


def test_the_catalogue_names_the_places_of_the_meeting():
    codes = set(HotspotKind.objects.values_list("code", flat=True))
    assert {"market", "three_way_junction", "four_way_junction", "black_spot"} <= codes


def test_another_communes_places_and_files_are_hidden(as_scope):
    place = HotspotFactory()
    HotspotActionFactory(hotspot=place)
    HotspotReviewFactory(hotspot=place)
    OfficialListingFactory(hotspot=place)
    tables = [
        "hotspot",
        "hotspotevent",
        "hotspotcount",
        "hotspotaction",
        "hotspotactionevent",
        "hotspotreview",
        "hotspotreviewevent",
        "officiallisting",
        "officiallistingevent",
    ]

    def seen() -> list[int]:
        with connection.cursor() as cursor:
            counts = []
            for table in tables:
                cursor.execute(f"SELECT count(*) FROM incidents_{table}")
                counts.append(cursor.fetchone()[0])
            return counts

    assert all(seen())
    with as_scope(Scope.of([place.commune_id])):
        assert all(seen())
    with as_scope(Scope.of([CommuneFactory().pk])):
        assert not any(seen())
