"""The desk of a commune's people: what is due, quick buttons, their commune's figures."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.requests import SignedInRequest
from dashboards.queries.commune import commune_figures
from dashboards.queries.desk import reminders_for, tasks_for, waiting_for_the_district
from dashboards.queries.desk_happenings import (
    pairs_to_withdraw,
    places_to_judge,
    verification_reports,
)
from dashboards.queries.happenings import happenings
from dashboards.tables.happenings import month_lines, target_lines
from incidents.domain.permissions import DECIDE
from incidents.models import WITH_COMMUNE, TipState
from reports.domain.opening import ensure_opened
from reports.domain.rights import FILE, readable_offices
from units.models import Commune, Sex

# Tasks that are seen at once; the rest unfolds.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class QuickLink:
    """A button for something reported often, shown to whoever may do it."""

    url_name: str
    label: str | Promise
    icon: str
    permission: str


QUICK_LINKS = (
    QuickLink(
        "incident_quick",
        _("Record an incident quickly"),
        "lightning-charge",
        "incidents.record_incident",
    ),
    QuickLink("tip_receive", _("Receive a tip"), "telephone-inbound", "incidents.receive_tip"),
    QuickLink(
        "hotspot_create", _("Report a complicated place"), "geo-alt", "incidents.report_hotspot"
    ),
    QuickLink("report_list", _("File a report"), "file-earmark-text", "reports.file_report"),
    QuickLink(
        "difficulty_create", _("Raise a difficulty"), "chat-left-dots", "reports.raise_difficulty"
    ),
    QuickLink("hotspot_list", _("Review a place"), "clipboard-check", "incidents.review_hotspot"),
    QuickLink("officer_list", _("Our roster"), "people", "units.view_officer"),
    QuickLink("equipment_list", _("Our equipment"), "shield", "units.view_equipmentitem"),
)


def _greeting(user: object) -> str:
    """Address somebody as one does: anh or chị with the given name, where the file tells which."""
    name = getattr(user, "get_short_name", lambda: "")()
    officer = getattr(user, "officer", None)
    if officer is None:
        return gettext("Hello, %(name)s") % {"name": name}
    if officer.sex == Sex.FEMALE:
        return pgettext("to a woman", "Hello, %(name)s") % {"name": name}
    return pgettext("to a man", "Hello, %(name)s") % {"name": name}


def _figures(commune: Commune, request: HttpRequest, day: datetime.date) -> dict[str, Any]:
    """How the commune stands: what happened in the last whole month, and its tips against the year's targets."""
    scope = request.scope  # type: ignore[attr-defined]
    figures = commune_figures(commune, scope, day)
    happened = partial(
        happenings, commune, figures.area, now=timezone.now(), today=day, may=request.user.has_perm
    )
    month = happened((figures.months.last, figures.months.last_day))
    year = happened((day.replace(month=1, day=1), day), with_mediations=False)
    return {"figures": figures, "month_lines": [*month_lines(month), *target_lines(year)]}


def tips_to_do(user: User) -> Collection[str]:
    """Return the states of tips that this person may do something about: whoever receives classifies, the chief does all."""
    if user.has_perm("incidents.handle_tip"):
        return WITH_COMMUNE
    return (TipState.RECEIVED,) if user.has_perm("incidents.receive_tip") else ()


def desk(request: HttpRequest) -> HttpResponse:
    """Show what a commune's people have to do and how their commune stands."""
    asking = cast(SignedInRequest, request)
    user, scope = asking.user, asking.scope
    day = timezone.localdate()
    communes = list(
        Commune.objects.visible_to(scope).filter(valid_until__isnull=True).defer("boundary")
    )
    ensure_opened(timezone.now())
    offices = readable_offices(user) if user.has_perm(FILE) else []
    home_commune = communes[0] if communes else None
    tasks = tasks_for(scope, day, offices, tips=tips_to_do(user), decides=user.has_perm(DECIDE))
    tasks = [*verification_reports(user, scope, day), *tasks]
    if user.has_perm(DECIDE):
        tasks += pairs_to_withdraw(scope, day)
    if home_commune and user.has_perm("incidents.judge_suggestion"):
        tasks += places_to_judge(scope, home_commune, day)
    context = {
        "day": day,
        "greeting": _greeting(user),
        "tasks": tasks[:SHOWN],
        "more_tasks": tasks[SHOWN:],
        "reminders": reminders_for(scope, offices) if offices else [],
        "waiting": waiting_for_the_district(scope),
        "quick_links": [
            (link, reverse(link.url_name)) for link in QUICK_LINKS if user.has_perm(link.permission)
        ],
        "commune": home_commune,
        **(_figures(home_commune, request, day) if home_commune else {}),
    }
    return render(request, "dashboards/desk.html", context)
