"""Filters of the list of crime tips; none of them looks at informants."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import OPEN_TIPS, CrimeTip, TipChannel, TipKind, TipState, Urgency
from incidents.queries.incidents import beginning_of
from incidents.queries.tip_rows import ONE_DAY, late_on, overdue, with_commune_on, with_ends
from lists.filters import ChoiceFilter, CommuneFilter, DayFilter, JurisdictionFilter, ListFilterSet

OPEN, HANDED, RESOLVED = "open", "handed", "resolved"


class TipFilter(ListFilterSet):
    """``state`` takes a state or ``open``; ``overdue`` keeps those whose next deadline has passed. The days are
    those of the figures (``incidents.queries.tip_rows``), each beginning and ending as in Vietnam."""

    jurisdiction = JurisdictionFilter()
    commune = CommuneFilter(with_origins=True)
    state = ChoiceFilter(
        label=_("State"),
        choices=((OPEN, _("all that are not closed")), *TipState.choices),
        method="by_state",
    )
    kind = ChoiceFilter(label=_("Kind of tip"), choices=TipKind.choices)
    channel = ChoiceFilter(label=_("Channel"), choices=TipChannel.choices)
    urgency = ChoiceFilter(label=_("Urgency"), choices=Urgency.choices)
    overdue = ChoiceFilter(
        label=_("Next deadline"), choices=(("yes", _("overdue")),), method="by_overdue"
    )
    received_after = DayFilter(label=_("Received from"), method="received_from")
    received_before = DayFilter(label=_("Received until"), method="received_until")
    taken_up = ChoiceFilter(
        label=_("Classification"),
        choices=(("yes", _("classified")), ("no", _("not classified yet"))),
        method="by_class",
    )
    handed_after = DayFilter(label=_("Handed over from"), method="handed_from")
    handed_before = DayFilter(label=_("Handed over until"), method="handed_until")
    resolved_after = DayFilter(label=_("Resolved from"), method="resolved_from")
    resolved_before = DayFilter(label=_("Resolved until"), method="resolved_until")
    in_time = ChoiceFilter(
        label=_("In time"),
        choices=((HANDED, _("handed over in time")), (RESOLVED, _("resolved in time"))),
        method="by_in_time",
    )
    with_commune_on = DayFilter(label=_("Not handed over at the end of"), method="by_waiting")
    late_on = DayFilter(label=_("Late and unresolved at the end of"), method="by_late")

    class Meta:
        model = CrimeTip
        fields: tuple[str, ...] = ()

    def by_state(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """One state, or all but the last."""
        return queryset.filter(state__in=OPEN_TIPS if value == OPEN else [value])

    def by_overdue(self, queryset: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Tips whose next deadline has passed."""
        return queryset.filter(overdue(timezone.now()))

    def by_class(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Tips that have a class, or those that wait for one."""
        return queryset.filter(urgency="") if value == "no" else queryset.exclude(urgency="")

    def received_from(
        self, queryset: QuerySet[Any], _name: str, value: datetime.date
    ) -> QuerySet[Any]:
        """Received on the day or later."""
        return queryset.filter(received_at__gte=beginning_of(value))

    def received_until(
        self, queryset: QuerySet[Any], _name: str, value: datetime.date
    ) -> QuerySet[Any]:
        """Received on the day or before."""
        return queryset.filter(received_at__lt=beginning_of(value + ONE_DAY))

    def handed_from(
        self, queryset: QuerySet[Any], _name: str, value: datetime.date
    ) -> QuerySet[Any]:
        """Handed over, and not returned, on the day or later."""
        return with_ends(queryset).filter(handed_at__gte=beginning_of(value))

    def handed_until(
        self, queryset: QuerySet[Any], _name: str, value: datetime.date
    ) -> QuerySet[Any]:
        """Handed over, and not returned, on the day or before."""
        return with_ends(queryset).filter(handed_at__lt=beginning_of(value + ONE_DAY))

    def resolved_from(
        self, queryset: QuerySet[Any], _name: str, value: datetime.date
    ) -> QuerySet[Any]:
        """Resolved on the day or later."""
        return queryset.filter(resolved_at__gte=beginning_of(value))

    def resolved_until(
        self, queryset: QuerySet[Any], _name: str, value: datetime.date
    ) -> QuerySet[Any]:
        """Resolved on the day or before."""
        return queryset.filter(resolved_at__lt=beginning_of(value + ONE_DAY))

    def by_in_time(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Handed over or resolved before that deadline ended."""
        tips = with_ends(queryset)
        if value == HANDED:
            return tips.filter(handed_at__lt=F("handed_due"))
        return tips.filter(resolved_at__lt=F("decision_due"))

    def by_waiting(
        self, queryset: QuerySet[Any], _name: str, value: datetime.date
    ) -> QuerySet[Any]:
        """With the commune at the end of the day."""
        return with_commune_on(queryset, value)

    def by_late(self, queryset: QuerySet[Any], _name: str, value: datetime.date) -> QuerySet[Any]:
        """Unresolved at the end of the day, its time past."""
        return late_on(queryset, value, timezone.now())
