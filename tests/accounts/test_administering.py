"""Administrators keep the sign-ins of their own area, and none that sees more than they do."""

import datetime
import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Membership, User
from tests.accounts.factories import UserFactory, person
from tests.factories import CommuneFactory, JurisdictionFactory

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-rat-dai-2020"
LIST = "/admin/accounts/user/"
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


@pytest.fixture
def province():
    return JurisdictionFactory(kind="province")


@pytest.fixture
def district(province):
    return JurisdictionFactory(parent=province, name="Cần Đước")


@pytest.fixture
def commune(district):
    return CommuneFactory(jurisdiction=district)


@pytest.fixture
def admin(district):
    client = Client()
    client.force_login(person("administrator", district, username="quantri"))
    return client


def submitted(username: str, role: str, **place: int) -> dict[str, object]:
    """The admin's form for a sign-in with one membership."""
    return {
        "username": username,
        "full_name": "Trần Thị Bé",
        "language": "vi",
        "is_active": "on",
        "memberships-TOTAL_FORMS": 1,
        "memberships-INITIAL_FORMS": 0,
        "memberships-MIN_NUM_FORMS": 1,
        "memberships-MAX_NUM_FORMS": 1000,
        "memberships-0-role": Group.objects.get(name=role).pk,
        **{f"memberships-0-{name}": value for name, value in place.items()},
    }


def add(admin: Client, *args: str, **place: int):
    return admin.post(f"{LIST}add/", submitted(*args, **place), follow=True)


def act(admin: Client, action: str, *users: User):
    chosen = {"action": action, "_selected_action": [user.pk for user in users]}
    return admin.post(LIST, chosen, follow=True)


def password_on(page) -> str:
    found = re.search(r": ([\w-]{12}) —", page.content.decode())
    assert found, "no one-time password was shown"
    return found[1]


def signs_in(username: str, password: str) -> bool:
    client = Client()
    client.post(reverse("account_login"), {"login": username, "password": password})
    return "_auth_user_id" in client.session


def test_a_new_sign_in_gets_a_password_that_is_shown_once_and_must_be_changed(admin, commune):
    page = add(admin, "truongca.moi", "commune_chief", commune=commune.pk)
    password = password_on(page)
    assert signs_in("truongca.moi", password)
    assert User.objects.get(username="truongca.moi").must_change_password
    assert password not in admin.get(LIST).content.decode()


def test_a_one_time_password_left_unused_stops_working(admin, commune):
    password = password_on(add(admin, "truongca.moi", "commune_chief", commune=commune.pk))
    User.objects.filter(username="truongca.moi").update(one_time_until=timezone.now())
    assert not signs_in("truongca.moi", password)


def test_a_role_of_a_commune_is_not_given_for_a_district(admin, district, commune):
    add(admin, "a", "commune_chief", jurisdiction=district.pk)
    add(admin, "b", "administrator", commune=commune.pk)
    add(admin, "c", "administrator", commune=commune.pk, jurisdiction=district.pk)
    assert not User.objects.filter(username__in="abc").exists()


def test_nobody_gives_rights_outside_their_own_area(admin, province):
    foreign = CommuneFactory(jurisdiction=JurisdictionFactory(parent=province))
    add(admin, "a", "commune_chief", commune=foreign.pk)
    add(admin, "b", "administrator", jurisdiction=province.pk)
    add(admin, "c", "administrator", jurisdiction=foreign.jurisdiction_id)
    assert not User.objects.filter(username__in="abc").exists()


def test_nobody_makes_a_superuser_or_gives_permissions_by_hand(admin, commune):
    form = submitted("a", "commune_chief", commune=commune.pk)
    admin.post(f"{LIST}add/", {**form, "is_superuser": "on", "is_staff": "on", "groups": [1]})
    made = User.objects.get(username="a")
    assert not made.is_superuser
    assert not made.groups.exists()


def test_people_are_found_without_typing_diacritics(admin, commune):
    person("commune_chief", commune, username="a.hai", full_name="Đặng Thị Ngọc Ánh")
    person("commune_chief", commune, username="b.bay", full_name="Lê Văn Bảy")
    page = admin.get(f"{LIST}?q=dang+anh").content.decode()
    assert "Đặng Thị Ngọc Ánh" in page
    assert "Lê Văn Bảy" not in page


def test_names_that_differ_in_case_alone_are_one_name(admin, commune):
    UserFactory(username="Bay")
    page = add(admin, "bay", "commune_chief", commune=commune.pk)
    assert page.status_code == 200
    assert User.objects.filter(username__iexact="bay").count() == 1


def test_users_of_other_areas_are_not_there(admin, province):
    above = person("administrator", province)
    beside = person("administrator", JurisdictionFactory(parent=province))
    everywhere = UserFactory(is_superuser=True)
    for user in (above, beside, everywhere):
        assert admin.get(f"{LIST}{user.pk}/change/").status_code == 302
        assert str(user.pk) not in re.findall(
            r"user/(\d+)/change", admin.get(LIST).content.decode()
        )


def test_somebody_who_also_serves_above_is_seen_but_not_changed(admin, district, province):
    both = person("district_staff", district, username="ca.hai")
    both.set_password(PASSWORD)
    both.save()
    Membership.objects.create(
        user=both, role=Group.objects.get(name="administrator"), jurisdiction=province
    )
    assert "ca.hai" in admin.get(LIST).content.decode()
    page = act(admin, "give_one_time_password", both)
    act(admin, "remove_second_factor", both)
    admin.post(f"{LIST}{both.pk}/change/", {"username": "da-doi", "is_active": ""})
    both.refresh_from_db()
    assert both.check_password(PASSWORD)
    assert both.is_active
    assert both.second_factor_removed_at is None
    assert "ca.hai" in page.content.decode()


def test_service_elsewhere_that_has_ended_hinders_nobody(admin, district, province):
    mover = person("district_staff", district)
    elsewhere = JurisdictionFactory(parent=province)
    Membership.objects.create(
        user=mover,
        role=Group.objects.get(name="district_staff"),
        jurisdiction=elsewhere,
        valid_until=YESTERDAY,
    )
    act(admin, "give_one_time_password", mover)
    mover.refresh_from_db()
    assert mover.must_change_password


def test_a_new_password_ends_the_sessions_of_the_old_one(admin, commune):
    chief = person("commune_chief", commune)
    session = Client()
    session.force_login(chief)
    assert session.get("/").status_code == 200
    act(admin, "give_one_time_password", chief)
    assert session.get("/").url.startswith(reverse("account_login"))


def test_removing_the_second_factor_signs_out_everywhere_and_stands_in_the_history(admin, commune):
    chief = person("commune_chief", commune, username="truongca", password="")
    chief.set_password(PASSWORD)
    chief.save()
    session = Client()
    session.post(reverse("account_login"), {"login": "truongca", "password": PASSWORD})
    assert session.get("/").status_code == 200
    act(admin, "remove_second_factor", chief)
    assert session.get("/").status_code == 302
    event = chief.events.latest("pgh_id")
    assert event.second_factor_removed_at is not None
    assert event.pgh_context["username"] == "quantri"


def test_the_history_of_a_sign_in_tells_of_its_roles(admin, commune):
    add(admin, "truongca.moi", "commune_chief", commune=commune.pk)
    made = User.objects.get(username="truongca.moi")
    Membership.objects.filter(user=made).update(valid_until=YESTERDAY)
    page = admin.get(f"{LIST}{made.pk}/history/").content.decode()
    assert page.count(str(commune)) == 2  # given, and ended
    assert date_format(YESTERDAY, "DATE_FORMAT") in page


def test_a_membership_is_ended_not_deleted(admin, commune):
    chief = person("commune_chief", commune)
    page = admin.get(f"{LIST}{chief.pk}/change/").content.decode()
    assert "memberships-0-DELETE" not in page
    assert "memberships-0-valid_until" in page


@pytest.mark.parametrize("role", ["home_affairs", "district_staff"])
def test_only_administrators_keep_sign_ins(role, district):
    client = Client()
    client.force_login(person(role, district))
    assert client.get(LIST).status_code in {302, 403}
    assert client.get(f"{LIST}add/").status_code in {302, 403}
