"""The administrators keep kinds and the official list, of their jurisdiction only."""

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import HotspotKind, HotspotSuggestion, IncidentCategory, OfficialListing
from tests.factories import CommuneFactory
from tests.incidents.factories import (
    CrimeTipFactory,
    HotspotFactory,
    HotspotSuggestionFactory,
    IncidentFactory,
    OfficialListingFactory,
)
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


def saved_under(desk: Client, category: IncidentCategory, parent: object) -> list[str]:
    """Send the form of a category with another group; return what is said against it."""
    sent = {
        "code": category.code,
        "name": category.name,
        "icon": category.icon,
        "order": category.order,
        "parent": parent,
        "is_active": "on",
    }
    address = reverse("admin:incidents_incidentcategory_change", args=[category.pk])
    response = desk.post(address, sent)
    if response.status_code == 302:
        return []
    return list(response.context["adminform"].form.non_field_errors())


@pytest.mark.parametrize("is_ours", [True, False])
@pytest.mark.parametrize("factory", [IncidentFactory, CrimeTipFactory])
def test_a_category_with_incidents_or_tips_does_not_become_a_group(
    desk, district, factory, is_ours
):
    theft = IncidentCategory.objects.get(code="theft")
    factory(commune=district.commune if is_ours else CommuneFactory(), category=theft)
    (said,) = saved_under(desk, theft, "")
    assert "nhóm" in said
    theft.refresh_from_db()
    assert theft.parent_id
    other = IncidentCategory.objects.get(code="traffic_group")
    assert saved_under(desk, theft, other.pk) == []
    theft.refresh_from_db()
    assert theft.parent == other


def test_a_category_without_incidents_may_become_a_group(desk):
    theft = IncidentCategory.objects.get(code="theft")
    assert saved_under(desk, theft, "") == []


def test_a_group_with_categories_gets_no_group_of_its_own(desk):
    group = IncidentCategory.objects.get(code="property_group")
    other = IncidentCategory.objects.get(code="traffic_group")
    (said,) = saved_under(desk, group, other.pk)
    assert "nhóm" in said
    group.refresh_from_db()
    assert group.parent_id is None


def test_the_list_of_categories_is_saved_as_before(desk, district):
    theft = IncidentCategory.objects.get(code="theft")
    IncidentFactory(commune=district.commune, category=theft)
    sent = {
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 1,
        "form-0-id": theft.pk,
        "form-0-statistical_code": "Đ.173",
        "form-0-order": 7,
        "_save": "1",
    }
    address = reverse("admin:incidents_incidentcategory_changelist") + "?q=theft"
    assert desk.post(address, sent).status_code == 302
    theft.refresh_from_db()
    assert theft.order == 7


@pytest.fixture
def dismissed(district: District) -> HotspotSuggestion:
    """A suggestion that the chief dismissed."""
    return HotspotSuggestionFactory(
        commune=district.commune,
        state="dismissed",
        judged_by_name="Phạm Công Tâm",
        reason="Bến xe, đông người qua lại.",
    )


def test_what_was_made_of_a_suggestion_is_shown_with_its_evidence(desk, district, dismissed):
    others = CommuneFactory()
    HotspotSuggestionFactory(commune=others, state="dismissed", reason="Chợ ngoài huyện")
    shown = desk.get(reverse("admin:incidents_hotspotsuggestion_changelist")).content.decode()
    assert "Bến xe, đông người qua lại." in shown
    assert "Chợ ngoài huyện" not in shown
    found = reverse("admin:incidents_hotspotsuggestion_changelist") + "?q=ben+xe"
    assert "Phạm Công Tâm" in desk.get(found).content.decode()
    one = desk.get(reverse("admin:incidents_hotspotsuggestion_change", args=[dismissed.pk]))
    page = one.content.decode()
    for words in ("Phạm Công Tâm", "Bến xe, đông người qua lại.", "12 vụ", "60 m", "0,8"):
        assert words in page
    assert f"{reverse('analysis_places')}?commune={district.commune.pk}#judged" in page
    assert 'name="_save"' not in page
    past = desk.get(reverse("admin:incidents_hotspotsuggestion_history", args=[dismissed.pk]))
    assert len(past.context["history"]) == 1


@pytest.mark.parametrize("page", ["add", "change", "delete"])
def test_suggestions_are_judged_elsewhere(desk, dismissed, page):
    arguments = [] if page == "add" else [dismissed.pk]
    address = reverse(f"admin:incidents_hotspotsuggestion_{page}", args=arguments)
    assert desk.post(address, {"state": "confirmed", "post": "yes"}).status_code == 403
    dismissed.refresh_from_db()
    assert dismissed.state == "dismissed"


def test_the_list_of_suggestions_asks_no_more_for_more_rows(
    desk, district, dismissed, django_assert_max_num_queries
):
    address = reverse("admin:incidents_hotspotsuggestion_changelist")
    desk.get(address)

    def asked() -> int:
        with django_assert_max_num_queries(40) as seen:
            desk.get(address)
        return len(seen)

    few = asked()
    for _one in range(5):
        place = HotspotFactory(commune=district.commune)
        HotspotSuggestionFactory(commune=district.commune, state="confirmed", hotspot=place)
    assert asked() == few


@pytest.mark.parametrize("page", ["add", "delete"])
def test_places_are_neither_made_nor_deleted_in_the_admin(desk, district, page):
    place = HotspotFactory(commune=district.commune)
    arguments = [] if page == "add" else [place.pk]
    address = reverse(f"admin:incidents_hotspot_{page}", args=arguments)
    assert desk.get(address).status_code == 403
