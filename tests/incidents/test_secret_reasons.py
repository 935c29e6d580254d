"""The reason of a look stands in the history for everybody: it names nobody who is looked at."""

import pytest
from django.urls import reverse

from accounts.models import Disclosure
from tests.incidents.factories import (
    IncidentFactory,
    IncidentPersonFactory,
    MediationSessionFactory,
    heard_mediation,
)

pytestmark = pytest.mark.django_db

PROBLEM = "người khác đọc được"


def test_a_look_at_a_person_of_an_incident_names_none_of_the_persons(district, client):
    incident = IncidentFactory(commune=district.commune)
    person = IncidentPersonFactory(incident=incident, full_name="Kiều Văn Dậu")
    IncidentPersonFactory(incident=incident, full_name="Lâm Thị Hợi", phone="0918273645")
    client.force_login(district.chief)
    address = reverse("incident_person_identity", args=[incident.pk, person.pk])
    for reason in ("Gọi KIEU VAN DAU lên", "Hỏi bà Lâm Thị Hợi", "Gọi 0918 273 645 hỏi lại"):
        answer = client.post(address, {"reason": reason})
        assert answer.status_code == 422
        assert PROBLEM in answer.content.decode()
        assert reason in answer.content.decode()
    assert not Disclosure.objects.exists()
    assert client.post(address, {"reason": "Mời người liên quan làm việc"}).status_code == 200
    assert Disclosure.objects.count() == 1


def test_a_look_at_the_parties_of_a_mediation_names_none_of_them(district, client):
    mediation = heard_mediation(commune=district.commune)
    session = MediationSessionFactory(mediation=mediation)
    client.force_login(district.chief)
    reason = {"reason": "In biên bản cho bà Trần Thị Dần"}
    for address in (
        reverse("mediation_parties_seen", args=[mediation.pk]),
        reverse("mediation_session_paper", args=[mediation.pk, session.pk]),
    ):
        answer = client.post(address, reason)
        assert answer.status_code == 422
        assert PROBLEM in answer.content.decode()
    assert not Disclosure.objects.exists()
