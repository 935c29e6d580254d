"""Whose sign-in an administrator sees, what happened to it, and whose may be changed: nobody's who may
see more than they do."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.roles import role_label
from accounts.models import Membership, User
from commune_police.db import context
from commune_police.history import HistoryLine, history_of, history_of_parts
from units.domain.scope import Scope


def users_in(queryset: QuerySet[User], scope: Scope) -> QuerySet[User]:
    """Keep users with a membership inside ``scope``; a superuser is seen by those who see all."""
    if scope.is_all:
        return queryset
    held = Membership.objects.filter(_inside(scope)).values("user")
    return queryset.filter(pk__in=held, is_superuser=False)


def reaching_beyond(scope: Scope) -> frozenset[int]:
    """Return the users in ``scope`` whose memberships, now or later, reach beyond it as well.

    Who could set their password would sign in as them and see what they see. Row-level security
    hides those other memberships, so the view is widened for this one question.
    """
    if scope.is_all:
        return frozenset()
    inside = _inside(scope)
    with context.seeing(None, None):
        held = Membership.objects.filter(inside).values("user")
        not_ended = Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate())
        elsewhere = Membership.objects.filter(not_ended, user__in=held).exclude(inside)
        return frozenset(elsewhere.values_list("user", flat=True))


def _inside(scope: Scope) -> Q:
    return Q(commune__in=scope.communes or ()) | Q(jurisdiction__in=scope.jurisdictions or ())


def history_of_sign_in(user: User) -> list[HistoryLine]:
    """Return what happened to a sign-in and to its roles, newest first; roles out of sight are left out."""
    roles = {
        membership.pk: f"{role_label(membership.role.name)}, {membership.commune or membership.jurisdiction}"
        for membership in user.memberships.select_related("role", "commune", "jurisdiction")
    }
    lines = history_of(user)
    for key, events in history_of_parts(Membership, user_id=user.pk).items():
        name = roles.get(key, _("a role"))
        lines += [replace(line, action=f"{name}: {line.action}") for line in events]
    return sorted(lines, key=lambda line: line.at, reverse=True)
