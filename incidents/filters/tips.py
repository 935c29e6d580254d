"""Filters of the list of crime tips; none of them looks at informants."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import OPEN_TIPS, CrimeTip, TipChannel, TipKind, TipState, Urgency
from incidents.queries.incidents import beginning_of
from incidents.queries.tip_rows import (
    ONE_DAY,
    hand_over_late_on,
    late_on,
    overdue,
    returned,
    with_commune_on,
    with_ends,
)
from incidents.queries.tips_due import due_soon
from lists.filters import (
    ChoiceFilter,
    CommuneFilter,
    DayFilter,
    JurisdictionFilter,
    LineFilter,
    ListFilterSet,
)

OPEN, HANDED, RESOLVED = "open", "handed", "resolved"


class TipFilter(ListFilterSet):
    """``state`` takes a state or ``open``; ``overdue`` keeps those whose next deadline has passed, ``soon`` those of
    which the district's desk says that a step is due soon. The days are those of the figures
    (``incidents.queries.tip_rows``), each beginning and ending as in Vietnam."""

    jurisdiction = JurisdictionFilter()
    commune = CommuneFilter(with_origins=True)
    line = LineFilter()
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
    soon = ChoiceFilter(
        label=_("Steps of the district"), choices=(("yes", _("due soon")),), method="by_soon"
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
    returned_after = DayFilter(label=_("Returned from"), method="returned_since")
    returned_before = DayFilter(label=_("Returned until"), method="returned_until")
    resolved_after = DayFilter(label=_("Resolved from"), method="resolved_from")
    resolved_before = DayFilter(label=_("Resolved until"), method="resolved_until")
    in_time = ChoiceFilter(
        label=_("In time"),
        choices=((HANDED, _("handed over in time")), (RESOLVED, _("resolved in time"))),
        method="by_in_time",
    )
    with_commune_on = DayFilter(label=_("Not handed over at the end of"), method="by_waiting")
    late_on = DayFilter(label=_("Late and unresolved at the end of"), method="by_late")
    hand_over_late_on = DayFilter(
        label=_("Time to hand over past at the end of"), method="by_late_hand_over"
    )

    class Meta:
        model = CrimeTip
        fields: tuple[str, ...] = ()

    def by_state(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """One state, or all but the last."""
        return queryset.filter(state__in=OPEN_TIPS if value == OPEN else [value])

    def by_overdue(self, queryset: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Tips whose next deadline has passed."""
        return queryset.filter(overdue(timezone.now()))

    def by_soon(self, queryset: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Accepted tips of which a step of the district's is due soon."""
        return queryset.filter(due_soon(timezone.now()))

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
        """Handed over on the day or later, and not returned by the last day asked for."""
        return self.as_handed(queryset).filter(handed_at__gte=beginning_of(value))

    def handed_until(
        self, queryset: QuerySet[Any], _name: str, value: datetime.date
    ) -> QuerySet[Any]:
        """Handed over, and not returned, at the end of the day."""
        return with_ends(queryset, beginning_of(value + ONE_DAY)).filter(handed_at__isnull=False)

    def as_handed(self, tips: QuerySet[Any]) -> QuerySet[Any]:
        """Give the tips their hand-overs as these stood at the end of the last day asked for; now, where none is."""
        last = self.form.cleaned_data.get("handed_before")
        return with_ends(tips, beginning_of(last + ONE_DAY)) if last else with_ends(tips)

    def returned_since(
        self, queryset: QuerySet[Any], _name: str, value: datetime.date
    ) -> QuerySet[Any]:
        """Handed over before the day, and returned on it or later."""
        last = self.form.cleaned_data.get("returned_before")
        return returned(queryset, value, last)

    def returned_until(
        self, queryset: QuerySet[Any], _name: str, value: datetime.date
    ) -> QuerySet[Any]:
        """Returned on the day or before, at any time; together with the first day, in between."""
        if self.form.cleaned_data.get("returned_after"):
            return queryset
        return returned(queryset, None, value)

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
        tips = self.as_handed(queryset)
        if value == HANDED:
            return tips.filter(handed_at__isnull=False, handed_late=False)
        return tips.filter(resolved_at__lt=F("decision_due"), stayed_late=False)

    def by_waiting(
        self, queryset: QuerySet[Any], _name: str, value: datetime.date
    ) -> QuerySet[Any]:
        """With the commune at the end of the day."""
        return with_commune_on(queryset, value)

    def by_late(self, queryset: QuerySet[Any], _name: str, value: datetime.date) -> QuerySet[Any]:
        """Unresolved at the end of the day, its time past."""
        return late_on(queryset, value, timezone.now())

    def by_late_hand_over(
        self, queryset: QuerySet[Any], _name: str, value: datetime.date
    ) -> QuerySet[Any]:
        """Not handed over at the end of the day, the time for it past."""
        return hand_over_late_on(queryset, value, timezone.now())
