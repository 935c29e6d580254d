"""What awaits a commune's people: reports, directives, overdue reviews, inspections, papers that expire."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.domain.colleagues import colleagues_who_may
from incidents.domain.suggestions import waiting as suggestions
from incidents.models import (
    WITH_COMMUNE,
    CrimeTip,
    Hotspot,
    Incident,
    Mediation,
    Step,
    TipState,
    TipVerification,
    VerificationState,
)
from incidents.models.states import UNDER_REVIEW, HotspotState
from incidents.models.verifications import READ_VERIFICATION, SIGN_VERIFICATION
from incidents.queries.tip_rows import with_clock
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
    from accounts.models import User
    from units.domain.scope import Scope
    from units.models import Commune

SOON = datetime.timedelta(days=7)
MOST = 20
# Records that wait for the rest are named one by one up to here; more of them are one task.
FEW = 3
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: how urgent, what, by when, and the one next step."""

    tone: str
    what: str
    when: str
    url: str
    step: str
    due: datetime.date
    is_first: bool = False


def tasks_for(
    scope: Scope, day: datetime.date, offices: list[str], *, with_tips: bool = False
) -> list[Task]:
    """Return what is overdue or due within a week, most urgent first, at most ``MOST``; ten queries.

    ``offices`` are those whose reports the person files; without any there are none. ``with_tips`` adds the crime
    tips, for those who may see them.
    """
    found = [
        *_reports(scope, day, offices),
        *_directives(scope, day),
        *(_tips(scope, day) if with_tips else ()),
        *_reviews(scope, day),
        *_incomplete(scope, day),
        *_follow_ups(scope, day),
        *_inspections(scope, day),
        *_licences(scope, day),
        *_certificates(scope, day),
    ]
    # What came back waits for nobody but the commune, and for tips the law counts hours: they stand first.
    return sorted(found, key=lambda task: (not task.is_first, task.due, task.what))[:MOST]


def reports_to_sign(user: User, scope: Scope, day: datetime.date) -> list[Task]:
    """Return the verification reports of tips that wait for this person to read or to sign, and for no deputy instead;
    one query, none for whoever may do neither, and one more for whoever signs."""
    mine = {
        VerificationState.DRAFT: (READ_VERIFICATION, _("Read the report of tip %s")),
        VerificationState.READ: (SIGN_VERIFICATION, _("Sign the report of tip %s")),
    }
    states = [state for state, (right, _words) in mine.items() if user.has_perm(right)]
    if not states:
        return []
    rows = TipVerification.objects.visible_to(scope).filter(
        state__in=states, tip__state__in=WITH_COMMUNE
    )
    waiting = rows.exclude(state=VerificationState.DRAFT, drafted_by=user).select_related("tip")
    signs = VerificationState.READ in states
    for one in colleagues_who_may(READ_VERIFICATION, user, day) if signs else []:
        # A deputy reads what others have drafted; the chief reads what the only deputy has.
        waiting = waiting.exclude(Q(state=VerificationState.DRAFT) & ~Q(drafted_by=one))
    return [
        Task(
            tone_of(day, day),
            mine[VerificationState(one.state)][1] % one.tip.number,
            _("since %s") % date_format(timezone.localtime(one.updated_at), "SHORT_DATE_FORMAT"),
            f"{reverse('tip_detail', args=[one.tip_id])}#report",
            _("Open"),
            day,
        )
        for one in waiting.order_by("updated_at", "pk")[:MOST]
    ]


def places_to_judge(scope: Scope, commune: Commune, day: datetime.date) -> list[Task]:
    """Return the one task of judging the places where more happens than chance, if there are any."""
    count = suggestions.places_to_judge(commune, scope, today=day)
    if not count:
        return []
    what = ngettext(
        "%d place has more incidents than chance brings",
        "%d places have more incidents than chance brings",
        count,
    )
    return [
        Task("info", what % count, _("to judge"), reverse("analysis_places"), _("Look at it"), day)
    ]


def lateness(due: datetime.date, day: datetime.date) -> str:
    """Say how far ``due`` is from ``day`` in words."""
    days = (due - day).days
    if days < 0:
        return ngettext("overdue by %d day", "overdue by %d days", -days) % -days
    if days == 0:
        return _("due today")
    return ngettext("in %d day", "in %d days", days) % days


def tone_of(due: datetime.date, day: datetime.date) -> str:
    """Overdue is bad, soon is a warning."""
    return "bad" if due < day else "warn"


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


def _reviews(scope: Scope, day: datetime.date) -> Iterator[Task]:
    places = Hotspot.objects.visible_to(scope).filter(
        state__in=UNDER_REVIEW, next_review_on__lte=day + SOON
    )
    for place in places.order_by("next_review_on").only("name", "next_review_on")[:MOST]:
        due = place.next_review_on
        if due:
            yield Task(
                tone_of(due, day),
                _("Review %s") % place.name,
                lateness(due, day),
                reverse("hotspot_detail", args=[place.pk]),
                _("Review"),
                due,
            )


def _incomplete(scope: Scope, day: datetime.date) -> Iterator[Task]:
    """Incidents of the quick entry that wait for the rest, due the day after they were recorded."""
    rows = Incident.objects.visible_to(scope).filter(is_complete=False)
    found = list(rows.only("number", "recorded_at").order_by("recorded_at")[:MOST_COUNTED])
    if len(found) > FEW:
        due = timezone.localdate(found[0].recorded_at) + datetime.timedelta(days=1)
        yield Task(
            tone_of(due, day),
            _("Complete the records of %(count)s incidents, the oldest %(number)s")
            % {"count": len(found), "number": found[0].number},
            lateness(due, day),
            f"{reverse('incident_list')}?whole=no",
            _("See them"),
            due,
        )
        return
    for one in found:
        due = timezone.localdate(one.recorded_at) + datetime.timedelta(days=1)
        yield Task(
            tone_of(due, day),
            _("Complete the record of %s") % one.number,
            lateness(due, day),
            reverse("incident_edit", args=[one.pk]),
            _("Complete the record"),
            due,
        )


def _tips(scope: Scope, day: datetime.date) -> Iterator[Task]:
    """Tips that the commune still has: to be classified, proposed or handed over by a deadline."""
    held = CrimeTip.objects.visible_to(scope).filter(state__in=WITH_COMMUNE)
    read = ("number", "state", "received_at", "next_due_at")
    for tip in with_clock(held.expiring_first()).only(*read)[:MOST]:
        # A deadline that ends at 24:00 belongs to the day that it ends.
        end = tip.next_due_at - datetime.timedelta.resolution if tip.next_due_at else None
        due = timezone.localdate(end or tip.received_at)
        yield Task(
            tone_of(due, day) if end else "bad",
            _tip_asks(tip) % tip.number,
            lateness(due, day) if end else _("no clock runs yet"),
            reverse("tip_detail", args=[tip.pk]),
            _("Open"),
            due,
            is_first=True,
        )


def _tip_asks(tip: CrimeTip) -> str:
    """Say what a tip waits for; ``tip`` has its ``clock_step``."""
    if tip.state == TipState.RECEIVED:
        return _("Classify tip %s")
    if tip.clock_step == Step.PROPOSE:  # type: ignore[attr-defined]
        return _("Propose to handle tip %s in the commune")
    return _("Hand over tip %s")


def _follow_ups(scope: Scope, day: datetime.date) -> Iterator[Task]:
    """Agreements of mediations that somebody should ask about."""
    rows = Mediation.objects.visible_to(scope).follow_up_due(day + SOON)
    for one in rows.only("number", "follow_up_on").order_by("follow_up_on")[:MOST]:
        due = one.follow_up_on
        if due:
            yield Task(
                tone_of(due, day),
                _("Ask whether the agreement of %s is kept") % one.number,
                lateness(due, day),
                f"{reverse('mediation_detail', args=[one.pk])}#checks",
                _("Open"),
                due,
            )


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
