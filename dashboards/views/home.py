"""The first page: the desk for people of one commune, the overview for those above."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from dashboards.views.desk import desk
from dashboards.views.overview import overview


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Open what this person's day begins with."""
    roles = request.standing.roles  # type: ignore[attr-defined]
    if roles and all(role in {"commune_chief", "commune_officer"} for role in roles):
        return desk(request)
    return overview(request)
