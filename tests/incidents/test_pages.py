"""The pages of complicated places as people use them: by form, by button, by right."""

import datetime
import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.models import DraftPhoto, Hotspot, HotspotAction, HotspotPhoto, ReportDraft
from incidents.queries import hotspots as queries
from tests.accounts.factories import person
from tests.factories import AssignmentFactory, CommuneFactory, OfficerFactory
from tests.incidents.factories import (
    HotspotActionFactory,
    HotspotFactory,
    HotspotKindFactory,
    HotspotReviewFactory,
    OfficialListingFactory,
)
from tests.incidents.people import District
from tests.incidents.pictures import photographed, upload
from units.models import Commune

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[106.5, 10.5], [106.6, 10.5], [106.6, 10.6], [106.5, 10.6], [106.5, 10.5]]],
}


@pytest.fixture
def chief(district: District, client: Client) -> Client:
    client.force_login(district.chief)
    return client


def report(**changes: Any) -> dict[str, Any]:
    return {
        "submission_key": str(uuid.uuid4()),
        "kind": HotspotKindFactory().pk,
        "name": "Chợ Trạm",
        "latitude": "10,5570",
        "longitude": "106.6030",
        "reason": "Họp chợ tràn ra đường",
        "since": "03/2024",
        "review_interval_days": "30",
        **changes,
    }


def test_a_chief_reports_a_place_with_a_photo(chief, district):
    sent = report(camera=upload(photographed()))
    response = chief.post(reverse("hotspot_create"), sent)
    place = Hotspot.objects.get()
    assert response["Location"] == reverse("hotspot_detail", args=[place.pk])
    assert (place.commune, place.latitude, place.reported_by) == (
        district.commune,
        10.557,
        district.chief,
    )
    assert (place.since, place.since_precision) == (datetime.date(2024, 3, 1), "month")
    assert place.photos.count() == 1
    page = chief.get(response["Location"]).content.decode()
    assert "Họp chợ tràn ra đường" in page
    assert "03/2024" in page


def test_pressing_send_twice_reports_once(chief):
    sent = report()
    for _ in range(2):
        assert chief.post(reverse("hotspot_create"), sent).status_code == 302
    assert Hotspot.objects.count() == 1


def test_a_form_that_fails_keeps_every_value_and_the_photo(chief, district):
    sent = report(name="", reason="Kẹt xe <b>mỗi</b> sáng", since="năm ngoái")
    response = chief.post(reverse("hotspot_create"), {**sent, "camera": upload(photographed())})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Kẹt xe &lt;b&gt;mỗi&lt;/b&gt; sáng" in page
    assert 'value="năm ngoái"' in page
    assert 'value="10,5570"' in page
    waiting = DraftPhoto.objects.get()
    assert reverse("hotspot_draft_photo", args=[waiting.pk]) in page
    mended = {**sent, "name": "Chợ Trạm", "since": "2024"}
    assert chief.post(reverse("hotspot_create"), mended).status_code == 302
    assert HotspotPhoto.objects.get().hotspot == Hotspot.objects.get()
    assert not ReportDraft.objects.exists()


def test_a_good_photo_is_kept_beside_one_that_cannot_be_read(chief):
    sent, photos = report(), [upload(photographed()), upload(b"no photo", "fake.jpg")]
    response = chief.post(reverse("hotspot_create"), {**sent, "photos": photos})
    assert response.status_code == 422
    assert "fake.jpg" in response.content.decode()
    assert chief.post(reverse("hotspot_create"), sent).status_code == 302
    assert HotspotPhoto.objects.count() == 1


def test_a_point_outside_the_commune_is_refused_by_its_name(chief, district):
    Commune.objects.filter(pk=district.commune.pk).update(boundary=SQUARE)
    response = chief.post(reverse("hotspot_create"), report(longitude="106.9"))
    assert response.status_code == 422
    assert "Xã Long Hòa" in str(response.context["form"].errors["latitude"])
    assert not Hotspot.objects.exists()


def test_on_a_schematic_map_the_chief_may_insist(chief, district):
    Commune.objects.filter(pk=district.commune.pk).update(
        boundary=SQUARE, boundary_is_schematic=True
    )
    sent = report(longitude="106.9")
    first = chief.post(reverse("hotspot_create"), sent)
    assert "point_is_right" in first.context["form"].errors
    assert 'type="checkbox" name="point_is_right"' in first.content.decode()
    assert (
        chief.post(reverse("hotspot_create"), {**sent, "point_is_right": "on"}).status_code == 302
    )


def test_a_report_close_by_is_shown_once_and_does_not_block(chief, district):
    there = HotspotFactory(
        commune=district.commune, name="Chợ cũ", latitude=10.5571, longitude=106.603
    )
    sent = report(kind=there.kind_id)
    first = chief.post(reverse("hotspot_create"), sent)
    assert reverse("hotspot_detail", args=[there.pk]) in first.content.decode()
    again = chief.post(reverse("hotspot_create"), {**sent, "near_seen": str(there.pk)})
    assert again.status_code == 302
    near = chief.get(
        reverse("hotspot_near"),
        {"kind": there.kind_id, "latitude": "10,5571", "longitude": "106.603"},
    )
    assert "Chợ cũ" in near.content.decode()


def test_two_people_correct_one_report_and_neither_is_lost(chief, district):
    place = HotspotFactory(commune=district.commune, name="Chợ Long Hòa")
    address = reverse("hotspot_edit", args=[place.pk])
    form = chief.get(address).context["form"]
    opened = {name: form.initial.get(name, "") for name in form.fields}
    del opened["submission_key"]
    colleague = Client()
    colleague.force_login(district.chief)
    saved = colleague.post(address, {**opened, "reason": "Kẹt xe", "since": "2020"})
    assert saved.status_code == 302
    response = chief.post(address, {**opened, "name": "Chợ mới", "since": "2021"})
    assert response.status_code == 409
    conflict = {one.field: one for one in response.context["conflict"]}
    assert (conflict["since"].theirs, conflict["since"].mine) == ("2020", "2021")
    assert conflict["since"].is_mine_kept
    assert not conflict["reason"].is_mine_kept
    joined = response.context["form"].data.dict()
    place.refresh_from_db()
    assert place.name == "Chợ Long Hòa"
    assert chief.post(address, joined).status_code == 302
    place.refresh_from_db()
    assert (place.name, place.reason, place.since.year) == ("Chợ mới", "Kẹt xe", 2021)


def test_a_measure_changed_by_two_is_told_and_kept_in_the_form(chief, district):
    action = HotspotActionFactory(hotspot__commune=district.commune, state="ongoing")
    address = reverse("hotspot_action_edit", args=[action.hotspot_id, action.pk])
    opened = {k: v or "" for k, v in chief.get(address).context["form"].initial.items()}
    HotspotAction.objects.filter(pk=action.pk).update(description="Tuần tra đêm")
    response = chief.post(address, {**opened, "state": "done", "note": "Xong"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "Tuần tra đêm" in page
    assert "Xong" in page


def test_the_district_confirms_by_the_button_on_the_page(district, client):
    place = HotspotFactory(commune=district.commune)
    client.force_login(district.staff)
    page = client.get(reverse("hotspot_detail", args=[place.pk])).content.decode()
    address = reverse("hotspot_move", args=[place.pk, "confirm"])
    assert address in page
    assert reverse("hotspot_move", args=[place.pk, "reopen"]) not in page
    client.post(address, {"version": place.version})
    place.refresh_from_db()
    assert place.state == "confirmed"


def test_a_move_from_a_page_grown_old_asks_to_look_again(district, client):
    place = HotspotFactory(commune=district.commune)
    client.force_login(district.staff)
    Hotspot.objects.filter(pk=place.pk).update(name="Tên khác")
    address = reverse("hotspot_move", args=[place.pk, "confirm"])
    client.post(address, {"version": place.version})
    place.refresh_from_db()
    assert place.state == "reported"


def test_a_reason_typed_while_somebody_was_faster_stays_in_its_box(district, client):
    place = HotspotFactory(commune=district.commune)
    client.force_login(district.staff)
    Hotspot.objects.filter(pk=place.pk).update(name="Tên khác")
    address = reverse("hotspot_move", args=[place.pk, "decline"])
    answer = client.post(address, {"version": place.version, "reason": "Trùng với chợ Trạm"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Trùng với chợ Trạm</textarea>" in page
    assert "Tên khác" in page
    place.refresh_from_db()
    sent = {"version": place.version, "reason": "Trùng với chợ Trạm"}
    assert f'name="version" value="{place.version}"' in page
    assert client.post(address, sent).status_code == 302
    place.refresh_from_db()
    assert (place.state, place.closed_reason) == ("declined", "Trùng với chợ Trạm")


def test_a_reason_whose_move_is_over_is_said_above_the_page(district, client):
    place = HotspotFactory(commune=district.commune)
    client.force_login(district.staff)
    Hotspot.objects.filter(pk=place.pk).update(state="confirmed")
    address = reverse("hotspot_move", args=[place.pk, "decline"])
    answer = client.post(address, {"version": place.version, "reason": "Trùng với chợ Trạm"})
    assert answer.status_code == 409
    assert "Trùng với chợ Trạm" in answer.content.decode()


def test_a_move_without_its_reason_says_so_in_its_box(district, client):
    place = HotspotFactory(commune=district.commune)
    client.force_login(district.staff)
    address = reverse("hotspot_move", args=[place.pk, "decline"])
    answer = client.post(address, {"version": place.version, "reason": " "})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<details class="move-box" open>' in page
    assert "Trường này là bắt buộc" in page


@pytest.mark.parametrize("role", ["chief", "officer", "home_affairs", "administrator"])
def test_nobody_but_the_district_confirms(district, client, role):
    place = HotspotFactory(commune=district.commune)
    client.force_login(getattr(district, role))
    address = reverse("hotspot_move", args=[place.pk, "confirm"])
    assert client.post(address, {"version": place.version}).status_code == 403
    place.refresh_from_db()
    assert place.state == "reported"


def test_an_officer_records_a_visit_with_a_photo(district, client):
    place = HotspotFactory(commune=district.commune, state="confirmed")
    client.force_login(district.officer)
    sent = {
        "submission_key": str(uuid.uuid4()),
        "on": timezone.localdate().isoformat(),
        "finding": "Đã giải tỏa lòng đường",
        "still": "no",
        "photos": upload(photographed()),
    }
    address = reverse("hotspot_review_new", args=[place.pk])
    assert client.post(address, sent).status_code == 302
    assert place.photos.count() == 1
    sent["photos"] = upload(photographed())
    assert client.post(address, sent).status_code == 302
    assert (place.reviews.count(), place.photos.count()) == (1, 1)


def every_address(place: Hotspot) -> list[tuple[str, str, dict[str, Any]]]:
    """Every address that changes something at a place, with what it takes."""
    photo = HotspotPhoto.objects.create(
        hotspot=place, file="a.jpg", thumbnail="b.jpg", width=1, height=1, size=1
    )
    action = HotspotActionFactory(hotspot=place)
    listing = OfficialListingFactory(hotspot=place)
    pk = place.pk
    today = timezone.localdate().isoformat()
    return [
        ("hotspot_edit", [pk], report(version=place.version)),
        ("hotspot_move", [pk, "confirm"], {"version": place.version}),
        ("hotspot_action_new", [pk], {"kind": "patrol", "description": "x", "starts_on": today}),
        ("hotspot_action_edit", [pk, action.pk], {"version": action.version}),
        ("hotspot_review_new", [pk], {"on": today, "finding": "x", "still": "yes"}),
        ("hotspot_photo_new", [pk], {"photos": upload(photographed())}),
        ("hotspot_photo_remove", [pk, photo.pk], {}),
        ("hotspot_listing_new", [pk], {"year": 2027}),
        ("hotspot_listing_edit", [pk, listing.pk], {"year": 2027}),
    ]  # type: ignore[list-item]


@pytest.mark.parametrize("role", ["other_chief", "home_affairs"])
def test_no_post_reaches_another_communes_place(district, client, role):
    place = HotspotFactory(commune=district.commune)
    addresses = every_address(place)
    before = Hotspot.objects.filter(pk=place.pk).values().get()
    client.force_login(getattr(district, role))
    for name, arguments, data in addresses:
        response = client.post(reverse(name, args=arguments), data)
        assert response.status_code in (403, 404), name
    assert Hotspot.objects.filter(pk=place.pk).values().get() == before
    assert (place.photos.count(), place.actions.count(), place.reviews.count()) == (1, 1, 0)


def test_home_affairs_gets_a_page_that_helps(district, client):
    client.force_login(district.home_affairs)
    for name in ("hotspot_list", "hotspot_map", "hotspot_create"):
        response = client.get(reverse(name))
        assert response.status_code == 403
        assert b"403" in response.content
        assert b"<h1>" in response.content


def test_a_draft_is_its_writers_alone(district, client):
    key = uuid.uuid4()
    address = reverse("hotspot_draft", args=[key])
    client.force_login(district.chief)
    kept = client.post(
        address,
        json.dumps({"name": "Bến đò đang viết dở", "evil": "x"}),
        content_type="application/json",
    )
    assert "saved" in kept.json()
    assert ReportDraft.objects.get().values == {"name": "Bến đò đang viết dở"}
    assert "Bến đò đang viết dở" in client.get(reverse("hotspot_create")).content.decode()
    stranger = Client()
    stranger.force_login(district.other_chief)
    taken = stranger.post(address, json.dumps({"name": "y"}), content_type="application/json")
    assert taken.json() == {"received": True} or taken.status_code >= 400
    assert ReportDraft.objects.get().values == {"name": "Bến đò đang viết dở"}
    assert (
        "Bến đò đang viết dở"
        not in stranger.get(reverse("hotspot_create") + f"?draft={key}").content.decode()
    )
    assert stranger.post(reverse("hotspot_draft_discard", args=[key])).status_code == 302
    assert ReportDraft.objects.exists()


def test_officers_are_offered_by_name_in_the_own_commune_alone(chief, district):
    for commune, name in ((district.commune, "Ánh"), (district.other, "Ánh")):
        officer = OfficerFactory(commune=commune, given_name=name)
        AssignmentFactory(officer=officer)
    address = reverse("hotspot_officers")
    found = chief.get(address, {"commune": district.commune.pk, "officer_q": "anh"})
    assert len(found.context["officers"]) == 1
    assert chief.get(address, {"commune": district.other.pk}).status_code == 404


def test_the_official_list_and_the_state_stay_apart(district, client):
    place = HotspotFactory(commune=district.commune)
    client.force_login(district.staff)
    sent = {
        "year": 2026,
        "decision_number": "15/QĐ",
        "types": ["drugs", "economic"],
        "result": "converted",
        "converted_on": "2026-06-30",
        "follow_months": 6,
    }
    address = reverse("hotspot_listing_new", args=[place.pk])
    assert client.post(address, sent).status_code == 302
    listing = place.listings.get()
    assert listing.types == ["drugs", "economic"]
    assert listing.followed_until == datetime.date(2026, 12, 30)
    place.refresh_from_db()
    assert place.state == "reported"
    wrong = client.post(address, {**sent, "year": 2027, "converted_on": ""})
    assert wrong.status_code == 422


def listed(client: Client, **query: str) -> set[str]:
    response = client.get(reverse("hotspot_list"), {"all": "1", **query})
    return {row.label for row in response.context["rows"]}


def test_the_list_is_filtered_by_what_the_district_asks(district, client):
    today = timezone.localdate()
    late = {"state": "confirmed", "next_review_on": today - datetime.timedelta(days=3)}
    market = HotspotFactory(commune=district.commune, name="Chợ Đêm", **late)
    school = HotspotFactory(
        commune=district.other, name="Trường", kind=HotspotKindFactory(code="school")
    )
    closed = HotspotFactory(commune=district.other, name="Đá gà", state="resolved", closed_on=today)
    OfficialListingFactory(hotspot=market, year=today.year, types=["drugs"])
    HotspotReviewFactory(hotspot=market, still_complicated=False)
    client.force_login(district.staff)
    assert listed(client) == {"Chợ Đêm", "Trường", "Đá gà"}
    assert listed(client, state="open") == {"Chợ Đêm", "Trường"}
    assert listed(client, state="resolved") == {"Đá gà"}
    assert listed(client, overdue="1") == {"Chợ Đêm"}
    assert listed(client, overdue="soon") == set()
    assert listed(client, kind=str(school.kind_id)) == {"Trường"}
    assert listed(client, commune=str(closed.commune_id)) == {"Trường", "Đá gà"}
    assert listed(client, official="drugs") == {"Chợ Đêm"}
    assert listed(client, official="economic") == set()
    assert listed(client, official="none") == {"Trường", "Đá gà"}
    assert listed(client, resolvable="1") == {"Chợ Đêm"}
    assert listed(client, q="cho dem") == {"Chợ Đêm"}
    drawn = client.get(reverse("hotspot_map"), {"all": "1", "state": "open"}).context["points"]
    assert {point["name"] for point in drawn} == {"Chợ Đêm", "Trường"}


def test_the_list_opens_with_the_places_that_are_open(district, client):
    HotspotFactory(commune=district.commune, name="Mở")
    HotspotFactory(commune=district.commune, state="resolved", closed_on=datetime.date(2026, 1, 1))
    client.force_login(district.staff)
    response = client.get(reverse("hotspot_list"))
    assert {row.label for row in response.context["rows"]} == {"Mở"}


def test_the_export_has_the_filtered_rows_and_no_formula(district, client):
    HotspotFactory(commune=district.commune, name="=HYPERLINK(1)")
    client.force_login(district.staff)
    content = client.get(reverse("hotspot_list"), {"all": "1", "export": "csv"}).content.decode()
    assert "'=HYPERLINK(1)" in content
    client.force_login(district.officer)
    refused = client.get(reverse("hotspot_list"), {"all": "1", "export": "csv"})
    assert refused.status_code == 403


@pytest.mark.parametrize("name", ["hotspot_list", "hotspot_map"])
def test_a_page_takes_as_many_queries_for_forty_places_as_for_four(
    district, client, name, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(district.staff)
    HotspotFactory.create_batch(4, commune=district.commune)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(name))
    HotspotFactory.create_batch(36, commune=district.other)
    with django_assert_num_queries(len(few)):
        client.get(reverse(name))


def test_a_places_page_takes_as_many_queries_for_thirty_records_as_for_three(
    district, client, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    place = HotspotFactory(commune=district.commune, state="confirmed")
    client.force_login(district.chief)
    address = reverse("hotspot_detail", args=[place.pk])

    def add(number: int) -> None:
        HotspotActionFactory.create_batch(number, hotspot=place)
        HotspotReviewFactory.create_batch(number, hotspot=place, by=district.officer)
        for _ in range(number):
            HotspotPhoto.objects.create(
                hotspot=place, file="a.jpg", thumbnail="b.jpg", width=1, height=1, size=1
            )

    add(3)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    add(27)
    with django_assert_max_num_queries(len(few)):
        client.get(address)
    assert len(few) <= 34, len(few)


def test_no_key_is_written_with_a_thousands_separator(db, client):
    """Keys of a nation are long; “1.234.567” in an address or a field leads nowhere."""
    commune = CommuneFactory(pk=1_234_567)
    chief = person("commune_chief", commune)
    officer = OfficerFactory(pk=2_345_678, commune=commune)
    AssignmentFactory(officer=officer)
    place = HotspotFactory(pk=3_456_789, commune=commune, responsible=officer)
    action = HotspotActionFactory(pk=4_567_890, hotspot=place, officer=officer)
    client.force_login(chief)
    addresses = [
        reverse("hotspot_create"),
        reverse("hotspot_list"),
        reverse("hotspot_map"),
        reverse("hotspot_detail", args=[place.pk]),
        reverse("hotspot_edit", args=[place.pk]),
        reverse("hotspot_action_edit", args=[place.pk, action.pk]),
        reverse("hotspot_officers") + f"?commune={commune.pk}&responsible={officer.pk}",
        reverse("hotspot_near")
        + f"?kind={place.kind_id}&latitude={place.latitude}&longitude={place.longitude}",
    ]
    for address in addresses:
        page = client.get(address).content.decode()
        for key in (commune.pk, officer.pk, place.pk, action.pk):
            assert f"{key:,}".replace(",", ".") not in page, address
            assert f"{key:,}" not in page, address
    assert str(place.pk) in client.get(addresses[-1]).content.decode()


@pytest.mark.parametrize("key", ["", "khong-phai-khoa", "\x00"])
def test_a_garbled_key_or_a_nul_loses_nothing_of_what_was_typed(key, client):
    commune = CommuneFactory()
    client.force_login(person("commune_chief", commune))
    response = client.post(
        "/hotspots/new/", {"submission_key": key, "name": "Chợ\x00 Rạch Kiến", "reason": ""}
    )
    assert response.status_code == 422
    assert "Chợ Rạch Kiến" in response.content.decode()


def test_a_visit_from_before_a_place_was_reopened_asks_for_nothing(district):
    today = timezone.localdate()
    place = HotspotFactory(commune=district.commune, state="reopened", state_since=today)
    for days, asks in ((3, False), (-1, True)):
        HotspotReviewFactory(
            hotspot=place, on=today - datetime.timedelta(days=days), still_complicated=False
        )
        assert queries.ready_rows(Hotspot.objects.all()).exists() is asks
