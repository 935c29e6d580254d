"""The movement: models and ratings, outreach, the grid of a year's standards; who may what."""

import datetime
import uuid
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.domain.facts import facts_of
from incidents.domain.movement.keeping import ModelFacts, RatingFacts, change_model, rate_model
from incidents.models import ModelRating, MovementModel, OutreachSession, SafetyStandard
from incidents.queries.movement import ModelFigures, OutreachFigures, models_on, reached
from tests.factories import HamletFactory
from tests.incidents.factories import (
    MovementKindFactory,
    MovementModelFactory,
    OutreachSessionFactory,
    SafetyStandardFactory,
)
from tests.incidents.people import District
from units.domain.scope import Scope
from units.queries.area import Area


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


def test_a_year_is_rated_once_by_those_who_may_and_another_rating_is_not_overwritten(
    district, client
):
    model = MovementModelFactory(commune=district.commune)
    client.force_login(district.staff)
    address = reverse("movement_rate", args=[model.pk])
    for _turn in range(2):
        client.post(address, {"year": "2025", "rating": "good"})
    other = client.post(address, {"year": "2025", "rating": "fair", "note": "Ít hoạt động."})
    assert other.status_code == 422
    assert "Ít hoạt động." in other.content.decode()
    rating = ModelRating.objects.get()
    assert (rating.rating, rating.rated_by_name) == ("good", "Cán bộ huyện")
    assert client.post(address, {"year": "2023", "rating": "good"}).status_code == 422
    with pytest.raises(PermissionDenied):
        rate_model(model, RatingFacts(2025, "good"), by=district.officer)
    with pytest.raises(ValidationError):
        rate_model(model, RatingFacts(2099, "good"), by=district.chief)


def test_a_stopped_model_is_rated_for_the_years_it_ran_and_its_years_contain_its_ratings(district):
    stopped = {"state": "stopped", "stopped_on": datetime.date(2025, 6, 1)}
    model = MovementModelFactory(commune=district.commune, **stopped)
    rate_model(model, RatingFacts(2025, "fair"), by=district.chief)
    with pytest.raises(ValidationError):
        rate_model(model, RatingFacts(2026, "fair"), by=district.chief)
    facts = facts_of(model, ModelFacts)
    for wrong in (
        {"since": datetime.date(2026, 1, 1), "state": "active", "stopped_on": None},
        {"stopped_on": datetime.date(2024, 12, 1)},
    ):
        with pytest.raises(ValidationError):
            change_model(model, replace(facts, **wrong), by=district.chief, version=model.version)


def test_a_rating_is_corrected_and_two_people_at_once_see_both(district, client):
    model = MovementModelFactory(commune=district.commune)
    first = rate_model(model, RatingFacts(2025, "good"), by=district.chief)
    address = reverse("movement_rating_edit", args=[model.pk, first.pk])
    client.force_login(district.staff)
    assert client.get(address).context["form"]["rating"].value() == "good"
    sent = {"year": "2025", "rating": "fair", "note": "", "version": first.version}
    client.post(address, sent)
    both = client.post(address, {**sent, "rating": "good", "note": "Họp đều."})
    assert both.status_code == 409
    assert both.context["form"]["rating"].value() == "fair"
    assert both.context["form"]["note"].value() == "Họp đều."
    first.refresh_from_db()
    assert (first.rating, first.rated_by_name) == ("fair", "Cán bộ huyện")
    rate_model(model, RatingFacts(2024, "poor"), by=district.chief)
    taken = {**sent, "year": "2024", "version": first.version}
    assert client.post(address, taken).status_code == 422
    assert "2025" in client.get(reverse("movement_detail", args=[model.pk])).content.decode()


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


def outreach_typed(**changes):
    return {
        "on": "2026-03-10",
        "kind": "meeting",
        "topic": "Phòng chống lừa đảo qua mạng",
        "attendance": "85",
        **changes,
    }


def test_a_session_is_corrected_and_two_people_at_once_see_both(district, client):
    session = OutreachSessionFactory(commune=district.commune, attendance=58)
    address = reverse("outreach_edit", args=[session.pk])
    client.force_login(district.officer)
    shown = client.get(address).context["form"]
    assert shown["attendance"].value() == "58"
    base = outreach_typed(
        version=session.version, on=session.on.isoformat(), kind=session.kind, topic=session.topic
    )
    saved = client.post(address, base)
    assert saved.headers["Location"] == reverse("outreach_detail", args=[session.pk])
    both = client.post(address, {**base, "attendance": "58", "note": "Có trưởng ấp dự."})
    assert both.status_code == 409
    assert both.context["form"]["attendance"].value() == "85"
    assert both.context["form"]["note"].value() == "Có trưởng ấp dự."
    assert [one.theirs for one in both.context["conflict"]] == ["85"]
    again = client.post(
        address, {**base, "version": both.context["form"]["version"].value(), "on": "2099-01-01"}
    )
    assert again.status_code == 422
    session.refresh_from_db()
    assert (session.attendance, session.note) == (85, "")
    story = client.get(saved.headers["Location"]).context["story"]
    assert [(change.before, change.after) for change in story[0].changes] == [("58", "85")]
    client.force_login(district.staff)
    assert client.get(address).status_code == 403
    client.force_login(district.other_chief)
    assert client.get(address).status_code == 404


def test_what_was_entered_by_mistake_is_withdrawn_with_a_reason_and_counts_nowhere(chief, district):
    session = OutreachSessionFactory(commune=district.commune, on=datetime.date(2026, 3, 10))
    model = MovementModelFactory(commune=district.commune)
    area, day = Area(Scope.of([district.commune.pk])), datetime.date(2026, 3, 10)

    def counted() -> tuple[OutreachFigures, ModelFigures]:
        none = OutreachFigures(), ModelFigures()
        key = district.commune.pk
        return reached(day, day, area).get(key, none[0]), models_on(day, area).get(key, none[1])

    assert [figures for figures in counted() if figures == type(figures)()] == []
    for name, row, page in (
        ("outreach", session, "outreach_list"),
        ("movement", model, "movement_list"),
    ):
        address = reverse(f"{name}_withdraw", args=[row.pk])
        assert chief.post(address, {"reason": " "}).status_code == 422
        chief.post(address, {"reason": "Nhập hai lần."})
        detail = chief.get(reverse(f"{name}_detail", args=[row.pk])).content.decode()
        assert "Nhập hai lần." in detail
        assert str(row) not in chief.get(reverse(page)).content.decode()
        assert str(row) in chief.get(reverse(page) + "?kept=withdrawn").content.decode()
    assert counted() == (OutreachFigures(), ModelFigures())
    changed = outreach_typed(version=2)
    assert chief.post(reverse("outreach_edit", args=[session.pk]), changed).status_code == 422
    assert ModelRating.objects.count() == 0
    rated = chief.post(
        reverse("movement_rate", args=[model.pk]), {"year": "2025", "rating": "good"}
    )
    assert rated.status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [{"withdrawn_on": datetime.date(2026, 1, 1)}, {"withdrawn_reason": "Nhầm."}],
)
def test_the_database_refuses_half_a_withdrawal(district, wrong):
    for factory in (OutreachSessionFactory, MovementModelFactory):
        with pytest.raises(IntegrityError), transaction.atomic():
            factory(commune=district.commune, **wrong)


def grid(client: Client, **changes) -> dict[str, str]:
    """The grid as a browser sends it back, with some boxes changed."""
    form = client.get(reverse("standard_year") + "?year=2025").context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {"year": "2025", **{k: "" if v is None else str(v) for k, v in shown.items()}, **changes}


def test_a_year_is_written_as_a_grid_and_an_emptied_line_is_taken_away(chief, district):
    hamlet = HamletFactory(commune=district.commune)
    address = reverse("standard_year")
    families = {f"h{hamlet.pk}_registered": "210", f"h{hamlet.pk}_met": "198"}
    chief.post(address, grid(chief, **families, schools_registered="3"))
    rows = SafetyStandard.objects.values_list("kind", "hamlet", "registered", "met")
    assert set(rows) == {("families", hamlet.pk, 210, 198), ("schools", None, 3, None)}
    wrong = chief.post(address, grid(chief, schools_met="4"))
    assert wrong.status_code == 422
    assert "schools_met" in wrong.context["form"].errors
    chief.post(address, grid(chief, schools_registered=""))
    assert SafetyStandard.objects.get().kind == "families"


def test_two_people_at_one_grid_keep_each_others_lines_and_see_those_that_both_wrote(
    chief, district
):
    address = reverse("standard_year")
    chief.post(address, grid(chief, schools_registered="3", agencies_registered="5"))
    mine = grid(chief)
    chief.post(address, grid(chief, schools_registered="4", hamlets_registered="6"))
    # A line that only the other person wrote stays theirs.
    chief.post(address, {**mine, "agencies_registered": "7"})
    held = dict(SafetyStandard.objects.values_list("kind", "registered"))
    assert held == {"schools": 4, "agencies": 7, "hamlets": 6}
    # A line that both wrote is shown, and nothing is saved before it was looked at.
    both = chief.post(address, {**mine, "schools_registered": "2", "enterprises_registered": "9"})
    assert both.status_code == 409
    form = both.context["form"]
    kept = [form[f"{kind}_registered"].value() for kind in ("schools", "enterprises", "hamlets")]
    assert kept == ["2", "9", "6"]
    said = {one.field: (one.theirs, one.mine) for one in both.context["conflict"]}
    assert said["schools_registered"] == ("4", "2")
    assert dict(SafetyStandard.objects.values_list("kind", "registered")) == held
    chief.post(address, {"year": "2025", **{name: form[name].value() for name in form.fields}})
    held = dict(SafetyStandard.objects.values_list("kind", "registered"))
    assert held == {"schools": 2, "agencies": 7, "hamlets": 6, "enterprises": 9}


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
    session = OutreachSessionFactory(commune=district.commune)
    assert ok(reverse("outreach_detail", args=[session.pk])) is looks
    assert ok(reverse("outreach_edit", args=[session.pk])) is reaches


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


def test_no_more_hamlets_register_than_the_commune_has_and_what_was_typed_stays(chief, district):
    HamletFactory.create_batch(3, commune=district.commune)
    address = reverse("standard_year")
    answer = chief.post(address, grid(chief, hamlets_registered="9999", schools_registered="2"))
    assert answer.status_code == 422
    assert "3 ấp" in answer.content.decode()
    assert answer.context["form"]["hamlets_registered"].value() == "9999"
    assert not SafetyStandard.objects.exists()


def test_a_session_of_outreach_has_a_topic_and_a_year_that_can_be(chief, district):
    for wrong in ({"topic": "x"}, {"on": "0024-03-05"}):
        answer = chief.post(reverse("outreach_create"), outreach_typed(**wrong))
        assert answer.status_code == 422
    assert not OutreachSession.objects.exists()
