"""Filters of the movement's lists."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from incidents.filters.standing import StandingFilter, kept_filter
from incidents.models import (
    ModelState,
    MovementKind,
    MovementModel,
    OutreachKind,
    OutreachSession,
    SafetyStandard,
    StandardOf,
)
from lists.filters import (
    CatalogueFilter,
    ChoiceFilter,
    CommuneFilter,
    DayFilter,
    JurisdictionFilter,
    LineFilter,
    ListFilterSet,
)

RUNNING = "running"
STATES = ((RUNNING, _("all that are not stopped")), *ModelState.choices)


class MovementFilter(StandingFilter):
    """``state`` takes a state or ``running``; ``on`` keeps those that ran on a day, also if they stopped later."""

    jurisdiction = JurisdictionFilter()
    commune = CommuneFilter(with_origins=True)
    line = LineFilter()
    kind = CatalogueFilter(MovementKind, field_name="kind", label=_("Kind"))
    state = ChoiceFilter(label=_("State"), choices=STATES, method="by_state")
    on = DayFilter(label=_("Running on"), method="by_day")
    kept = kept_filter()

    class Meta:
        model = MovementModel
        fields: tuple[str, ...] = ()

    def by_state(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """One state, or all that are not stopped."""
        if value == RUNNING:
            return queryset.exclude(state=ModelState.STOPPED)
        return queryset.filter(state=value)

    def by_day(self, queryset: QuerySet[Any], _name: str, value: datetime.date) -> QuerySet[Any]:
        """Begun by the day and not stopped by then."""
        stayed = Q(stopped_on__isnull=True) | Q(stopped_on__gt=value)
        return queryset.filter(stayed, since__lte=value)


class OutreachFilter(StandingFilter):
    """Sessions by kind and day."""

    jurisdiction = JurisdictionFilter()
    commune = CommuneFilter(with_origins=True)
    line = LineFilter()
    kind = ChoiceFilter(label=_("Kind"), choices=OutreachKind.choices, field_name="kind")
    after = DayFilter(label=_("From"), field_name="on", lookup_expr="gte")
    before = DayFilter(label=_("Until"), field_name="on", lookup_expr="lte")
    kept = kept_filter()

    class Meta:
        model = OutreachSession
        fields: tuple[str, ...] = ()


class StandardFilter(ListFilterSet):
    """Counts by year and who registers."""

    jurisdiction = JurisdictionFilter()
    commune = CommuneFilter(with_origins=True)
    line = LineFilter()
    year = django_filters.NumberFilter(label=_("Year"), field_name="year")
    kind = ChoiceFilter(label=_("Who registers"), choices=StandardOf.choices, field_name="kind")

    class Meta:
        model = SafetyStandard
        fields: tuple[str, ...] = ()
