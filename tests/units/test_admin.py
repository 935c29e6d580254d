"""The administrators' pages: rows and choices by scope, bulk actions whole or not at all, masked digits."""

import datetime

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse

from accounts.models import User
from tests.accounts.factories import person
from tests.factories import (
    AssignmentFactory,
    CommuneFactory,
    HamletFactory,
    JurisdictionFactory,
    OfficerFactory,
    PositionFactory,
)
from units.models import Assignment, Departure, EligibilityRule, Hamlet, Officer

pytestmark = pytest.mark.django_db
OFFICERS = "admin:units_officer_changelist"


@pytest.fixture
def district():
    return JurisdictionFactory()


@pytest.fixture
def home_affairs(district) -> User:
    return person("home_affairs", district)


@pytest.fixture
def roster(district) -> list[Assignment]:
    """Three officers serving in two communes of the district."""
    position = PositionFactory(name="Công an viên ở ấp")
    communes = [CommuneFactory(jurisdiction=district), CommuneFactory(jurisdiction=district)]
    return [
        AssignmentFactory(
            officer=OfficerFactory(commune=communes[n % 2], given_name=name),
            position=position,
            valid_from=datetime.date(2021, 1, 1),
        )
        for n, name in enumerate(["Ánh", "Bình", "Đạt"])
    ]


def chosen(action: str, officers: list[Officer], **answers: object) -> dict[str, object]:
    return {"action": action, ACTION_CHECKBOX_NAME: [o.pk for o in officers], **answers}


def test_the_list_shows_the_districts_officers_in_vietnamese_order(client, home_affairs, roster):
    OfficerFactory(given_name="Ngoài")
    client.force_login(home_affairs)
    rows = client.get(reverse(OFFICERS)).context["cl"].result_list
    assert [officer.given_name for officer in rows] == ["Ánh", "Bình", "Đạt"]


@pytest.mark.parametrize("typed", ["dat", "nguyen van dat", "ĐẠT", "đạt"])
def test_search_ignores_case_and_diacritics(typed, client, home_affairs, roster):
    client.force_login(home_affairs)
    rows = client.get(reverse(OFFICERS), {"q": typed}).context["cl"].result_list
    assert [officer.given_name for officer in rows] == ["Đạt"]


@pytest.mark.parametrize("count", [10, 60])
def test_the_list_takes_as_many_queries_for_ten_as_for_sixty(
    count, client, home_affairs, district, django_assert_max_num_queries
):
    commune = CommuneFactory(jurisdiction=district)
    position = PositionFactory()
    for _ in range(count):
        AssignmentFactory(officer=OfficerFactory(commune=commune), position=position)
    client.force_login(home_affairs)
    with django_assert_max_num_queries(24):
        client.get(reverse(OFFICERS))


def test_ending_service_closes_the_posts_and_records_the_departures(client, home_affairs, roster):
    client.force_login(home_affairs)
    officers = [a.officer for a in roster[:2]]
    answers = {"on": "2026-06-30", "kind": "resigned", "reason": "allowance", "confirmed": "1"}
    client.post(reverse(OFFICERS), chosen("end_service_of_chosen", officers, **answers))
    assert list(Departure.objects.values_list("kind", "reason")) == [("resigned", "allowance")] * 2
    for officer in officers:
        officer.refresh_from_db()
        assert officer.post is None
    assert Officer.objects.serving().count() == 1


def test_one_impossible_end_of_service_changes_nobody(client, home_affairs, roster):
    client.force_login(home_affairs)
    late = roster[1]
    late.valid_from = datetime.date(2026, 5, 1)
    late.save()
    officers = [a.officer for a in roster]
    answers = {"on": "2026-01-31", "kind": "resigned", "reason": "family", "confirmed": "1"}
    response = client.post(reverse(OFFICERS), chosen("end_service_of_chosen", officers, **answers))
    assert [p for p in response.context["problems"] if "Bình" in p]
    assert not Departure.objects.exists()
    assert response.context["form"]["on"].value() == "2026-01-31"


def test_moving_ends_the_old_post_the_day_before_the_new_one(client, home_affairs, roster):
    client.force_login(home_affairs)
    officer, target = roster[0].officer, roster[1].commune
    answers = {"commune": target.pk, "from_day": "2026-03-01", "confirmed": "1"}
    client.post(reverse(OFFICERS), chosen("move_chosen", [officer], **answers))
    new, old = Assignment.objects.filter(officer=officer).order_by("-valid_from")
    assert (old.valid_until, new.valid_from) == (
        datetime.date(2026, 2, 28),
        datetime.date(2026, 3, 1),
    )
    officer.refresh_from_db()
    assert officer.commune == target


def test_nobody_is_moved_to_a_commune_out_of_sight(client, home_affairs, roster):
    client.force_login(home_affairs)
    foreign = CommuneFactory()
    answers = {"commune": foreign.pk, "from_day": "2026-03-01", "confirmed": "1"}
    response = client.post(reverse(OFFICERS), chosen("move_chosen", [roster[0].officer], **answers))
    assert "commune" in response.context["form"].errors
    assert Assignment.objects.count() == 3


def test_the_citizen_id_never_reaches_the_page(client, home_affairs, roster):
    officer = roster[0].officer
    officer.citizen_id = "080185001234"
    officer.save()
    client.force_login(home_affairs)
    url = reverse("admin:units_officer_change", args=[officer.pk])
    for page in (client.get(url), client.get(reverse(OFFICERS))):
        text = page.content.decode()
        assert "080185001234" not in text
        assert "0801••••1234" in text
    history = client.get(reverse("admin:units_officer_history", args=[officer.pk])).content.decode()
    assert "080185001234" not in history
    assert "0801••••1234" in history


def test_a_foreign_commune_cannot_be_chosen_even_by_a_forged_form(client, home_affairs, district):
    foreign = CommuneFactory()
    client.force_login(home_affairs)
    response = client.post(
        reverse("admin:units_station_add"), {"commune": foreign.pk, "tenure": "own"}
    )
    assert response.status_code == 403  # Home Affairs keeps rosters, not stations
    client.force_login(person("administrator", district))
    response = client.post(
        reverse("admin:units_station_add"), {"commune": foreign.pk, "tenure": "own"}
    )
    assert "commune" in response.context["adminform"].form.errors


@pytest.mark.parametrize("role", ["district_staff"])
def test_district_staff_have_no_business_in_the_admin(role, client, district):
    client.force_login(person(role, district))
    assert client.get("/admin/").status_code in (302, 403)


def test_an_administrator_makes_a_sign_in_with_a_one_time_password(client, district):
    administrator = person("administrator", district)
    commune = CommuneFactory(jurisdiction=district)
    client.force_login(administrator)
    page = client.get(reverse("admin:accounts_user_add"))
    prefix = page.context["inline_admin_formsets"][0].formset.prefix
    role = person("commune_chief", commune).memberships.get().role
    client.post(
        reverse("admin:accounts_user_add"),
        {
            "username": "truongca.moi",
            "full_name": "Lê Văn Mới",
            "language": "vi",
            "is_active": "on",
            f"{prefix}-TOTAL_FORMS": "1",
            f"{prefix}-INITIAL_FORMS": "0",
            f"{prefix}-MIN_NUM_FORMS": "1",
            f"{prefix}-MAX_NUM_FORMS": "1000",
            f"{prefix}-0-role": role.pk,
            f"{prefix}-0-commune": commune.pk,
        },
    )
    made = User.objects.get(username="truongca.moi")
    assert made.must_change_password
    assert made.memberships.get().commune == commune
    assert not made.is_superuser


def test_a_new_officer_and_one_without_a_citizen_id_have_a_form(client, home_affairs, roster):
    client.force_login(home_affairs)
    without = reverse("admin:units_officer_change", args=[roster[0].officer.pk])
    for url in (reverse("admin:units_officer_add"), without):
        page = client.get(url)
        assert page.status_code == 200
        assert "new_citizen_id" in page.content.decode()
        assert "remove_citizen_id" not in page.content.decode()


def test_a_post_against_the_rules_of_eligibility_is_kept_and_warned_about(
    client, home_affairs, roster
):
    position = PositionFactory(name="Trưởng Công an xã")
    EligibilityRule.objects.create(
        position=position, party_required=True, instrument="NĐ 73/2009/NĐ-CP", article="Điều 4"
    )
    client.force_login(home_affairs)
    answers = {
        "commune": roster[1].commune.pk,
        "position": position.pk,
        "from_day": "2026-03-01",
        "confirmed": "1",
    }
    officer = roster[0].officer
    page = client.post(reverse(OFFICERS), chosen("move_chosen", [officer], **answers), follow=True)
    assert "Điều 4" in page.content.decode()
    assert officer.assignments.filter(position=position).exists()


def test_a_second_hamlet_of_a_name_is_refused_in_words(client, district, roster):
    client.force_login(person("administrator", district))
    commune = roster[0].officer.commune
    HamletFactory(commune=commune, name="Ấp 2")
    url = reverse("admin:units_commune_change", args=[commune.pk])
    page = client.get(url)
    rows = next(
        one.formset for one in page.context["inline_admin_formsets"] if one.formset.model is Hamlet
    )
    forms = [page.context["adminform"].form]
    for one in page.context["inline_admin_formsets"]:
        forms += [one.formset.management_form, *one.formset.forms]
    typed = {form[name].html_name: form[name].value() for form in forms for name in form.fields}
    number = len(rows.forms)
    typed |= {
        f"{rows.prefix}-TOTAL_FORMS": number + 2,
        f"{rows.prefix}-{number}-name": "Ấp 2",
        f"{rows.prefix}-{number}-kind": "ap",
        f"{rows.prefix}-{number + 1}-name": "Ấp 3",
        f"{rows.prefix}-{number + 1}-kind": "ap",
    }
    sent = {
        name: value for name, value in typed.items() if value is not None and value is not False
    }
    answer = client.post(url, sent)
    assert answer.status_code == 200
    shown = next(
        one.formset
        for one in answer.context["inline_admin_formsets"]
        if one.formset.model is Hamlet
    )
    assert shown.non_form_errors(), answer.context["errors"]
    assert "Ấp 3" in answer.content.decode()
    assert not Hamlet.objects.filter(name="Ấp 3").exists()
