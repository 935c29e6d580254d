"""The movement: models and ratings, outreach, the grid of a year's standards; who may what."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.domain.movement.keeping import rate_model
from incidents.models import ModelRating, MovementModel, OutreachSession, SafetyStandard
from tests.factories import HamletFactory
from tests.incidents.factories import (
    MovementKindFactory,
    MovementModelFactory,
    OutreachSessionFactory,
    SafetyStandardFactory,
)
from tests.incidents.people import District


@pytest.fixture
def chief(district: District, client: Client) -> Client:
    client.force_login(district.chief)
    return client


def model_typed(**changes):
    return {
        "submission_key": str(uuid.uuid4()),
        "kind": MovementKindFactory().pk,
        "name": "Camera an ninh chợ Long Hòa",
        "scale": "commune",
        "since": "2024-05-01",
        "members": "12",
        "cameras": "0",
        "state": "active",
        **changes,
    }


def test_a_chief_writes_a_model_down_once_and_zero_is_not_unknown(chief, district):
    sent = model_typed(members="")
    for _turn in range(2):
        chief.post(reverse("movement_create"), sent)
    model = MovementModel.objects.get()
    assert (model.commune, model.members, model.cameras) == (district.commune, None, 0)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"state": "stopped"}, "stopped_on"),
        ({"state": "stopped", "stopped_on": "2020-01-01"}, "stopped_on"),
        ({"stopped_on": "2025-01-01"}, "stopped_on"),
        ({"scale": "hamlet"}, "hamlet"),
        ({"since": "2099-01-01"}, "since"),
    ],
)
def test_what_does_not_fit_together_is_said_beside_its_field(chief, wrong, field):
    response = chief.post(reverse("movement_create"), model_typed(**wrong))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not MovementModel.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "stopped"},
        {"state": "active", "stopped_on": datetime.date(2025, 1, 1)},
        {"scale": "hamlet"},
    ],
)
def test_the_database_refuses_a_model_that_does_not_fit_together(district, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        MovementModelFactory(commune=district.commune, **wrong)


def test_two_people_who_change_a_model_at_once_see_both(chief, district):
    model = MovementModelFactory(commune=district.commune, members=5)
    address = reverse("movement_edit", args=[model.pk])
    base = {"kind": model.kind_id, "name": model.name, "version": model.version, "cameras": ""}
    chief.post(address, model_typed(**base, members="9"))
    response = chief.post(address, model_typed(**base, members="5", note="Cần thêm camera."))
    assert response.status_code == 409
    assert response.context["form"]["members"].value() == "9"
    assert response.context["form"]["note"].value() == "Cần thêm camera."
    model.refresh_from_db()
    assert model.members == 9


def test_a_year_is_rated_once_and_rated_anew_by_those_who_may(district, client):
    model = MovementModelFactory(commune=district.commune)
    client.force_login(district.staff)
    address = reverse("movement_rate", args=[model.pk])
    client.post(address, {"year": "2025", "rating": "good"})
    client.post(address, {"year": "2025", "rating": "fair", "note": "Ít hoạt động."})
    rating = ModelRating.objects.get()
    assert (rating.rating, rating.rated_by_name) == ("fair", "Cán bộ huyện")
    assert client.post(address, {"year": "2023", "rating": "good"}).status_code == 422
    with pytest.raises(PermissionDenied):
        rate_model(model, year=2025, rating="good", note="", by=district.officer)
    with pytest.raises(ValidationError):
        rate_model(model, year=2099, rating="good", note="", by=district.chief)


def test_an_officer_records_outreach_once(district, client):
    client.force_login(district.officer)
    sent = {
        "submission_key": str(uuid.uuid4()),
        "on": "2026-03-10",
        "kind": "meeting",
        "topic": "Phòng chống lừa đảo qua mạng",
        "attendance": "85",
    }
    for _turn in range(2):
        client.post(reverse("outreach_create"), sent)
    session = OutreachSession.objects.get()
    assert (session.attendance, session.recorded_by_name) == (85, "Đỗ Quốc Vũ")
    late = {**sent, "submission_key": str(uuid.uuid4()), "on": "2099-01-01"}
    assert client.post(reverse("outreach_create"), late).status_code == 422


def test_a_year_is_written_as_a_grid_and_an_emptied_line_is_taken_away(chief, district):
    hamlet = HamletFactory(commune=district.commune)
    address = reverse("standard_year")
    sent = {
        "year": "2025",
        f"h{hamlet.pk}_registered": "210",
        f"h{hamlet.pk}_met": "198",
        "schools_registered": "3",
        "schools_met": "",
    }
    chief.post(address, sent)
    rows = SafetyStandard.objects.values_list("kind", "hamlet", "registered", "met")
    assert set(rows) == {("families", hamlet.pk, 210, 198), ("schools", None, 3, None)}
    wrong = chief.post(address, {**sent, "schools_met": "4"})
    assert wrong.status_code == 422
    assert "schools_met" in wrong.context["form"].errors
    chief.post(address, {**sent, "schools_registered": ""})
    assert SafetyStandard.objects.get().kind == "families"


@pytest.mark.parametrize(
    "wrong",
    [
        {"met": 11},
        {"kind": "families"},
    ],
)
def test_the_database_refuses_counts_that_cannot_be(district, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        SafetyStandardFactory(commune=district.commune, **wrong)


def test_a_kind_of_a_year_is_counted_once_for_the_commune(district):
    SafetyStandardFactory(commune=district.commune)
    with pytest.raises(IntegrityError), transaction.atomic():
        SafetyStandardFactory(commune=district.commune)


LISTS = ("movement_list", "outreach_list", "standard_list")


@pytest.mark.parametrize(
    ("role", "looks", "keeps", "reaches", "exports"),
    [
        ("chief", True, True, True, True),
        ("officer", True, False, True, False),
        ("staff", True, False, False, True),
        ("administrator", True, False, False, False),
        ("home_affairs", False, False, False, False),
    ],
)
def test_each_role_may_what_its_work_asks(district, client, role, looks, keeps, reaches, exports):
    model = MovementModelFactory(commune=district.commune)
    client.force_login(getattr(district, role))

    def ok(address: str) -> bool:
        return client.get(address).status_code == 200

    assert {ok(reverse(name)) for name in LISTS} == {looks}
    assert {ok(reverse(name) + "?export=csv") for name in LISTS} == {exports}
    assert ok(reverse("movement_detail", args=[model.pk])) is looks
    assert ok(reverse("movement_edit", args=[model.pk])) is keeps
    assert ok(reverse("standard_year")) is keeps
    assert ok(reverse("outreach_create")) is reaches


def test_the_lists_ask_as_many_questions_for_many_rows_as_for_one(chief, district):
    def questions() -> list[int]:
        found = []
        for name in LISTS:
            chief.get(reverse(name))
            with CaptureQueriesContext(connection) as seen:
                chief.get(reverse(name))
            found.append(len(seen))
        return found

    def fill(year: int) -> None:
        MovementModelFactory(commune=district.commune)
        OutreachSessionFactory(commune=district.commune)
        SafetyStandardFactory(commune=district.commune, year=year)

    fill(2020)
    few = questions()
    for year in range(2021, 2025):
        fill(year)
    assert questions() == few
