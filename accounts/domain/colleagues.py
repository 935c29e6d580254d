"""Who else in a person's own commune may do something today."""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.models import Membership, User
from units.models import Assignment


def colleagues_who_may(right: str, user: User, day: datetime.date) -> list[User]:
    """Return those beside ``user`` who hold a role with the ``right`` (``incidents.read_verification``) in a commune
    where ``user`` holds one, in the order of their sign-ins; one query.

    As at the sign-in, a personnel file without a post there on the day ends the role.
    """
    app, _dot, codename = right.partition(".")
    own = Membership.objects.on(day).filter(user=user, commune__isnull=False).values("commune")
    posts = Assignment.objects.filter(
        officer=OuterRef("user__officer"), commune=OuterRef("commune"), validity__contains=day
    )
    held = (
        Membership.objects.on(day)
        .filter(
            Q(user__officer__isnull=True) | Exists(posts),
            commune__in=own,
            user__is_active=True,
            role__permissions__codename=codename,
            role__permissions__content_type__app_label=app,
        )
        .exclude(user=user)
    )
    return list(User.objects.filter(pk__in=held.values("user")).order_by("pk"))
