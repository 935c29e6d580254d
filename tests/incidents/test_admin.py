"""The administrators keep kinds and the official list, of their jurisdiction only."""

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import HotspotKind, OfficialListing
from tests.factories import CommuneFactory
from tests.incidents.factories import HotspotFactory, OfficialListingFactory
from tests.incidents.people import District


@pytest.fixture
def desk(district: District, client: Client) -> Client:
    client.force_login(district.administrator)
    return client


def entry(**changes: object) -> dict[str, object]:
    return {
        "year": 2026,
        "decision_number": "15/QĐ-UBND",
        "types": ["social_order", "drugs"],
        "result": "pending",
        "follow_months": 6,
        "note": "",
        **changes,
    }


def test_an_entry_of_the_official_list_is_made_with_several_types(desk, district):
    place = HotspotFactory(commune=district.commune)
    address = reverse("admin:incidents_officiallisting_add")
    assert desk.post(address, entry(hotspot=place.pk)).status_code == 302
    assert OfficialListing.objects.get().types == ["social_order", "drugs"]


def test_a_place_of_another_district_is_neither_shown_nor_accepted(desk):
    there = HotspotFactory(commune=CommuneFactory(), name="Chợ ngoài huyện")
    listing = OfficialListingFactory(hotspot=there)
    pages = ("admin:incidents_officiallisting_changelist", "admin:incidents_hotspot_changelist")
    for page in pages:
        assert "Chợ ngoài huyện" not in desk.get(reverse(page)).content.decode()
    refused = desk.post(reverse("admin:incidents_officiallisting_add"), entry(hotspot=there.pk))
    assert refused.status_code == 200
    assert "hotspot" in refused.context["adminform"].form.errors
    gone = desk.get(reverse("admin:incidents_officiallisting_change", args=[listing.pk]))
    assert gone.status_code == 302


def test_a_contradictory_entry_is_refused_in_words(desk, district):
    place = HotspotFactory(commune=district.commune)
    address = reverse("admin:incidents_officiallisting_add")
    refused = desk.post(address, entry(hotspot=place.pk, result="converted"))
    assert refused.context["adminform"].form.non_field_errors()
    assert not OfficialListing.objects.exists()


def test_a_kind_taken_out_of_the_form_stays_on_its_places(desk, district):
    place = HotspotFactory(commune=district.commune)
    kind = place.kind
    address = reverse("admin:incidents_hotspotkind_change", args=[kind.pk])
    sent = {"code": kind.code, "name": kind.name, "icon": kind.icon, "order": 10}
    assert desk.post(address, sent).status_code == 302
    assert not HotspotKind.objects.get(pk=kind.pk).is_active
    client = Client()
    client.force_login(district.chief)
    new = client.get(reverse("hotspot_create")).context["form"].fields["kind"].queryset
    edit = client.get(reverse("hotspot_edit", args=[place.pk])).context["form"]
    assert kind not in new
    assert kind in edit.fields["kind"].queryset


@pytest.mark.parametrize("page", ["add", "delete"])
def test_places_are_neither_made_nor_deleted_in_the_admin(desk, district, page):
    place = HotspotFactory(commune=district.commune)
    arguments = [] if page == "add" else [place.pk]
    address = reverse(f"admin:incidents_hotspot_{page}", args=arguments)
    assert desk.get(address).status_code == 403
