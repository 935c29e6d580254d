"""Entries of difficulties, directives and support projects in the navigation, with what awaits the person."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.domain.navigation import NavEntry, register_nav_item
from accounts.domain.waiting import one_each
from accounts.requests import SignedInRequest


def difficulties_waiting(request: HttpRequest) -> QuerySet[Any] | None:
    """The difficulties that wait for an answer, for those who answer."""
    from reports.domain.difficulties import ANSWER
    from reports.models import Difficulty, DifficultyState

    asking = cast(SignedInRequest, request)
    if not asking.user.has_perm(ANSWER):
        return None
    rows = Difficulty.objects.visible_to(asking.scope).filter(state=DifficultyState.RAISED)
    return one_each(rows)


def directives_waiting(request: HttpRequest) -> QuerySet[Any] | None:
    """For a commune, the directives to check and those overdue that it answers for; for those who issue, the
    ones nobody else checks."""
    from django.utils import timezone

    from reports.domain.difficulties import RAISE
    from reports.domain.directives import ISSUE
    from reports.models import Directive
    from reports.queries.matters import answered_here, left_to_issuer, still_to_check

    asking = cast(SignedInRequest, request)
    user, scope = asking.user, asking.scope
    if user.has_perm(ISSUE):
        return one_each(left_to_issuer(scope))
    if not user.has_perm(RAISE):
        return None
    late = answered_here(scope).filter(due_on__lt=timezone.localdate())
    keys = still_to_check(scope).values("pk").union(late.values("pk"))
    return one_each(Directive.objects.filter(pk__in=keys))


def register() -> None:
    """Offer the entries; called when the app is ready."""
    register_nav_item(
        NavEntry(
            url_name="difficulty_list",
            label=_("Difficulties"),
            icon="exclamation-diamond",
            group="direction",
            order=74,
            permission="reports.view_difficulty",
            count=difficulties_waiting,
            count_label=_("%(count)s difficulties wait for an answer"),
        )
    )
    register_nav_item(
        NavEntry(
            url_name="directive_list",
            label=_("Directives"),
            icon="signpost",
            group="direction",
            order=76,
            permission="reports.view_directive",
            count=directives_waiting,
            count_label=_("%(count)s directives wait for you"),
        )
    )
    register_nav_item(
        NavEntry(
            url_name="project_list",
            label=_("Support projects"),
            icon="building-add",
            group="direction",
            order=78,
            permission="reports.view_supportproject",
        )
    )
