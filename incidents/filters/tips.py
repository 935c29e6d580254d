"""Filters of the list of crime tips; none of them looks at informants."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import OPEN_TIPS, CrimeTip, TipChannel, TipKind, TipState, Urgency
from lists.filters import ChoiceFilter, CommuneFilter, JurisdictionFilter, ListFilterSet

OPEN = "open"


class TipFilter(ListFilterSet):
    """``state`` takes a state or ``open``; ``overdue`` keeps those whose next deadline has passed."""

    jurisdiction = JurisdictionFilter()
    commune = CommuneFilter()
    state = ChoiceFilter(
        label=_("State"),
        choices=((OPEN, _("all that are not closed")), *TipState.choices),
        method="by_state",
    )
    kind = ChoiceFilter(label=_("Kind of tip"), choices=TipKind.choices)
    channel = ChoiceFilter(label=_("Channel"), choices=TipChannel.choices)
    urgency = ChoiceFilter(label=_("Urgency"), choices=Urgency.choices)
    overdue = ChoiceFilter(
        label=_("Deadline"), choices=(("yes", _("overdue")),), method="by_overdue"
    )

    class Meta:
        model = CrimeTip
        fields: tuple[str, ...] = ()

    def by_state(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """One state, or all but the last."""
        return queryset.filter(state__in=OPEN_TIPS if value == OPEN else [value])

    def by_overdue(self, queryset: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Tips whose next deadline has passed."""
        return queryset.filter(next_due_at__lt=timezone.now())
