"""Saved views: filter, columns and order together; for one person, a unit or a role."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import QueryDict

from accounts.domain.standing import standing_of
from accounts.models import User
from commune_police.db import context
from lists.domain.address import Address
from lists.domain.saved_views import (
    Sharing,
    delete_view,
    may_edit,
    possible_sharing,
    remember_columns,
    save_view,
    set_default,
)
from lists.domain.views_in_use import resolve
from lists.models import ColumnChoice, SavedView, Selection
from lists.queries import views_for
from tests.accounts.factories import person
from tests.factories import CommuneFactory, JurisdictionFactory

pytestmark = pytest.mark.django_db
AUDIENCE = SavedView.Audience


def signed_in(user: User) -> User:
    """The user as a request carries them: with roles and scope."""
    user = User.objects.get(pk=user.pk)
    user.standing = standing_of(user)
    return user


@pytest.fixture
def sharer() -> User:
    district = JurisdictionFactory()
    user = person("district_staff", district)
    group = user.memberships.get().role
    group.permissions.add(Permission.objects.get(codename="share_savedview"))
    return signed_in(user)


@pytest.fixture
def chief() -> User:
    return signed_in(person("commune_chief", CommuneFactory()))


def save(user: User, name: str = "Đã thôi việc", query: str = "status=left", **kwargs) -> SavedView:
    values = {"columns": ["name", "birth"], "sharing": Sharing(), "is_default": False, **kwargs}
    shown = Address.read(QueryDict(f"{query}&sort=-birth"))
    return save_view(user, page_key="officers", name=name, shown=shown, **values)


def seen_by(user: User) -> list[str]:
    user = signed_in(user)
    return [view.name for view in views_for(user, user.standing.scope, "officers")]


def test_a_view_keeps_filter_columns_and_order_together(chief: User) -> None:
    view = save(chief)
    shown = resolve(Address(view=view.slug), [view])
    assert shown.address.filters == (("status", "left"),)
    assert (shown.address.columns, shown.address.order) == (("name", "birth"), "-birth")
    assert shown.links.query() == f"view={view.slug}&cols=name,birth&sort=-birth"


def test_saving_under_the_same_name_replaces(chief: User) -> None:
    first = save(chief)
    again = save(chief, query="status=serving")
    assert again.pk == first.pk
    assert SavedView.objects.get().query == "status=serving"


def test_a_private_view_is_seen_by_its_maker_alone(chief: User) -> None:
    save(chief)
    colleague = person("commune_chief", chief.memberships.get().commune)
    assert seen_by(chief) == ["Đã thôi việc"]
    assert seen_by(colleague) == []


def test_a_communes_view_is_seen_in_that_commune_only(chief: User) -> None:
    commune = chief.memberships.get().commune
    save(chief, sharing=Sharing(AUDIENCE.COMMUNE, commune_id=commune.pk))
    assert seen_by(person("commune_officer", commune)) == ["Đã thôi việc"]
    assert seen_by(person("commune_officer", CommuneFactory())) == []


def test_a_roles_view_is_seen_by_that_role_only(sharer: User) -> None:
    save(sharer, sharing=Sharing(AUDIENCE.ROLE, role="district_staff"))
    assert seen_by(person("district_staff", JurisdictionFactory())) == ["Đã thôi việc"]
    assert seen_by(person("home_affairs", JurisdictionFactory())) == []


def test_sharing_takes_the_right(chief: User, sharer: User) -> None:
    granted = chief.memberships.get().role.permissions
    granted.remove(*granted.filter(codename="share_savedview"))
    assert possible_sharing(signed_in(chief)) == [Sharing()]
    assert {s.audience for s in possible_sharing(sharer)} == {
        AUDIENCE.ME,
        AUDIENCE.JURISDICTION,
        AUDIENCE.ROLE,
    }


def test_only_one_default_stands_for_each_audience(chief: User) -> None:
    first = save(chief, is_default=True)
    second = save(chief, name="Khác", is_default=True)
    first.refresh_from_db()
    assert (first.is_default, second.is_default) == (False, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.filter(pk=first.pk).update(is_default=True)


def test_the_default_nearest_to_the_person_opens(chief: User, sharer: User) -> None:
    commune = chief.memberships.get().commune
    role = save(
        sharer,
        name="Vai trò",
        sharing=Sharing(AUDIENCE.ROLE, role="commune_chief"),
        is_default=True,
    )
    unit = save(
        sharer, name="Xã", sharing=Sharing(AUDIENCE.COMMUNE, commune_id=commune.pk), is_default=True
    )
    mine = save(chief, name="Tôi", is_default=True)
    assert resolve(Address(), [role]).view == role
    assert resolve(Address(), [role, unit]).view == unit
    shown = resolve(Address(), [role, unit, mine])
    assert (shown.view, shown.by_default) == (mine, True)


def test_clearing_filters_shows_everything_and_names_the_default_removed(chief: User) -> None:
    view = save(chief, is_default=True)
    shown = resolve(Address().cleared(), [view])
    assert shown.address.filters == ()
    assert shown.removed_default == view


def test_a_filter_in_the_address_overrides_the_default(chief: User) -> None:
    view = save(chief, is_default=True)
    shown = resolve(Address(filters=(("commune", "3"),)), [view])
    assert (shown.view, shown.address.filters) == (None, (("commune", "3"),))


def test_a_filter_beside_a_named_view_replaces_its_filters(chief: User) -> None:
    view = save(chief)
    shown = resolve(Address(filters=(("commune", "3"),), view=view.slug), [view])
    assert (shown.view, shown.address.filters) == (None, (("commune", "3"),))
    assert shown.links.query() == "commune=3"


def test_a_view_that_is_gone_leaves_the_list_usable() -> None:
    assert resolve(Address(view="gone"), []).address == Address()


def test_only_the_maker_or_the_units_sharers_change_a_view(chief: User, sharer: User) -> None:
    commune = chief.memberships.get().commune
    private = save(chief)
    shared = save(chief, name="Xã", sharing=Sharing(AUDIENCE.COMMUNE, commune_id=commune.pk))
    assert not may_edit(sharer, private)
    assert may_edit(sharer, shared)
    with pytest.raises(PermissionDenied):
        delete_view(sharer, private)
    with pytest.raises(PermissionDenied):
        set_default(sharer, private, is_default=True)


def test_columns_are_remembered_and_forgotten(chief: User) -> None:
    remember_columns(chief, "officers", ["name", "phone"])
    remember_columns(chief, "officers", ["name"])
    assert ColumnChoice.objects.get().columns == ["name"]
    remember_columns(chief, "officers", [])
    assert not ColumnChoice.objects.exists()


def test_the_database_hides_what_the_query_forgot(chief: User) -> None:
    """Row-level security: another commune's chief sees neither views, columns nor selections."""
    commune = chief.memberships.get().commune
    save(chief)
    save(chief, name="Xã", sharing=Sharing(AUDIENCE.COMMUNE, commune_id=commune.pk))
    remember_columns(chief, "officers", ["name"])
    Selection.objects.create(owner=chief, page_key="officers", action="x", row_ids=[1], matching=1)
    stranger = signed_in(person("commune_chief", CommuneFactory()))
    scope = stranger.standing.scope
    context.set_visible(scope.communes, scope.jurisdictions, user_id=stranger.pk)
    counts = [model.objects.count() for model in (SavedView, ColumnChoice, Selection)]
    context.set_visible(None, None)
    assert counts == [0, 0, 0]
    scope = chief.standing.scope
    context.set_visible(scope.communes, scope.jurisdictions, user_id=chief.pk)
    counts = [model.objects.count() for model in (SavedView, ColumnChoice, Selection)]
    context.set_visible(None, None)
    assert counts == [2, 1, 1]
