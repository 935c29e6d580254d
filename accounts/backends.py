"""Permissions come from the roles that a person's memberships give today, and from nothing else."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.domain.sign_in import has_expired
from accounts.models import Membership, User


class RoleBackend(AuthenticationBackend):
    """allauth's sign-in, with permissions by membership: an ended membership gives none at once."""

    def authenticate(
        self, request: HttpRequest | None, **credentials: Any
    ) -> AbstractBaseUser | None:
        """Sign in by name and password; an expired one-time password is a wrong password."""
        user = super().authenticate(request, **credentials)
        return None if isinstance(user, User) and has_expired(user) else user

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        return Permission.objects.none()

    def _get_group_permissions(self, user_obj: User) -> QuerySet[Permission]:
        standing = getattr(user_obj, "standing", None)
        if standing is not None:
            return Permission.objects.filter(group__name__in=standing.roles)
        held = Membership.objects.filter(user=user_obj).on(timezone.localdate())
        return Permission.objects.filter(group__memberships__in=held)

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Tell whether a role in force gives ``perm``; objects are the Scope's matter, not this one's."""
        return super().has_perm(user_obj, perm)
