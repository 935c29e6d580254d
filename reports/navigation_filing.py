"""The entry of reports in the navigation, with how many wait for the person who asks."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.domain.navigation import NavEntry, register_nav_item
from accounts.domain.waiting import one_each
from accounts.requests import SignedInRequest
from reports.domain.rights import FILE, REVIEW, VIEW, readable_offices
from reports.queries.filing import to_file, to_read


def register() -> None:
    """Offer the entry."""
    register_nav_item(
        NavEntry(
            url_name="report_list",
            label=_("Reports"),
            icon="file-earmark-text",
            group="direction",
            order=70,
            permission=VIEW,
            on_phone=True,
            count=reports_waiting,
            count_label=_("%(count)s reports wait for you"),
        )
    )


def reports_waiting(request: HttpRequest) -> QuerySet[Any] | None:
    """A chief has the reports to file, a reader those to read."""
    asking = cast(SignedInRequest, request)
    user, scope = asking.user, asking.scope
    offices = readable_offices(user)
    if scope.only_commune is not None and user.has_perm(FILE):
        rows = to_file(scope, offices)
    elif user.has_perm(REVIEW):
        rows = to_read(scope, offices)
    else:
        return None
    return one_each(rows)
