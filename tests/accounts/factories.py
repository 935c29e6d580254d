"""People with roles, for tests."""

from typing import Any

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from accounts.models import Membership, User
from units.models import Commune, Jurisdiction


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"nguoi{n}")
    full_name = "Nguyễn Văn Tâm"


def person(role: str, place: Commune | Jurisdiction, **kwargs: Any) -> User:
    """Make somebody who holds ``role`` for a commune or a jurisdiction."""
    user = UserFactory(**kwargs)
    where = {"commune": place} if isinstance(place, Commune) else {"jurisdiction": place}
    Membership.objects.create(user=user, role=Group.objects.get(name=role), **where)
    return user
