"""The first page: the desk for people of one commune, the overview for those above."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from dashboards.views.desk import desk
from dashboards.views.overview import overview

OF_A_COMMUNE = {"commune_chief", "commune_deputy", "commune_officer"}


def begins_at_desk(request: HttpRequest) -> bool:
    """Tell whether every role this person holds is a commune's."""
    roles = request.standing.roles  # type: ignore[attr-defined]
    return bool(roles) and set(roles) <= OF_A_COMMUNE


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Open what this person's day begins with."""
    return desk(request) if begins_at_desk(request) else overview(request)
