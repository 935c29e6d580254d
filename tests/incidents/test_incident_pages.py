"""The pages of incidents as people use them: by form, by button, by right."""

import datetime
import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Disclosure, User
from incidents.models import Incident, IncidentCategory, IncidentLink, ReportDraft
from incidents.views.incidents.lists import NATIONAL_COUNT_CAP
from tests.accounts.factories import person
from tests.factories import HamletFactory, JurisdictionFactory
from tests.incidents.crowds import MARKET, with_boundary
from tests.incidents.factories import (
    HotspotFactory,
    IncidentFactory,
    IncidentFileFactory,
    IncidentPersonFactory,
    LocatedIncidentFactory,
)
from tests.incidents.people import District
from tests.incidents.pictures import photographed, upload

JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture
def officer(district: District, client: Client) -> Client:
    client.force_login(district.officer)
    return client


@pytest.fixture
def chief(district: District, client: Client) -> Client:
    client.force_login(district.chief)
    return client


def theft() -> IncidentCategory:
    return IncidentCategory.objects.get(code="theft")


def quick(**changes: Any) -> dict[str, Any]:
    return {
        "owner": User.objects.get(full_name="Đỗ Quốc Vũ").pk,
        "submission_key": str(uuid.uuid4()),
        "category": theft().pk,
        "latitude": "10.592",
        "longitude": "106.5735",
        "accuracy": "12.4",
        "when": "now",
        "summary": "Mất xe máy trước cổng chợ",
        **changes,
    }


def full(**changes: Any) -> dict[str, Any]:
    return {
        "submission_key": str(uuid.uuid4()),
        "category": theft().pk,
        "summary": "Mất xe máy trước cổng chợ",
        "time_known": "exact",
        "occurred_from": "2026-03-05T20:15",
        "damage_vnd": "15.500.000",
        **changes,
    }


# --- the quick entry ---


def test_an_officer_records_in_the_market_and_the_phone_is_told_the_number(officer, district):
    sent = quick()
    address = reverse("incident_quick")
    response = officer.post(address, {**sent, "photo": upload(photographed())}, **JSON)
    said = json.loads(response.content)
    incident = Incident.objects.get()
    assert said == {
        "number": incident.number,
        "url": reverse("incident_detail", args=[incident.pk]),
        "is_repeat": False,
        "same": [],
        "doubt": "",
        "link": reverse("incident_link_new", args=[incident.pk]),
    }
    assert response.headers["X-Incident-Entry"]
    assert (incident.commune, incident.recorded_by) == (district.commune, district.officer)
    assert (incident.accuracy_m, incident.point_source) == (12, "phone")
    assert not incident.is_complete
    assert incident.files.count() == 1
    again = officer.post(address, {**sent, "photo": upload(photographed())}, **JSON)
    assert json.loads(again.content)["is_repeat"]
    assert Incident.objects.count() == 1
    assert incident.files.count() == 1


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ({"latitude": "21.03", "longitude": "105.85"}, "21.03000, 105.85000"),
        ({"latitude": "10.592", "longitude": "106.5735", "accuracy": "99999999999999"}, "1.000 m"),
        ({"latitude": "10.592", "longitude": "106.5735", "accuracy": "1001"}, "1.000 m"),
    ],
)
def test_a_phone_that_is_elsewhere_or_does_not_know_where_gives_no_point(
    officer, district, where, words
):
    with_boundary(district.commune)
    response = officer.post(reverse("incident_quick"), quick(**where), **JSON)
    incident = Incident.objects.get()
    assert json.loads(response.content)["doubt"] == incident.whereabouts
    assert words in incident.whereabouts
    assert incident.point is None
    assert not incident.is_complete


def test_the_queue_is_told_that_an_entry_is_for_a_commune_that_the_person_has_left(
    officer, district
):
    address = f"{reverse('incident_quick')}?commune={district.other.pk}"
    refused = officer.post(address, quick(), **JSON)
    assert refused.status_code == 422
    assert refused.headers["X-Incident-Entry"]
    assert json.loads(refused.content)["is_elsewhere"]
    foreign = officer.post(address, quick(owner="0"), **JSON)
    assert foreign.status_code == 409
    assert officer.post(address, quick()).status_code == 404
    assert not Incident.objects.exists()


def test_a_phone_in_the_commune_gives_the_point(officer, district):
    with_boundary(district.commune)
    latitude, longitude = MARKET
    where = {"latitude": str(latitude), "longitude": str(longitude), "accuracy": "1000"}
    officer.post(reverse("incident_quick"), quick(**where), **JSON)
    incident = Incident.objects.get()
    assert incident.point == MARKET
    assert (incident.accuracy_m, incident.whereabouts) == (1000, "")


@pytest.mark.parametrize("hours", [-31 * 24, 2])
def test_what_was_typed_by_a_clock_nobody_believes_is_not_dated_to_its_arrival(
    officer, district, hours
):
    typed = timezone.now() + datetime.timedelta(hours=hours)
    address, sent = reverse("incident_quick"), quick(entered_at=typed.isoformat())
    refused = officer.post(address, sent, **JSON)
    assert refused.status_code == 422
    assert list(json.loads(refused.content)["errors"]) == ["when"]
    said = (timezone.localtime() - datetime.timedelta(days=40)).strftime("%Y-%m-%dT%H:%M")
    officer.post(address, {**sent, "when": "other", "occurred_from": said}, **JSON)
    happened = timezone.localtime(Incident.objects.get().occurred_from)
    assert happened.strftime("%Y-%m-%dT%H:%M") == said


def stolen_here(district: District, **changes: Any) -> Incident:
    """A theft of an hour ago, 56 m from where the phone stands."""
    facts = {
        "commune": district.commune,
        "category": theft(),
        "latitude": 10.5925,
        "occurred_from": timezone.now() - datetime.timedelta(hours=1),
        "summary": "Mất xe đạp",
        **changes,
    }
    return LocatedIncidentFactory(**facts)


def test_what_may_be_the_same_is_shown_while_the_entry_is_made(officer, district):
    place = HotspotFactory(commune=district.commune, latitude=10.592, longitude=106.5735)
    hamlet = HamletFactory(commune=district.commune)
    stolen_here(district)
    stolen_here(district, latitude=None, longitude=None, hamlet=hamlet, summary="Mất máy bơm")
    stolen_here(district, commune=district.other, summary="Ở xã khác")
    asked = {"commune": district.commune.pk, "category": theft().pk, "when": "now", "place": ""}
    here = {**asked, "latitude": "10.592", "longitude": "106.5735"}

    def shown(sent: dict[str, Any]) -> str:
        response = officer.get(reverse("incident_quick_near"), sent)
        assert response.headers["X-Incident-Entry"]
        return response.content.decode()

    assert "Mất xe đạp" in shown(here)
    assert "Mất xe đạp" in shown({**asked, "place": f"p{place.pk}"})
    in_hamlet = shown({**here, "place": f"h{hamlet.pk}"})
    assert "Mất máy bơm" in in_hamlet
    assert "Mất xe đạp" in in_hamlet  # a point and a hamlet, at the same hour
    assert "Ở xã khác" not in shown(here)
    long_ago = {**here, "when": "other", "occurred_from": "2020-01-01T08:00"}
    for not_yet in (asked, {**here, "category": ""}, {**here, "when": "other"}, long_ago):
        assert shown(not_yet).strip() == ""


def test_only_who_records_is_told_what_may_be_the_same_and_only_of_the_own_commune(
    officer, district, client
):
    foreign = {"commune": district.other.pk, "category": theft().pk}
    assert officer.get(reverse("incident_quick_near"), foreign).status_code == 404
    client.force_login(district.staff)
    asked = {"commune": district.commune.pk, "category": theft().pk}
    assert client.get(reverse("incident_quick_near"), asked).status_code == 403


def test_the_answer_says_what_may_be_the_same_and_the_phone_links_it_both_ways(officer, district):
    before = stolen_here(district)
    stolen_here(district, commune=district.other)
    sent = quick()
    said = json.loads(officer.post(reverse("incident_quick"), sent, **JSON).content)
    assert [one["number"] for one in said["same"]] == [before.number]
    assert "56 m" in said["same"][0]["said"]
    assert said["same"][0]["url"] == reverse("incident_detail", args=[before.pk])
    wrong = officer.post(said["link"], {"number": "VV-1", "kind": "duplicate"}, **JSON)
    assert (wrong.status_code, set(json.loads(wrong.content)["errors"])) == (422, {"number"})
    assert not IncidentLink.objects.exists()
    linked = officer.post(said["link"], {"number": before.number, "kind": "duplicate"}, **JSON)
    assert json.loads(linked.content) == {"linked": before.number}
    assert linked.headers["X-Incident-Entry"]
    assert said["number"] in officer.get(said["same"][0]["url"]).content.decode()
    assert before.number in officer.get(said["url"]).content.decode()
    # Sent once more, it no longer asks what has been answered.
    again = json.loads(officer.post(reverse("incident_quick"), sent, **JSON).content)
    assert (again["is_repeat"], again["same"]) == (True, [])


def test_an_entry_that_waited_on_the_phone_keeps_the_time_it_was_typed(officer):
    typed = timezone.now().replace(second=0, microsecond=0) - datetime.timedelta(days=2)
    officer.post(reverse("incident_quick"), quick(entered_at=typed.isoformat()))
    assert Incident.objects.get().occurred_from == typed
    assert Incident.objects.get().recorded_at == typed


@pytest.mark.parametrize(
    ("when", "hours", "known"),
    [("hour", 1, "rough"), ("today", None, "rough"), ("night", None, "rough"), ("now", 0, "exact")],
)
def test_one_tap_says_when(officer, when, hours, known):
    officer.post(reverse("incident_quick"), quick(when=when))
    incident = Incident.objects.get()
    assert incident.time_known == known
    assert incident.occurred_from <= incident.occurred_until <= timezone.now()
    if hours is not None:
        stretch = incident.occurred_until - incident.occurred_from
        assert stretch == datetime.timedelta(hours=hours)


def test_a_place_or_hamlet_chosen_goes_before_the_phones_position(officer, district):
    place = HotspotFactory(commune=district.commune, latitude=10.6, longitude=106.6)
    hamlet = HamletFactory(commune=district.commune)
    officer.post(reverse("incident_quick"), quick(place=f"p{place.pk}"))
    at_place = Incident.objects.get()
    assert (at_place.hotspot, at_place.point) == (place, (10.6, 106.6))
    officer.post(reverse("incident_quick"), quick(place=f"h{hamlet.pk}"))
    in_hamlet = Incident.objects.exclude(pk=at_place.pk).get()
    assert (in_hamlet.hamlet, in_hamlet.point) == (hamlet, None)


def test_a_place_of_another_commune_is_refused_and_nothing_typed_is_lost(officer, district):
    foreign = HotspotFactory(commune=district.other)
    sent = quick(place=f"p{foreign.pk}", latitude="", longitude="", summary="Xô xát <b>ở chợ</b>")
    response = officer.post(reverse("incident_quick"), sent)
    assert response.status_code == 422
    assert "Xô xát &lt;b&gt;ở chợ&lt;/b&gt;" in response.content.decode()
    said = officer.post(reverse("incident_quick"), {**sent, "summary": ""}, **JSON)
    assert said.status_code == 422
    assert set(json.loads(said.content)["errors"]) == {"place", "summary"}
    assert not Incident.objects.exists()


def test_the_queue_asks_for_a_fresh_token(officer):
    said = json.loads(officer.get(reverse("incident_quick"), **JSON).content)
    assert len(said["token"]) > 30


@pytest.mark.parametrize("role", ["staff", "home_affairs", "administrator"])
def test_nobody_above_the_commune_records(district, client, role):
    client.force_login(getattr(district, role))
    for name in ("incident_quick", "incident_create"):
        assert client.get(reverse(name)).status_code == 403
        assert client.post(reverse(name), quick()).status_code == 403


# --- the full form ---


def test_the_full_form_records_completes_and_links_to_the_place(officer, district):
    place = HotspotFactory(commune=district.commune)
    response = officer.post(
        reverse("incident_create"),
        full(hotspot=place.pk, time_known="rough", occurred_until="2026-03-06T05:00", injured="0"),
    )
    incident = Incident.objects.get()
    assert response["Location"] == reverse("incident_detail", args=[incident.pk])
    assert (incident.damage_vnd, incident.injured, incident.deaths) == (15_500_000, 0, None)
    assert (incident.hotspot, incident.point_source) == (place, "hotspot")
    page = officer.get(response["Location"]).content.decode()
    assert "15.500.000" in page
    assert "20:15 05/03/2026" in page


def test_a_form_that_fails_keeps_every_value_and_a_draft(officer):
    sent = full(time_known="rough", damage_vnd="nhiều", summary="Mất trộm")
    response = officer.post(reverse("incident_create"), sent)
    page = response.content.decode()
    assert response.status_code == 422
    for kept in ("nhiều", "Mất trộm", "2026-03-05T20:15"):
        assert kept in page
    draft = ReportDraft.objects.get()
    assert (draft.form, draft.values["summary"]) == ("incident", "Mất trộm")
    again = officer.get(reverse("incident_create"), {"draft": sent["submission_key"]})
    assert "Mất trộm" in again.content.decode()
    officer.post(reverse("incident_create"), {**sent, "time_known": "exact", "damage_vnd": ""})
    assert Incident.objects.count() == 1
    assert not ReportDraft.objects.exists()


def test_a_draft_is_kept_as_it_is_typed_until_the_form_arrives(officer):
    key = str(uuid.uuid4())
    address = reverse("incident_draft", args=[key])
    typed = {"summary": "Đang ghi", "category": str(theft().pk), "full_name": "không giữ"}
    officer.post(address, json.dumps(typed), content_type="application/json")
    assert ReportDraft.objects.get().values == {
        "summary": "Đang ghi", "category": str(theft().pk),
    }  # fmt: skip
    assert not officer.get(address).json()["received"]
    officer.post(reverse("incident_create"), full(submission_key=key))
    assert officer.get(address).json()["received"]


def test_a_second_person_is_shown_what_the_first_has_saved(chief, district):
    incident = IncidentFactory(commune=district.commune, category=theft())
    address = reverse("incident_edit", args=[incident.pk])
    sent = full(version=incident.version, summary=incident.summary, damage_vnd="")
    chief.post(address, {**sent, "injured": "2"})
    response = chief.post(address, {**sent, "deaths": "1"})
    page = response.content.decode()
    assert response.status_code == 409
    assert 'name="injured" value="2"' in page.replace("&quot;", '"')
    assert Incident.objects.get().deaths is None


def test_hints_name_the_place_close_by_and_what_may_be_the_same(officer, district):
    place = HotspotFactory(commune=district.commune, name="Chợ gần đây")
    IncidentFactory(
        commune=district.commune, category=theft(), latitude=10.592, longitude=106.5735,
        summary="Mất xe đạp",
    )  # fmt: skip
    page = officer.get(
        reverse("incident_near"),
        {
            "commune": district.commune.pk,
            "category": theft().pk,
            "latitude": "10,5925",
            "longitude": "106.5735",
            "occurred_from": "2026-03-06T08:00",
        },
    ).content.decode()
    assert place.name in page
    assert "Mất xe đạp" in page
    bare = officer.get(reverse("incident_near"), {"commune": district.commune.pk, "latitude": "x"})
    assert bare.content.strip() == b""
    foreign = officer.get(reverse("incident_near"), {"commune": district.other.pk})
    assert foreign.status_code == 404


def test_a_place_chosen_without_a_point_is_where_the_same_is_looked_for(officer, district):
    place = HotspotFactory(commune=district.commune, latitude=10.592, longitude=106.5735)
    foreign = HotspotFactory(commune=district.other, latitude=10.592, longitude=106.5735)
    IncidentFactory(
        commune=district.commune, category=theft(), latitude=10.5925, longitude=106.5735,
        summary="Mất xe đạp",
    )  # fmt: skip
    asked = {
        "commune": district.commune.pk,
        "category": theft().pk,
        "occurred_from": "2026-03-06T08:00",
    }
    near = officer.get(reverse("incident_near"), {**asked, "hotspot": place.pk})
    assert "Mất xe đạp" in near.content.decode()
    # The record's own point goes before the place's, as when it is saved.
    away = {**asked, "hotspot": place.pk, "latitude": "10.6", "longitude": "106.6"}
    assert "Mất xe đạp" not in officer.get(reverse("incident_near"), away).content.decode()
    other = officer.get(reverse("incident_near"), {**asked, "hotspot": foreign.pk})
    assert other.content.strip() == b""


# --- the incident's page ---


def test_the_chief_decides_and_a_missing_word_is_asked_for_in_place(chief, district):
    incident = IncidentFactory(commune=district.commune)
    address = reverse("incident_move", args=[incident.pk, "fine"])
    sent = {"version": incident.version, "on": "2026-03-06", "fine_vnd": "500.000", "note": ""}
    response = chief.post(address, {**sent, "decision_number": "12/QĐ"})
    assert response.status_code == 422
    assert "12/QĐ" in response.content.decode()
    assert (
        chief.post(
            address, {**sent, "decision_number": "12/QĐ", "note": "Phạt hai người."}
        ).status_code
        == 302
    )
    incident.refresh_from_db()
    assert (incident.state, incident.fine_vnd) == ("fined", 500_000)


def test_who_somebody_is_shows_after_the_reason_and_nowhere_else(chief, district):
    person = IncidentPersonFactory(
        incident__commune=district.commune, full_name="Trần Thị Bưởi", citizen_id="080190001234"
    )
    page = reverse("incident_detail", args=[person.incident_id])
    address = reverse("incident_person_identity", args=[person.incident_id, person.pk])
    assert "Bưởi" not in chief.get(page).content.decode()
    assert chief.post(address, {"reason": ""}).status_code == 422
    assert not Disclosure.objects.exists()
    shown = chief.post(address, {"reason": "Mời làm việc"})
    assert "Trần Thị Bưởi" in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    assert "Mời làm việc" in chief.get(page).content.decode()
    for kind in ("csv", "xlsx"):
        listed = chief.get(reverse("incident_list"), {"all": "1", "export": kind})
        assert "Bưởi".encode() not in listed.content
    assert "Bưởi" not in chief.get("/search/", {"q": "Bưởi"}).content.decode().replace(
        'value="Bưởi"', ""
    ).replace("“Bưởi”", "")


@pytest.mark.parametrize(("role", "status"), [("staff", 403), ("administrator", 403)])
def test_the_district_does_not_see_who_somebody_is(district, client, role, status):
    person = IncidentPersonFactory(incident__commune=district.commune)
    client.force_login(getattr(district, role))
    for name, sent in (
        ("incident_person_identity", {"reason": "xem"}),
        ("incident_person_edit", {}),
    ):
        address = reverse(name, args=[person.incident_id, person.pk])
        assert client.post(address, sent).status_code == status
    page = client.get(reverse("incident_detail", args=[person.incident_id]))
    assert page.status_code == 200
    assert "Bưởi" not in page.content.decode()


def test_persons_are_written_down_one_after_the_other_with_digits_as_people_type_them(
    officer, district
):
    incident = IncidentFactory(commune=district.commune)
    address = reverse("incident_person_new", args=[incident.pk])
    sent = {"role": "suspect", "full_name": "Lê Văn Xoài", "phone": "+84 901 234 567"}
    response = officer.post(address, {**sent, "citizen_id": "080 190 001 234", "another": "1"})
    assert response["Location"] == address
    person = incident.persons.get()
    assert (person.phone, person.citizen_id) == ("0901234567", "080190001234")
    wrong = officer.post(address, {**sent, "phone": "123"})
    assert wrong.status_code == 422
    assert "Lê Văn Xoài" in wrong.content.decode()


def test_who_is_named_in_the_incidents_words_is_said_with_the_way_to_correct_them(
    officer, district
):
    incident = IncidentFactory(commune=district.commune, summary="Nghi LE VAN XOAI lấy xe máy.")
    address = reverse("incident_person_new", args=[incident.pk])
    other = officer.post(address, {"role": "victim", "full_name": "Lê Văn Ổi"}, follow=True)
    assert "bị nêu tên" not in other.content.decode()
    named = officer.post(address, {"role": "suspect", "full_name": "Lê Văn Xoài"}, follow=True)
    said = [str(one) for one in named.context["messages"] if "bị nêu tên" in str(one)]
    assert len(said) == 1
    assert reverse("incident_edit", args=[incident.pk]) in said[0]
    assert "Xoài" not in said[0]
    assert incident.persons.count() == 2


def test_a_double_tap_writes_a_person_down_once(officer, district):
    incident = IncidentFactory(commune=district.commune)
    address = reverse("incident_person_new", args=[incident.pk])
    form = officer.get(address).context["form"]
    sent = {"role": "suspect", "submission_key": str(form["submission_key"].value())}
    assert [officer.post(address, sent).status_code for _tap in range(2)] == [302, 302]
    again = officer.post(address, {**sent, "full_name": "Lê Văn Xoài"}, follow=True)
    assert "không ghi thêm lần thứ hai" in again.content.decode()
    assert [one.full_name for one in incident.persons.all()] == [""]
    other = officer.get(address).context["form"]["submission_key"].value()
    officer.post(address, {"role": "suspect", "submission_key": str(other)})
    assert incident.persons.count() == 2
    elsewhere = IncidentFactory(commune=district.commune)
    strange = officer.post(reverse("incident_person_new", args=[elsewhere.pk]), sent)
    assert strange.status_code == 422
    assert not elsewhere.persons.exists()


def test_the_second_of_two_who_correct_a_person_sees_both_and_loses_nothing(
    officer, district, client
):
    person = IncidentPersonFactory(incident__commune=district.commune, full_name="Trần Thị Bưởi")
    address = reverse("incident_person_edit", args=[person.incident_id, person.pk])
    opened = officer.get(address).context["form"]["version"].value()
    first = {"role": "victim", "full_name": "Trần Thị Bưởi", "phone": "0901234567"}
    client.force_login(district.chief)
    sent = {**first, "phone": "0907654321", "version": opened}
    assert client.post(address, sent).status_code == 302
    mine = {**first, "full_name": "Trần Thị Bười", "version": opened}
    client.force_login(district.officer)
    both = client.post(address, mine)
    assert both.status_code == 409
    person.refresh_from_db()
    assert (person.full_name, person.phone) == ("Trần Thị Bưởi", "0907654321")
    form = both.context["form"]
    assert (form["full_name"].value(), form["phone"].value()) == ("Trần Thị Bười", "0907654321")
    assert [one.field for one in both.context["conflict"]] == ["phone"]
    saved = {**mine, "phone": "0907654321", "version": form["version"].value()}
    assert client.post(address, saved).status_code == 302
    person.refresh_from_db()
    assert (person.full_name, person.phone) == ("Trần Thị Bười", "0907654321")
    assert Disclosure.objects.filter(row=person.pk).count() == 2


def test_nobody_opens_the_form_of_a_person_made_anonymous(officer, district):
    person = IncidentPersonFactory(
        incident__commune=district.commune, full_name="", phone="", anonymised_on="2026-01-02"
    )
    address = reverse("incident_person_edit", args=[person.incident_id, person.pk])
    assert officer.get(address).status_code == 403
    assert officer.post(address, {"role": "victim", "version": person.version}).status_code == 403
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("officer", 200),
        ("chief", 200),
        ("deputy", 200),
        ("other_chief", 404),
        ("staff", 403),
        ("administrator", 403),
        ("home_affairs", 403),
    ],
)
@pytest.mark.parametrize("kind", ["photo", "paper"])
def test_files_open_for_those_who_see_who_the_persons_are_and_each_look_is_recorded(
    district, client, role, status, kind
):
    attached = IncidentFileFactory(
        incident__commune=district.commune, content_type=kind, name="CCCD Trần Thị Bưởi.pdf"
    )
    who = (
        person("commune_deputy", district.commune) if role == "deputy" else getattr(district, role)
    )
    client.force_login(who)
    page = reverse("incident_detail", args=[attached.incident_id])
    address = reverse("incident_file", args=[attached.incident_id, attached.pk])
    given = client.get(address)
    assert given.status_code == status
    looks = [(look.user, look.shown_as) for look in Disclosure.objects.all()]
    if status != 200:
        assert looks == []
        shown = client.get(page).content.decode()
        assert "Bưởi" not in shown
        assert address not in shown
        return
    assert given.headers["Cache-Control"] == "private, no-store"
    (look,) = looks
    assert look[0] == who
    assert look[1].startswith(f"{attached.incident.number}: ")
    shown = client.get(page).content.decode()
    assert f'href="{address}"' in shown
    assert f'src="{address}"' not in shown
    assert "đã mở tệp đính kèm" in shown
    assert Disclosure.objects.count() == 1


def test_files_are_attached_given_out_and_removed_by_who_added_them(officer, district, client):
    incident = IncidentFactory(commune=district.commune)
    address = reverse("incident_files_new", args=[incident.pk])
    page = officer.post(address, {"papers": upload(b"not a picture", "anh.jpg")})
    assert page.status_code == 422
    officer.post(address, {"papers": upload(photographed(), "Biên bản.jpg")})
    kept = incident.files.get()
    given = officer.get(reverse("incident_file", args=[incident.pk, kept.pk]))
    assert given.headers["Content-Type"] == "image/jpeg"
    client.force_login(district.chief)
    remove = reverse("incident_file_remove", args=[incident.pk, kept.pk])
    assert client.post(remove).status_code == 403
    client.force_login(district.officer)
    assert client.post(remove).status_code == 302
    assert not incident.files.exists()


def test_incidents_are_linked_by_number_within_the_commune(officer, district):
    one, other = IncidentFactory.create_batch(2, commune=district.commune)
    foreign = IncidentFactory(commune=district.other)
    address = reverse("incident_link_new", args=[one.pk])
    refused = officer.post(address, {"number": foreign.number, "kind": "related"})
    assert refused.status_code == 422
    officer.post(address, {"number": f" {other.number.lower()} ", "kind": "duplicate"})
    link = IncidentLink.objects.get()
    assert one.number in officer.get(reverse("incident_detail", args=[other.pk])).content.decode()
    officer.post(reverse("incident_link_remove", args=[other.pk, link.pk]))
    assert not IncidentLink.objects.exists()


# --- the list ---


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=xe dap", {"a"}),
        ("state=unsettled", {"a", "b"}),
        ("state=ended", {"c"}),
        ("happened_after=2026-03-05&happened_before=2026-03-05", {"b"}),
        ("harm=injured", {"c"}),
        ("whole=no", {"b"}),
    ],
)
def test_the_list_is_narrowed(chief, district, query, expected):
    def made(**values: Any) -> Incident:
        return IncidentFactory(commune=district.commune, category=theft(), **values)

    vietnam = timezone.get_current_timezone()
    rows = {
        "a": made(
            summary="Mất xe đạp", occurred_from=datetime.datetime(2026, 3, 1, 1, tzinfo=vietnam)
        ),
        "b": made(
            is_complete=False, occurred_from=datetime.datetime(2026, 3, 5, 0, 30, tzinfo=vietnam)
        ),
        "c": made(
            state="settled",
            injured=1,
            occurred_from=datetime.datetime(2026, 3, 6, 0, 0, tzinfo=vietnam),
        ),
    }
    page = chief.get(f"{reverse('incident_list')}?all=1&{query}").content.decode()
    assert {name for name, row in rows.items() if row.number in page} == expected


def test_an_incident_recorded_under_a_group_can_be_edited(chief, district):
    group = IncidentCategory.objects.get(code="traffic_group")
    incident = IncidentFactory(commune=district.commune, category=group)
    page = chief.get(reverse("incident_edit", args=[incident.pk]))
    assert page.status_code == 200


def test_a_group_filters_all_its_categories(chief, district):
    inside = IncidentFactory(commune=district.commune, category=theft())
    outside = IncidentFactory(
        commune=district.commune, category=IncidentCategory.objects.get(code="fight")
    )
    page = chief.get(reverse("incident_list"), {"category": theft().parent_id}).content.decode()
    assert inside.number in page
    assert outside.number not in page


def test_the_number_in_the_old_book_is_shown_and_can_be_listed(chief, district):
    imported = IncidentFactory(commune=district.commune, former_number="17/2019")
    fresh = IncidentFactory(commune=district.commune)
    label = "Số trong sổ cũ"
    page = chief.get(reverse("incident_detail", args=[imported.pk])).content.decode()
    assert label in page
    assert "17/2019" in page
    assert label not in chief.get(reverse("incident_detail", args=[fresh.pk])).content.decode()
    assert "17/2019" not in chief.get(reverse("incident_list")).content.decode()
    chosen = {"cols": "number,former_number"}
    assert "17/2019" in chief.get(reverse("incident_list"), chosen).content.decode()
    file = chief.get(reverse("incident_list"), {**chosen, "all": "1", "export": "csv"})
    assert "17/2019" in file.content.decode()


def test_the_list_takes_as_many_queries_for_forty_incidents_as_for_four(
    district, client, django_assert_num_queries
):
    client.force_login(district.staff)
    IncidentFactory.create_batch(4, commune=district.commune)
    client.get(reverse("incident_list"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("incident_list"))
    IncidentFactory.create_batch(36, commune=district.other)
    with django_assert_num_queries(len(few)):
        client.get(reverse("incident_list"))


def test_rows_are_counted_up_to_a_thousand_by_a_district_and_up_to_two_hundred_by_the_nation(
    district, client
):
    IncidentFactory.create_batch(NATIONAL_COUNT_CAP + 1, commune=district.commune)
    nation = person("district_staff", JurisdictionFactory(kind="nation"))
    for asker, said in ((district.staff, "<b>201</b> "), (nation, "Hơn <b>200</b>")):
        client.force_login(asker)
        assert said in client.get(reverse("incident_list")).content.decode()


def test_an_incidents_page_takes_as_many_queries_for_thirty_records_as_for_three(
    chief, district, django_assert_max_num_queries
):
    incident = IncidentFactory(commune=district.commune)
    address = reverse("incident_detail", args=[incident.pk])

    def add(number: int) -> None:
        IncidentPersonFactory.create_batch(number, incident=incident)
        IncidentFileFactory.create_batch(number, incident=incident)
        for other in IncidentFactory.create_batch(number, commune=district.commune):
            IncidentLink.objects.create(first=incident, second=other, kind="related")

    add(3)
    chief.get(address)
    with CaptureQueriesContext(connection) as few:
        chief.get(address)
    add(12)
    with django_assert_max_num_queries(len(few)):
        chief.get(address)
    assert len(few) <= 40, len(few)


def test_an_entry_of_another_persons_page_is_refused_and_kept_as_typed(officer, district):
    sent = quick(owner=str(district.chief.pk))
    assert officer.post(reverse("incident_quick"), sent, **JSON).status_code == 409
    answer = officer.post(reverse("incident_quick"), sent)
    assert answer.status_code == 409
    assert sent["summary"] in answer.content.decode()
    assert not Incident.objects.exists()
    own = quick(owner=str(district.officer.pk))
    assert officer.post(reverse("incident_quick"), own, **JSON).status_code == 200


def test_an_entry_of_a_page_from_before_an_update_is_kept_and_told_to_reload(officer):
    sent = quick()
    del sent["owner"]
    said = officer.post(reverse("incident_quick"), sent, **JSON)
    assert said.status_code == 422
    assert "tải lại" in json.loads(said.content)["errors"]["__all__"][0]["message"]
    answer = officer.post(reverse("incident_quick"), sent)
    assert answer.status_code == 422
    assert sent["summary"] in answer.content.decode()
    assert not Incident.objects.exists()


def test_a_phone_keeps_a_page_without_places_names_or_token(officer, district):
    place = HotspotFactory(commune=district.commune)
    response = officer.get(reverse("incident_quick_kept"))
    text = response.content.decode()
    assert response["Cache-Control"] == "no-store"
    for secret in (place.name, district.officer.full_name, district.officer.username):
        assert secret not in text
    assert 'name="csrfmiddlewaretoken" value=""' in text
    assert "csrftoken" not in response.cookies


def test_the_worker_is_asked_for_anew_and_reaches_the_quick_entry_only(officer, client):
    response = officer.get(reverse("incident_quick_worker"))
    assert response["Cache-Control"] == "no-cache"
    assert response["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in response
    assert reverse("incident_quick_worker").rpartition("/")[0] + "/" == reverse("incident_quick")
    client.logout()
    assert client.get(reverse("incident_quick_worker")).status_code == 302
