"""The minutes of a session as Word: what stands on them, who gets the names, and what is recorded."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Disclosure
from incidents.domain.mediations.sessions import withdraw_session
from incidents.models import MediationSession
from tests.incidents.factories import (
    MediationFactory,
    MediationPartyFactory,
    MediationSessionFactory,
)
from tests.incidents.people import District
from tests.incidents.word import texts


@pytest.fixture
def session(district: District) -> MediationSession:
    made: MediationSession = MediationSessionFactory(
        mediation=MediationFactory(commune=district.commune),
        place="Nhà văn hóa ấp 2",
        signed_by="Trưởng ấp 2",
    )
    MediationPartyFactory(
        mediation=made.mediation, full_name="Nguyễn Văn Sửu", birth_year=1970,
        phone="0901234567", address="Ấp 2",
    )  # fmt: skip
    return made


def address_of(session: MediationSession, name: str = "mediation_session_paper") -> str:
    return reverse(name, args=[session.mediation_id, session.pk])


def test_minutes_come_as_word_with_dots_for_the_names(district, client: Client, session):
    client.force_login(district.staff)
    response = client.get(address_of(session))
    said = texts(response)
    assert "hg-2026" in response["Content-Disposition"]
    for words in (
        "BIÊN BẢN", "CÔNG AN", session.mediation.number, session.minutes, session.mediated_by,
        session.mediation.summary, session.mediation.subject.name, "Nhà văn hóa ấp 2", "N.V.S.",
        "Trưởng ấp 2", "05/03/2026", "NGƯỜI TIẾN HÀNH HÒA GIẢI",
    ):  # fmt: skip
        assert words in said
    for hidden in ("Nguyễn Văn Sửu", "1970", "0901234567"):
        assert hidden not in said
    assert not Disclosure.objects.exists()


def test_names_stand_on_it_only_after_a_reason_and_a_recorded_look(district, client, session):
    client.force_login(district.officer)
    refused = client.post(address_of(session), {"reason": ""})
    assert refused.status_code == 422
    assert "Nguyễn Văn Sửu" not in refused.content.decode()
    assert not Disclosure.objects.exists()
    said = texts(client.post(address_of(session), {"reason": "ký " + "x" * 190}))
    assert "Nguyễn Văn Sửu" in said
    assert "1970" in said
    assert "Ấp 2" in said
    assert "0901234567" not in said
    look = Disclosure.objects.get()
    assert (look.user, look.commune) == (district.officer, district.commune)
    assert "biên bản ngày 05/03/2026, in ra: ký x" in look.reason
    page = client.get(reverse("mediation_detail", args=[session.mediation_id]))
    assert any("in ra: ký x" in line.action for line in page.context["story"])


def test_who_may_not_know_the_parties_gets_no_names_and_strangers_nothing(
    district, client, session
):
    for role, shown, named in (
        ("staff", 200, 403),
        ("administrator", 200, 403),
        ("home_affairs", 403, 403),
        ("other_chief", 404, 404),
    ):
        client.force_login(getattr(district, role))
        assert client.get(address_of(session)).status_code == shown
        assert client.post(address_of(session), {"reason": "cần biết"}).status_code == named
    assert not Disclosure.objects.exists()
    client.force_login(district.staff)
    page = client.get(address_of(session, "mediation_session_print")).content.decode()
    assert 'name="reason"' not in page
    assert address_of(session) in page


def test_the_anonymous_stay_anonymous_and_are_no_look(district, client, session):
    party = session.mediation.parties.get()
    party.full_name, party.birth_year, party.phone, party.address = "", None, "", ""
    party.anonymised_on = datetime.date(2026, 11, 1)
    party.save()
    client.force_login(district.officer)
    assert "đã xóa thông tin cá nhân" in texts(
        client.post(address_of(session), {"reason": "lưu hồ sơ"})
    )
    assert not Disclosure.objects.exists()


def test_there_is_no_paper_of_a_session_that_was_withdrawn(district, client, session):
    withdraw_session(session, "Của vụ khác.", by=district.chief)
    client.force_login(district.officer)
    assert client.get(address_of(session)).status_code == 404
    assert client.post(address_of(session), {"reason": "lưu hồ sơ"}).status_code == 404
    assert not Disclosure.objects.exists()
