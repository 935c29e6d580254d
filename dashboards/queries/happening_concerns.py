"""What needs the district of what happens in communes: crime tips and complicated places."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from django.db.models import Count, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.queries.concerns import MOST_OF_A_KIND, Concern, n
from dashboards.queries.tasks import lateness
from incidents.domain.tips.clock import tone
from incidents.models import CrimeTip, Hotspot, Step, TipState
from incidents.queries.hotspots import awaiting_confirmation, reviews_due
from incidents.queries.tip_rows import overdue
from incidents.queries.tips_due import with_next_step
from incidents.tables.tips import clock_words
from units.queries.area import Area


def tips_overdue(area: Area, filters: Mapping[str, object]) -> Iterator[Concern]:
    """How many crime tips are overdue, with those that have been so longest; one query. ``filters`` are the list
    filters that keep the area."""
    now = timezone.now()
    late = CrimeTip.objects.visible_to(area.scope).filter(overdue(now)).expiring_first()
    if area.path:
        late = late.filter(commune__jurisdiction__path__startswith=area.path)
    worst = list(
        late.annotate(everything=Window(Count("pk")))
        .select_related("commune")
        .only("number", "next_due_at", "commune__name", "commune__kind")[:MOST_OF_A_KIND]
    )
    if not worst:
        return
    count = worst[0].everything
    said = [f"{tip.number} ({tip.commune}): {clock_words(tip.next_due_at, now)}" for tip in worst]
    yield Concern(
        "bad",
        ngettext("%s crime tip is overdue", "%s crime tips are overdue", count) % n(count),
        "; ".join(said) + ("…" if count > len(said) else ""),
        _("See"),
        f"{reverse('tip_list')}?{urlencode({**filters, 'overdue': 'yes'})}",
    )


def tips_due_soon(area: Area, filters: Mapping[str, object]) -> Iterator[Concern]:
    """How many accepted tips have a step of the district's that is due soon, with the soonest; as urgent as the most
    urgent of these. One query."""
    now = timezone.now()
    mine = with_next_step(CrimeTip.objects.visible_to(area.scope), now)
    if area.path:
        mine = mine.filter(commune__jurisdiction__path__startswith=area.path)
    soonest = list(
        mine.annotate(everything=Window(Count("pk")))
        .select_related("commune")
        .only("number", "commune__name", "commune__kind")[:MOST_OF_A_KIND]
    )
    if not soonest:
        return
    count = soonest[0].everything
    said = [
        f"{tip.number} ({tip.commune}): {Step(tip.soon_step).label}, {clock_words(tip.soon_due, now)}"
        for tip in soonest
    ]
    is_red = any(tone(tip.soon_began, tip.soon_due, now) == "bad" for tip in soonest)
    yield Concern(
        "bad" if is_red else "warn",
        ngettext(
            "%s crime tip has a step of the district due soon",
            "%s crime tips have steps of the district due soon",
            count,
        )
        % n(count),
        "; ".join(said) + ("…" if count > len(said) else ""),
        _("See"),
        f"{reverse('tip_list')}?{urlencode({**filters, 'soon': 'yes'})}",
    )


def tips_to_accept(count: int, filters: Mapping[str, object]) -> Iterator[Concern]:
    """How many crime tips were handed over and are neither accepted nor returned (``TipCounts.to_accept``)."""
    if count:
        yield Concern(
            "warn",
            ngettext(
                "%s crime tip waits to be accepted", "%s crime tips wait to be accepted", count
            )
            % n(count),
            _("handed over by communes, neither accepted nor returned"),
            _("See"),
            f"{reverse('tip_list')}?{urlencode({**filters, 'state': TipState.HANDED_OVER.value})}",
        )


def reviews_overdue(area: Area, day: datetime.date) -> Iterator[Concern]:
    """Places whose review is overdue, the longest first; one query."""
    late = reviews_due(area.scope, day, within=-1)
    if area.path:
        late = late.filter(commune__jurisdiction__path__startswith=area.path)
    for place in late[:MOST_OF_A_KIND]:
        assert place.next_review_on is not None
        yield Concern(
            "warn",
            _("%s: review overdue") % place.name,
            f"{place.commune} · {lateness(place.next_review_on, day)}",
            _("Open"),
            reverse("hotspot_detail", args=[place.pk]),
        )


def places_reported(area: Area, day: datetime.date) -> Iterator[Concern]:
    """Places that await confirmation; one query."""
    waiting = awaiting_confirmation(area.scope)
    if area.path:
        waiting = waiting.filter(commune__jurisdiction__path__startswith=area.path)
    for place in waiting[:MOST_OF_A_KIND]:
        yield Concern(
            "info",
            _("%s: reported, awaits confirmation") % place.name,
            f"{place.commune} · {_since(place, day)}",
            _("Confirm"),
            reverse("hotspot_detail", args=[place.pk]),
        )


def _since(place: Hotspot, day: datetime.date) -> str:
    days = max(0, (day - place.state_since).days)
    return ngettext("for %d day", "for %d days", days) % days
