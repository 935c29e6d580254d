"""What awaits a commune's people: reports, directives, overdue reviews, inspections, papers that expire."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dashboards.queries import desk_happenings
from dashboards.queries.tasks import MOST, SOON, Task, lateness, tone_of
from incidents.models import Hotspot
from incidents.models.states import HotspotState
from reports.domain.calendar import said
from reports.models import (
    OPEN_DIRECTIVES,
    DirectiveParty,
    DirectiveState,
    PartyRole,
    Reminder,
    ReportState,
)
from reports.queries.filing import to_file
from units.models import EquipmentItem, EquipmentStock, Training

if TYPE_CHECKING:
    from units.domain.scope import Scope


def tasks_for(
    scope: Scope,
    day: datetime.date,
    offices: list[str],
    *,
    tips: Collection[str] = (),
    decides: bool = True,
) -> list[Task]:
    """Return what is overdue or due within a week, most urgent first, at most ``MOST`` of a kind; ten queries.

    ``offices`` are those whose reports the person files; without any there are none. ``tips`` are the states of
    crime tips that the person may do something about; who does not decide how incidents end (``decides``) completes those
    alone that have not ended.
    """
    found = [
        *_reports(scope, day, offices),
        *_directives(scope, day),
        *(desk_happenings.tips(scope, day, tips) if tips else ()),
        *desk_happenings.reviews(scope, day),
        *desk_happenings.incomplete(scope, day, decides=decides),
        *desk_happenings.follow_ups(scope, day),
        *_inspections(scope, day),
        *_licences(scope, day),
        *_certificates(scope, day),
    ]
    # What came back waits for nobody but the commune, and for tips the law counts hours: they stand first.
    return sorted(found, key=lambda task: (not task.is_first, task.due, task.what))


def _reports(scope: Scope, day: datetime.date, offices: list[str]) -> Iterator[Task]:
    """Reports returned, and reports whose deadline has passed or comes within a week."""
    if not offices:
        return
    for report in to_file(scope, offices)[:MOST]:
        due = timezone.localdate(report.due_at)
        is_returned = report.state == ReportState.RETURNED
        if not is_returned and due > day + SOON:
            continue
        name = report.period.title or f"{report.period.form.name}, {said(report.period.code)}"
        yield Task(
            "bad" if is_returned else tone_of(due, day),
            (_("Put right and send again: %s") if is_returned else _("File: %s")) % name,
            _("returned") if is_returned else lateness(due, day),
            reverse("report_detail", args=[report.pk]),
            _("Open"),
            due,
            is_returned,
        )


def _directives(scope: Scope, day: datetime.date) -> Iterator[Task]:
    """Directives that the commune answers for and that are due, and those that it should check."""
    mine = DirectiveParty.objects.filter(
        commune__in=sorted(scope.communes or ()), checked_on__isnull=True
    )
    found = mine.filter(
        Q(
            role=PartyRole.ANSWERS,
            directive__state__in=OPEN_DIRECTIVES,
            directive__due_on__lte=day + SOON,
        )
        | Q(role=PartyRole.RAISED, directive__state=DirectiveState.DONE)
    )
    seen = set()
    for party in found.select_related("directive").order_by("directive__due_on", "pk")[:MOST]:
        directive = party.directive
        if directive.pk in seen:
            continue
        seen.add(directive.pk)
        is_check = party.role == PartyRole.RAISED
        yield Task(
            "info" if is_check else tone_of(directive.due_on, day),
            (_("Check whether it helped: %s") if is_check else _("Carry out: %s"))
            % directive.title,
            _("said to be done") if is_check else lateness(directive.due_on, day),
            reverse("directive_detail", args=[directive.pk]),
            _("Check") if is_check else _("Open"),
            directive.due_on,
        )


def reminders_for(scope: Scope, offices: list[str]) -> list[Reminder]:
    """Return the reminders of reports that are still to be filed, the latest first, one a report; one query."""
    found: dict[int, Reminder] = {}
    waiting = to_file(scope, offices).order_by().values("pk")
    for reminder in (
        Reminder.objects.filter(report__in=waiting)
        .select_related("report__period__form", "report__commune")
        .defer("report__commune__boundary")
        .order_by("-at")[:MOST]
    ):
        found.setdefault(reminder.report_id, reminder)
    return list(found.values())


def _inspections(scope: Scope, day: datetime.date) -> Iterator[Task]:
    items = EquipmentItem.objects.visible_to(scope).filter(
        disposal="", next_inspection_on__lte=day + SOON
    )
    for item in items.select_related("type").order_by("next_inspection_on")[:MOST]:
        due = item.next_inspection_on
        if due:
            yield Task(
                tone_of(due, day),
                _("Inspect %s") % item,
                lateness(due, day),
                reverse("equipment_detail", args=[item.pk]),
                _("Open"),
                due,
            )


def _licences(scope: Scope, day: datetime.date) -> Iterator[Task]:
    limit = Q(licence_expires_on__lte=day + SOON)
    items = (
        EquipmentItem.objects.visible_to(scope).filter(limit, disposal="").select_related("type")
    )
    stocks = EquipmentStock.objects.visible_to(scope).filter(limit).select_related("type")
    for item in items.order_by("licence_expires_on")[:MOST]:
        yield _licence(
            str(item), item.licence_expires_on, day, reverse("equipment_detail", args=[item.pk])
        )
    for stock in stocks.order_by("licence_expires_on")[:MOST]:
        yield _licence(
            f"{stock.type} ({stock.get_condition_display()})",
            stock.licence_expires_on,
            day,
            f"{reverse('equipment_stock')}?type={stock.type_id}",
        )


def _licence(name: str, due: datetime.date | None, day: datetime.date, url: str) -> Task:
    due = due or day
    return Task(
        tone_of(due, day),
        _("Renew the licence of %s") % name,
        lateness(due, day),
        url,
        _("Open"),
        due,
    )


def _certificates(scope: Scope, day: datetime.date) -> Iterator[Task]:
    rows = Training.objects.visible_to(scope).filter(
        expires_on__lte=day + SOON, officer__post__isnull=False
    )
    for row in rows.select_related("officer").order_by("expires_on")[:MOST]:
        due = row.expires_on
        if due:
            yield Task(
                tone_of(due, day),
                _("%(officer)s: certificate “%(course)s” expires")
                % {"officer": row.officer, "course": row.course},
                lateness(due, day),
                reverse("officer_detail", args=[row.officer_id]),
                _("Open"),
                due,
            )


def waiting_for_the_district(scope: Scope) -> int:
    """Return how many reported places the district has not confirmed yet; one query."""
    return Hotspot.objects.visible_to(scope).filter(state=HotspotState.REPORTED).count()
