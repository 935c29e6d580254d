"""Filters of the list of stations."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lists.filters import (
    ChoiceFilter,
    CommuneFilter,
    DayFilter,
    JurisdictionFilter,
    ListFilterSet,
    TextSearch,
)
from units.models import LandTitle, Station, StationCondition, Tenure

PERIOD = (("current", _("in use today")), ("former", _("no longer in use")))


class StationFilter(ListFilterSet):
    """By commune, whose building, state; today's or former stations."""

    q = TextSearch("commune__search_text", label=_("Commune"))
    jurisdiction = JurisdictionFilter()
    commune = CommuneFilter()
    tenure = ChoiceFilter(label=_("Whose building"), choices=Tenure.choices)
    condition = ChoiceFilter(label=_("Condition"), choices=StationCondition.choices)
    land_title = ChoiceFilter(label=_("Land title"), choices=LandTitle.choices)
    period = ChoiceFilter(label=_("Period"), choices=PERIOD, method="by_period")
    on = DayFilter(label=_("In use on the day"), field_name="validity", lookup_expr="contains")

    class Meta:
        model = Station
        fields: tuple[str, ...] = ()

    def by_period(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Stations in use today, or those that no longer are."""
        today = timezone.localdate()
        if value == "current":
            return queryset.filter(validity__contains=today)
        return queryset.exclude(validity__contains=today)
