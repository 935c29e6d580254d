"""What the forms of an incident take as it was meant, and what they keep when it can no longer be saved."""

import datetime
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.domain.incidents.workflow import Outcome, make_move
from incidents.domain.mediations.workflow import MediationOutcome
from incidents.domain.mediations.workflow import make_move as move_mediation
from incidents.forms.incidents.fields import AmountField
from incidents.models import Incident
from tests.incidents.factories import (
    IncidentFactory,
    LocatedIncidentFactory,
    heard_mediation,
)
from tests.incidents.people import District

pytestmark = pytest.mark.django_db

WHY = "Hai bên tự thỏa thuận bồi thường xong."


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("", None),
        ("0", 0),
        ("15", 15),
        ("1500000", 1_500_000),
        ("1.500.000", 1_500_000),
        ("1,500,000 ₫", 1_500_000),
        ("15.500", 15_500),
    ],
)
def test_amounts_are_whole_dong(typed: str, amount: int | None) -> None:
    assert AmountField().clean(typed) == amount


@pytest.mark.parametrize(
    "typed", ["1,5", "1.5", "1.500,50", "12.34.5", "1.500,000", "15 triệu", "-5", ".5", "1..000"]
)
def test_what_is_no_whole_amount_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        AmountField().clean(typed)


def edited(client: Client, incident: Incident, **changes: Any) -> Any:
    """Open the form of the record, change some of it and send it."""
    address = reverse("incident_edit", args=[incident.pk])
    form = client.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    return client.post(address, typed | changes)


def test_a_point_of_many_decimals_stays_with_its_source(district: District, client: Client) -> None:
    incident = LocatedIncidentFactory(
        commune=district.commune,
        latitude=10.58802612,
        longitude=106.57941587,
        point_source="book",
    )
    client.force_login(district.chief)
    assert edited(client, incident, deaths="0").status_code == 302
    incident.refresh_from_db()
    assert incident.point == (10.58802612, 106.57941587)
    assert (incident.point_source, incident.deaths) == ("book", 0)


@pytest.mark.parametrize(("accuracy", "source"), [("12", "phone"), ("", "map")])
def test_the_full_form_tells_the_phones_position_from_a_mark(
    district: District, client: Client, accuracy: str, source: str
) -> None:
    incident = IncidentFactory(commune=district.commune)
    client.force_login(district.chief)
    point = {"latitude": "10.592000", "longitude": "106.573500", "accuracy": accuracy}
    assert edited(client, incident, **point).status_code == 302
    incident.refresh_from_db()
    assert incident.point_source == source
    assert incident.accuracy_m == (12 if accuracy else None)


def test_an_officer_keeps_what_was_typed_when_the_chief_ended_it_meanwhile(
    district: District, client: Client
) -> None:
    incident = IncidentFactory(commune=district.commune)
    client.force_login(district.officer)
    address = reverse("incident_edit", args=[incident.pk])
    form = client.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    today = timezone.localdate()
    make_move("settle", incident, Outcome(today, WHY), by=district.chief)
    for _again in range(2):
        answer = client.post(address, typed | {"summary": "Mất xe máy, có người thấy biển số."})
        assert answer.status_code == 403
        assert "có người thấy biển số" in answer.content.decode()
    person = reverse("incident_person_new", args=[incident.pk])
    answer = client.post(person, {"role": "witness", "note": "Đứng ở quán nước"})
    assert answer.status_code == 403
    assert "Đứng ở quán nước" in answer.content.decode()
    assert not incident.persons.exists()


def test_an_outcome_typed_while_somebody_took_it_in_hand_stays(
    district: District, client: Client
) -> None:
    incident = IncidentFactory(commune=district.commune)
    today = timezone.localdate()
    seen = incident.version
    make_move("begin", incident, Outcome(today), by=district.officer)
    client.force_login(district.chief)
    address = reverse("incident_move", args=[incident.pk, "settle"])
    typed = {"settle-on": today.isoformat(), "on": today.isoformat(), "note": WHY, "version": seen}
    answer = client.post(address, typed)
    assert answer.status_code == 409
    assert WHY in answer.content.decode()
    incident.refresh_from_db()
    assert incident.state == "handling"
    again = answer.context["moves"]
    (form,) = [one["form"] for one in again if one["name"] == "settle"]
    assert form["version"].value() == str(incident.version)
    assert client.post(address, typed | {"version": incident.version}).status_code == 302


def test_words_for_a_move_that_is_over_are_said_above_the_page(
    district: District, client: Client
) -> None:
    mediation = heard_mediation(commune=district.commune)
    seen, day = mediation.version, mediation.opened_on + datetime.timedelta(days=30)
    move_mediation("settle", mediation, MediationOutcome(day, WHY), by=district.chief)
    client.force_login(district.chief)
    address = reverse("mediation_move", args=[mediation.pk, "settle"])
    words = "Mỗi bên lùi vào nửa mét, có tổ hòa giải chứng kiến."
    answer = client.post(address, {"on": day.isoformat(), "note": words, "version": seen})
    assert answer.status_code == 409
    assert words in answer.content.decode()
