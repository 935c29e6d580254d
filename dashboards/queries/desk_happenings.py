"""What awaits a commune's people of what happens there: places, incidents, crime tips, mediations."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.domain.colleagues import colleagues_who_may
from dashboards.queries.tasks import MOST, SOON, Task, lateness, tone_of
from incidents.domain.permissions import DRAFT_VERIFICATION
from incidents.domain.suggestions import waiting as suggestions
from incidents.domain.tips.clock import ends_on
from incidents.models import (
    UNSETTLED,
    WITH_COMMUNE,
    CrimeTip,
    Hotspot,
    Incident,
    IncidentLink,
    LinkKind,
    Mediation,
    Step,
    TipState,
    TipVerification,
    VerificationState,
)
from incidents.models.states import UNDER_REVIEW
from incidents.models.verifications import READ_VERIFICATION, SIGN_VERIFICATION
from incidents.queries.tip_rows import with_clock
from incidents.tables.tips import clock_words

if TYPE_CHECKING:
    from accounts.models import User
    from units.domain.scope import Scope
    from units.models import Commune

# Records that wait for the rest are named one by one up to here; more of them are one task.
FEW = 3
MOST_COUNTED = 100


def verification_reports(user: User, scope: Scope, day: datetime.date) -> list[Task]:
    """Return the verification reports of tips that wait for this person: to correct what was sent back to them, to read or
    to sign, and for no deputy instead; one query, none for whoever may do nothing of it, and one more for whoever signs."""
    mine = {
        VerificationState.DRAFT: (READ_VERIFICATION, _("Read the report of tip %s")),
        VerificationState.READ: (SIGN_VERIFICATION, _("Sign the report of tip %s")),
    }
    states = [state for state, (right, _words) in mine.items() if user.has_perm(right)]
    if not states and not user.has_perm(DRAFT_VERIFICATION):
        return []
    is_draft, is_sent_back = Q(state=VerificationState.DRAFT), ~Q(sent_back_because="")
    others = Q(state__in=states) & ~(is_draft & (Q(drafted_by=user) | is_sent_back))
    signs = VerificationState.READ in states
    for one in colleagues_who_may(READ_VERIFICATION, user, day) if signs else []:
        # A deputy reads what others have drafted; the chief reads what the only deputy has.
        others &= ~(is_draft & ~Q(drafted_by=one))
    theirs = Q(drafted_by=user)
    if states:  # whose author is gone is for those who read and sign to see to
        theirs |= Q(drafted_by__is_active=False)
    rows = TipVerification.objects.visible_to(scope).filter(
        others | is_draft & is_sent_back & theirs, tip__state__in=WITH_COMMUNE
    )
    words = {state: said for state, (_right, said) in mine.items()}
    to_correct = _("Correct the report of tip %s: it was sent back")
    return [
        Task(
            tone_of(day, day),
            (to_correct if one.sent_back_because else words[VerificationState(one.state)])
            % one.tip.number,
            _("since %s") % date_format(timezone.localtime(one.updated_at), "SHORT_DATE_FORMAT"),
            f"{reverse('tip_detail', args=[one.tip_id])}#report",
            _("Open"),
            day,
        )
        for one in rows.select_related("tip").order_by("updated_at", "pk")[:MOST]
    ]


def pairs_to_withdraw(scope: Scope, day: datetime.date) -> list[Task]:
    """Return the pairs of incidents that were linked as the same and both count, for whoever may withdraw one; one query."""
    links = IncidentLink.objects.filter(
        kind=LinkKind.DUPLICATE,
        first__withdrawn_on__isnull=True,
        second__withdrawn_on__isnull=True,
        second__in=Incident.objects.visible_to(scope),
    )
    found = links.select_related("first", "second").order_by("-created_at")
    return [
        Task(
            tone_of(day, day),
            _("Withdraw %(second)s or %(first)s: the same incident counts twice")
            % {"first": link.first.number, "second": link.second.number},
            _("linked on %s")
            % date_format(timezone.localtime(link.created_at), "SHORT_DATE_FORMAT"),
            reverse("incident_detail", args=[link.second_id]),
            _("Open"),
            day,
        )
        for link in found[:MOST]
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


def reviews(scope: Scope, day: datetime.date) -> Iterator[Task]:
    """Complicated places that have to be looked at again."""
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


def incomplete(scope: Scope, day: datetime.date, *, decides: bool) -> Iterator[Task]:
    """Incidents of the quick entry that wait for the rest, due the day after they were recorded."""
    rows = Incident.objects.visible_to(scope).standing().filter(is_complete=False)
    if not decides:
        rows = rows.filter(state__in=UNSETTLED)
    found = list(rows.only("number", "recorded_at").order_by("recorded_at")[:MOST_COUNTED])
    if len(found) > FEW:
        due = timezone.localdate(found[0].recorded_at) + datetime.timedelta(days=1)
        yield Task(
            tone_of(due, day),
            _("Complete the records of %(count)s incidents, the oldest %(number)s")
            % {"count": len(found), "number": found[0].number},
            lateness(due, day),
            f"{reverse('incident_list')}?whole=no{'' if decides else '&state=unsettled'}",
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


def tips(scope: Scope, day: datetime.date, states: Collection[str]) -> Iterator[Task]:
    """Tips that the commune still has: to be classified, proposed or handed over by a deadline."""
    held = CrimeTip.objects.visible_to(scope).filter(state__in=states)
    read = ("number", "state", "received_at", "next_due_at")
    now = timezone.now()
    for tip in with_clock(held.expiring_first()).only(*read)[:MOST]:
        end = tip.next_due_at
        due = ends_on(end) if end else timezone.localdate(tip.received_at)
        yield Task(
            tone_of(due, day) if end else "bad",
            _tip_asks(tip) % tip.number,
            clock_words(end, now) if end else _("no clock runs yet"),
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


def follow_ups(scope: Scope, day: datetime.date) -> Iterator[Task]:
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
