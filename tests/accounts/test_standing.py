"""Who somebody is today: roles, scope, and the end of both."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone

from accounts.domain.roles import ROLES
from accounts.domain.standing import scope_for, standing_of
from accounts.models import Membership, User
from commune_police.db.context import set_visible
from tests.accounts.factories import UserFactory, person
from tests.factories import (
    AssignmentFactory,
    CommuneFactory,
    JurisdictionFactory,
    OfficerFactory,
)
from units.domain.scope import Scope
from units.models import CommuneSuccession

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


def test_district_staff_see_every_commune_below_their_jurisdiction_and_no_other():
    province = JurisdictionFactory(kind="province")
    district = JurisdictionFactory(parent=province)
    inside = CommuneFactory(jurisdiction=district)
    CommuneFactory(jurisdiction=JurisdictionFactory(parent=province))
    scope = scope_for(person("district_staff", district))
    assert scope.communes == {inside.pk}
    assert scope.jurisdictions == {district.pk}


def test_a_province_sees_its_districts_communes():
    province = JurisdictionFactory(kind="province")
    commune = CommuneFactory(jurisdiction=JurisdictionFactory(parent=province))
    assert scope_for(person("district_staff", province)).communes == {commune.pk}


def test_only_the_nation_sees_all():
    nation = JurisdictionFactory(kind="nation")
    assert scope_for(person("district_staff", nation)).is_all
    assert not scope_for(person("district_staff", JurisdictionFactory(kind="province"))).is_all


def test_a_chief_sees_the_communes_that_his_own_succeeded():
    new, old, oldest = CommuneFactory(), CommuneFactory(), CommuneFactory()
    for before, after in ((old, new), (oldest, old)):
        CommuneSuccession.objects.create(
            predecessor=before, successor=after, kind="merge", on=datetime.date(2025, 7, 1)
        )
    assert scope_for(person("commune_chief", new)).communes == {new.pk, old.pk, oldest.pk}
    assert scope_for(person("commune_chief", old)).communes == {old.pk, oldest.pk}


def test_an_ended_membership_gives_nothing():
    user = person("commune_chief", CommuneFactory())
    Membership.objects.filter(user=user).update(valid_until=YESTERDAY)
    standing = standing_of(user)
    assert not standing.is_open
    assert standing.scope.communes == frozenset()


def test_the_sign_in_of_an_officer_closes_with_the_assignment(client):
    officer = OfficerFactory()
    assignment = AssignmentFactory(officer=officer)
    user = person("commune_chief", officer.commune, officer=officer)
    client.force_login(user)
    assert client.get("/language/").status_code == 405  # let in: the page exists, for POST alone
    assignment.valid_until = YESTERDAY
    assignment.save()
    response = client.get("/admin/")
    assert response.url == "/accounts/login/"
    assert "_auth_user_id" not in client.session


def test_an_officer_moved_elsewhere_no_longer_acts_for_the_old_commune():
    officer = OfficerFactory()
    assignment = AssignmentFactory(officer=officer)
    user = person("commune_chief", officer.commune, officer=officer)
    assignment.valid_until = YESTERDAY
    assignment.save()
    AssignmentFactory(officer=officer, commune=CommuneFactory(), valid_from=timezone.localdate())
    assert not standing_of(user).is_open


@pytest.mark.parametrize("code", ROLES)
def test_the_group_of_each_role_holds_exactly_its_permissions(code):
    held = {
        f"{app}.{name}"
        for app, name in Permission.objects.filter(group__name=code).values_list(
            "content_type__app_label", "codename"
        )
    }
    assert held == ROLES[code].permissions


def test_permissions_end_with_the_membership():
    user = person("home_affairs", JurisdictionFactory())
    assert user.has_perm("units.import_officers")
    Membership.objects.filter(user=user).update(valid_until=YESTERDAY)
    assert not User.objects.get(pk=user.pk).has_perm("units.import_officers")


def test_a_permission_granted_by_hand_counts_for_nothing():
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="import_officers"))
    assert not User.objects.get(pk=user.pk).has_perm("units.import_officers")


def test_the_database_shows_a_person_the_own_memberships_and_those_of_the_own_communes(as_scope):
    mine, other = CommuneFactory(), CommuneFactory()
    me, colleague, stranger = (person("commune_chief", place) for place in (mine, mine, other))
    own_elsewhere = Membership.objects.create(
        user=me, role=Group.objects.get(name="commune_officer"), commune=other
    )
    with as_scope(Scope.of([mine.pk])):
        set_visible(frozenset([mine.pk]), frozenset(), user_id=me.pk)
        seen = set(Membership.objects.values_list("user", flat=True))
        assert seen == {me.pk, colleague.pk}
        assert stranger.pk not in seen
        assert Membership.objects.filter(pk=own_elsewhere.pk).exists()
        # Seeing one's own membership elsewhere is no right to prolong it.
        assert not Membership.objects.filter(pk=own_elsewhere.pk).update(valid_until=None)


def test_nobody_can_write_a_membership_of_a_commune_out_of_sight(as_scope):
    mine, other = CommuneFactory(), CommuneFactory()
    me = person("commune_chief", mine)
    chief = Group.objects.get(name="commune_chief")
    with as_scope(Scope.of([mine.pk])):
        set_visible(frozenset([mine.pk]), frozenset(), user_id=me.pk)
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            Membership.objects.create(user=me, role=chief, commune=other)
