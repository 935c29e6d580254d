"""The pages of mediations as people use them: by form, by button, by right."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Disclosure
from dashboards.queries.desk import tasks_for
from incidents.models import Mediation, MediationFile
from tests.incidents.factories import (
    IncidentFactory,
    MediationFactory,
    MediationFileFactory,
    MediationPartyFactory,
    MediationSessionFactory,
    MediationSubjectFactory,
    heard_mediation,
)
from tests.incidents.people import District
from tests.incidents.pictures import photographed, upload
from units.domain.scope import Scope


@pytest.fixture
def officer(district: District, client: Client) -> Client:
    client.force_login(district.officer)
    return client


@pytest.fixture
def chief(district: District, client: Client) -> Client:
    client.force_login(district.chief)
    return client


def typed(**changes):
    return {
        "submission_key": str(uuid.uuid4()),
        "subject": MediationSubjectFactory().pk,
        "summary": "Hai nhà tranh chấp lối đi chung.",
        "opened_on": "2026-03-02",
        **changes,
    }


def test_an_officer_opens_a_mediation_once_however_often_the_form_arrives(officer, district):
    sent = typed()
    first = officer.post(reverse("mediation_create"), sent)
    mediation = Mediation.objects.get()
    assert first.headers["Location"] == reverse("mediation_detail", args=[mediation.pk])
    officer.post(reverse("mediation_create"), sent)
    assert Mediation.objects.count() == 1
    assert (mediation.commune, mediation.recorded_by) == (district.commune, district.officer)


def test_what_was_typed_stays_when_the_day_has_not_come(officer):
    response = officer.post(reverse("mediation_create"), typed(opened_on="2099-01-01"))
    assert response.status_code == 422
    assert "Hai nhà tranh chấp lối đi chung." in response.content.decode()
    assert not Mediation.objects.exists()


def test_the_district_sees_initials_and_those_who_handle_it_names_once_they_say_why(
    district, client
):
    mediation = MediationFactory(commune=district.commune)
    MediationPartyFactory(mediation=mediation, full_name="Nguyễn Văn Sửu", phone="0901234567")
    page, ask = (
        reverse(name, args=[mediation.pk])
        for name in ("mediation_detail", "mediation_parties_seen")
    )
    client.force_login(district.staff)
    shown = client.get(page).content.decode()
    assert "N.V.S." in shown
    assert "Nguyễn Văn Sửu" not in shown
    assert client.post(ask, {"reason": "xem thử"}).status_code == 403
    client.force_login(district.officer)
    assert "Nguyễn Văn Sửu" not in client.get(page).content.decode()
    assert client.post(ask, {"reason": ""}).status_code == 422
    assert not Disclosure.objects.exists()
    seen = client.post(ask, {"reason": "lập biên bản"})
    assert "Nguyễn Văn Sửu" in seen.content.decode()
    assert seen.headers["Cache-Control"] == "no-store"
    assert Disclosure.objects.get().reason == "lập biên bản"


def test_a_session_keeps_its_minutes_and_signed_paper(officer, district):
    mediation = MediationFactory(commune=district.commune)
    sent = {
        "on": "2026-03-05",
        "mediated_by": "Tổ hòa giải ấp",
        "minutes": "Bên A nhận dời hàng rào.",
        "papers": upload(photographed()),
    }
    officer.post(reverse("mediation_session_new", args=[mediation.pk]), sent)
    session = mediation.sessions.get()
    assert session.files.get().content_type == "photo"
    paper = officer.get(reverse("mediation_session_print", args=[mediation.pk, session.pk]))
    assert "Bên A nhận dời hàng rào." in paper.content.decode()


def test_signed_papers_name_the_parties_so_the_district_does_not_get_them(district, client):
    attached: MediationFile = MediationFileFactory(
        session=MediationSessionFactory(mediation=MediationFactory(commune=district.commune))
    )
    address = reverse("mediation_file", args=[attached.mediation_id, attached.pk])
    client.force_login(district.staff)
    assert client.get(address).status_code == 403
    client.force_login(district.officer)
    assert not Disclosure.objects.exists()
    assert b"".join(client.get(address).streaming_content) == b"%PDF-1.4"
    look = Disclosure.objects.get()
    assert (look.user, look.row, look.field) == (district.officer, attached.pk, "file")
    page = reverse("mediation_detail", args=[attached.mediation_id])
    assert "đã mở tệp đính kèm" in client.get(page).content.decode()


def test_the_chief_settles_it_and_the_desk_reminds_of_the_follow_up(chief, district):
    mediation = heard_mediation(commune=district.commune)
    move = reverse("mediation_move", args=[mediation.pk, "settle"])
    sent = {
        "version": mediation.version,
        "on": "2026-03-09",
        "note": "Mỗi bên lùi 50 cm.",
        "follow_up_on": "2026-04-09",
    }
    assert chief.post(move, {**sent, "note": ""}).status_code == 422
    chief.post(move, sent)
    mediation.refresh_from_db()
    assert (mediation.state, mediation.agreement) == ("settled", "Mỗi bên lùi 50 cm.")
    scope = Scope.of([district.commune.pk])
    late = datetime.date(2026, 4, 12)
    assert any(mediation.number in task.what for task in tasks_for(scope, late, []))
    early = datetime.date(2026, 3, 20)
    assert not any(mediation.number in task.what for task in tasks_for(scope, early, []))
    found = chief.get(reverse("mediation_list") + "?follow_up=1").content.decode()
    assert mediation.number in found
    check = {"on": "2026-04-12", "verdict": "kept", "note": "Đã dời.", "next_on": ""}
    chief.post(reverse("mediation_check_new", args=[mediation.pk]), check)
    assert mediation.checks.get().verdict == "kept"
    assert not any(mediation.number in task.what for task in tasks_for(scope, late, []))


def test_two_people_who_correct_at_once_see_both(chief, district):
    mediation = MediationFactory(commune=district.commune)
    address = reverse("mediation_edit", args=[mediation.pk])
    subject = mediation.subject_id
    chief.post(address, typed(version=mediation.version, subject=subject, summary="Của người kia."))
    mine = typed(version=mediation.version, subject=subject, opened_on="2026-03-03")
    response = chief.post(address, {**mine, "summary": mediation.summary})
    assert response.status_code == 409
    assert "Của người kia." in response.content.decode()
    mediation.refresh_from_db()
    assert mediation.opened_on == datetime.date(2026, 3, 2)


def settled(district: District) -> Mediation:
    made: Mediation = MediationFactory(
        commune=district.commune, state="settled", agreement="Mỗi bên lùi 50 cm.",
        outcome_on=datetime.date(2026, 3, 9), follow_up_on=datetime.date(2026, 4, 9),
    )  # fmt: skip
    return made


def test_the_day_of_follow_up_is_corrected_and_two_people_at_once_see_both(officer, district):
    mediation = settled(district)
    address = reverse("mediation_follow_up", args=[mediation.pk])
    page = reverse("mediation_detail", args=[mediation.pk])
    assert address in officer.get(page).content.decode()
    shown = officer.get(address).context["form"]
    assert shown["follow_up_on"].value() == datetime.date(2026, 4, 9)
    assert not shown["follow_up_reason"].value()
    seen = {"version": mediation.version}
    theirs = {"follow_up_on": "2026-05-09", "follow_up_reason": "Hẹn nhầm tháng."}
    assert officer.post(address, {**seen, **theirs, "follow_up_reason": ""}).status_code == 422
    assert officer.post(address, {**seen, **theirs}).status_code == 302
    assert "Hẹn nhầm tháng." in officer.get(page).content.decode()
    mine = {"follow_up_on": "2026-04-19", "follow_up_reason": "Các bên xin lùi."}
    both = officer.post(address, {**seen, **mine})
    assert both.status_code == 409
    told = both.content.decode()
    assert "Hẹn nhầm tháng." in told
    assert "Các bên xin lùi." in told
    form = both.context["form"]
    officer.post(address, {name: form[name].value() for name in form.fields})
    mediation.refresh_from_db()
    assert mediation.follow_up_on == datetime.date(2026, 4, 19)
    again = officer.get(address).context["form"]
    assert not again["follow_up_reason"].value()


def test_a_check_is_held_up_where_somebody_set_another_day_meanwhile(officer, district):
    mediation = settled(district)
    shown = officer.get(reverse("mediation_detail", args=[mediation.pk])).context["check_form"]
    check = {
        "version": shown["version"].value(), "on": "2026-04-10", "verdict": "kept",
        "note": "Đã dời.", "next_on": "2026-06-10",
    }  # fmt: skip
    Mediation.objects.filter(pk=mediation.pk).update(follow_up_on=datetime.date(2026, 5, 9))
    address = reverse("mediation_check_new", args=[mediation.pk])
    told = officer.post(address, check)
    assert told.status_code == 409
    page = told.content.decode()
    assert "09/05/2026" in page
    assert "Đã dời." in page
    assert not mediation.checks.exists()
    form = told.context["check_form"]
    officer.post(address, {name: form[name].value() for name in form.fields})
    mediation.refresh_from_db()
    assert mediation.follow_up_on == datetime.date(2026, 6, 10)
    assert mediation.checks.get().note == "Đã dời."


def test_only_who_keeps_mediations_corrects_the_day_of_an_agreement(district, client):
    is_open = MediationFactory(commune=district.commune)
    agreed = settled(district)
    for role, status in (
        ("officer", 200), ("chief", 200), ("staff", 403), ("administrator", 403), ("other_chief", 404),
    ):  # fmt: skip
        client.force_login(getattr(district, role))
        address = reverse("mediation_follow_up", args=[agreed.pk])
        assert client.get(address).status_code == status
    client.force_login(district.chief)
    assert client.get(reverse("mediation_follow_up", args=[is_open.pk])).status_code == 403


def test_minutes_are_corrected_and_two_people_at_once_see_both(officer, district):
    session = MediationSessionFactory(mediation=MediationFactory(commune=district.commune))
    address = reverse("mediation_session_edit", args=[session.mediation_id, session.pk])
    shown = officer.get(address).context["form"]
    base = {name: shown[name].value() for name in shown.fields if name != "papers"}
    officer.post(address, {**base, "minutes": "Bên A nhận dời hàng rào."})
    both = officer.post(
        address, {**base, "place": "Nhà văn hóa ấp 2", "papers": upload(photographed())}
    )
    assert both.status_code == 409
    form = both.context["form"]
    assert form["minutes"].value() == "Bên A nhận dời hàng rào."
    assert form["place"].value() == "Nhà văn hóa ấp 2"
    assert form.errors["papers"]
    assert not session.files.exists()
    again = {name: form[name].value() for name in form.fields if name != "papers"}
    officer.post(address, {**again, "papers": upload(photographed())})
    session.refresh_from_db()
    assert (session.minutes, session.place) == ("Bên A nhận dời hàng rào.", "Nhà văn hóa ấp 2")
    paper = session.files.get()
    wrong = officer.post(address, {**again, "version": session.version, "on": "2026-03-01"})
    assert "on" in wrong.context["form"].errors
    officer.post(reverse("mediation_file_remove", args=[session.mediation_id, paper.pk]))
    assert not session.files.exists()


def test_once_it_has_ended_only_the_chief_corrects_minutes(district, client):
    mediation = MediationFactory(
        commune=district.commune, state="not_settled", outcome_on=datetime.date(2026, 3, 9)
    )
    session = MediationSessionFactory(mediation=mediation)
    address = reverse("mediation_session_edit", args=[mediation.pk, session.pk])
    for person, status in (("officer", 403), ("staff", 403), ("chief", 200), ("other_chief", 404)):
        client.force_login(getattr(district, person))
        assert client.get(address).status_code == status
    assert client.get(reverse("mediation_session_new", args=[mediation.pk])).status_code == 404
    client.force_login(district.officer)
    assert client.get(reverse("mediation_session_new", args=[mediation.pk])).status_code == 403


def test_a_session_of_another_mediation_is_withdrawn_with_a_reason(officer, district):
    mediation = MediationFactory(commune=district.commune)
    session = MediationSessionFactory(mediation=mediation)
    address = reverse("mediation_session_withdraw", args=[mediation.pk, session.pk])
    assert officer.post(address, {"reason": ""}).status_code == 422
    officer.post(address, {"reason": "Của vụ khác."})
    page = officer.get(reverse("mediation_detail", args=[mediation.pk]))
    assert "Của vụ khác." in page.content.decode()
    assert "đã rút một buổi hòa giải" in {line.action for line in page.context["story"]}
    edited = reverse("mediation_session_edit", args=[mediation.pk, session.pk])
    shown = officer.get(edited).context["form"]
    base = {name: shown[name].value() for name in shown.fields if name != "papers"}
    assert officer.post(edited, {**base, "minutes": "Khác."}).status_code == 422


def test_two_people_who_correct_a_party_see_both_and_each_look_is_recorded(officer, district):
    mediation = MediationFactory(commune=district.commune)
    party = MediationPartyFactory(mediation=mediation, full_name="Nguyễn Văn Sửu")
    MediationPartyFactory(mediation=mediation)
    address = reverse("mediation_party_edit", args=[mediation.pk, party.pk])
    shown = officer.get(address).context["form"]
    base = {name: shown[name].value() for name in shown.fields}
    officer.post(address, {**base, "phone": "0901234567"})
    both = officer.post(address, {**base, "address": "Ấp 2"})
    assert both.status_code == 409
    assert both.context["form"]["phone"].value() == "0901234567"
    assert both.context["form"]["address"].value() == "Ấp 2"
    assert {look.row for look in Disclosure.objects.all()} == {party.pk}
    assert Disclosure.objects.count() == 2


def test_forms_sent_twice_write_one_party_and_one_answer(chief, district):
    mediation = MediationFactory(
        commune=district.commune, state="settled", outcome_on=datetime.date(2026, 3, 9),
        agreement="Xong.",
    )  # fmt: skip
    check = {"on": "2026-04-12", "verdict": "kept", "note": "", "next_on": "2026-06-12"}
    address = reverse("mediation_party_new", args=[mediation.pk])
    party = {"full_name": "Nguyễn Văn Sửu", "birth_year": "1970", "submission_key": uuid.uuid4()}
    for _turn in range(2):
        chief.post(address, party)
        chief.post(reverse("mediation_check_new", args=[mediation.pk]), check)
    assert (mediation.parties.count(), mediation.checks.count()) == (1, 1)
    # Another form with the same words is another person: father and son, or two of one name.
    key = chief.get(address).context["form"]["submission_key"].value()
    chief.post(address, {**party, "submission_key": key})
    assert mediation.parties.count() == 2


def test_an_incident_is_linked_by_its_number(officer, district):
    mediation = MediationFactory(commune=district.commune)
    incident = IncidentFactory(commune=district.commune)
    foreign = IncidentFactory(commune=district.other)
    address = reverse("mediation_incident_new", args=[mediation.pk])
    assert officer.post(address, {"number": foreign.number}).status_code == 422
    officer.post(address, {"number": incident.number.lower()})
    link = mediation.incident_links.get()
    assert link.incident == incident
    assert (
        mediation.number
        in officer.get(reverse("incident_detail", args=[incident.pk])).content.decode()
    )
    officer.post(reverse("mediation_incident_remove", args=[mediation.pk, link.pk]))
    assert not mediation.incident_links.exists()


@pytest.mark.parametrize(
    ("role", "may_look", "may_record", "may_export"),
    [
        ("chief", True, True, True),
        ("officer", True, True, False),
        ("staff", True, False, True),
        ("administrator", True, False, False),
        ("home_affairs", False, False, False),
    ],
)
def test_each_role_may_what_its_work_asks(district, client, role, may_look, may_record, may_export):
    mediation = MediationFactory(commune=district.commune)
    client.force_login(getattr(district, role))

    def ok(address: str) -> bool:
        return client.get(address).status_code == 200

    assert ok(reverse("mediation_list")) is may_look
    assert ok(reverse("mediation_detail", args=[mediation.pk])) is may_look
    assert ok(reverse("mediation_create")) is may_record
    assert ok(reverse("mediation_list") + "?export=csv") is may_export


def test_the_pages_ask_as_many_questions_for_many_rows_as_for_one(chief, district):
    def questions(address: str) -> int:
        chief.get(address)
        with CaptureQueriesContext(connection) as seen:
            chief.get(address)
        return len(seen)

    def fill(mediation: Mediation) -> None:
        MediationPartyFactory(mediation=mediation)
        MediationFileFactory(session=MediationSessionFactory(mediation=mediation))
        incident = IncidentFactory(commune=district.commune)
        mediation.incident_links.create(incident=incident)
        mediation.checks.create(on=datetime.date(2026, 3, 9), verdict="kept")

    mediation = MediationFactory(commune=district.commune, state="settled", agreement="Xong.")
    for _turn in range(2):  # the history reads names of rows only where it has some to compare
        fill(mediation)
    addresses = [reverse("mediation_list"), reverse("mediation_detail", args=[mediation.pk])]
    few = [questions(address) for address in addresses]
    for _turn in range(4):
        fill(mediation)
        MediationFactory(commune=district.commune)
    assert [questions(address) for address in addresses] == few
