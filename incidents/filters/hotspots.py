"""Filters of the list of complicated places and of its map."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import OPEN, UNDER_REVIEW, Hotspot, HotspotKind, HotspotState, OfficialType
from incidents.queries.hotspots import SOON_DAYS, on_official_list, ready_rows
from lists.filters import (
    CatalogueFilter,
    ChoiceFilter,
    CommuneFilter,
    DayFilter,
    JurisdictionFilter,
    LineFilter,
    ListFilterSet,
    TextSearch,
)

OPEN_STATES, REVIEWED_STATES = "open", "under_review"
STATES = (
    (OPEN_STATES, _("all that are open")),
    (REVIEWED_STATES, _("all under regular review")),
    *HotspotState.choices,
)
REVIEWS = (("1", _("overdue")), ("soon", _("due within 7 days")))
OFFICIAL = (("any", _("on the list")), ("none", _("not on the list")), *OfficialType.choices)
ASKS = (("1", _("latest visit: no longer complicated")),)


class HotspotFilter(ListFilterSet):
    """``state`` takes a state, ``open`` or ``under_review``; ``overdue=1`` a review not made in time."""

    q = TextSearch("search_text")
    jurisdiction = JurisdictionFilter()
    commune = CommuneFilter(with_origins=True)
    line = LineFilter()
    kind = CatalogueFilter(HotspotKind, field_name="kind", label=_("Kind"))
    state = ChoiceFilter(label=_("State"), choices=STATES, method="by_state")
    overdue = ChoiceFilter(label=_("Review"), choices=REVIEWS, method="by_review")
    official = ChoiceFilter(label=_("Official list"), choices=OFFICIAL, method="by_official")
    resolvable = ChoiceFilter(label=_("Latest visit"), choices=ASKS, method="by_latest_visit")
    reported_after = DayFilter(
        label=_("Reported from"), field_name="reported_on", lookup_expr="gte"
    )
    reported_before = DayFilter(
        label=_("Reported until"), field_name="reported_on", lookup_expr="lte"
    )

    closed_after = DayFilter(label=_("Closed from"), field_name="closed_on", lookup_expr="gte")
    closed_before = DayFilter(label=_("Closed until"), field_name="closed_on", lookup_expr="lte")

    class Meta:
        model = Hotspot
        fields: tuple[str, ...] = ()

    def by_state(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """One state, or a group of them."""
        groups = {OPEN_STATES: OPEN, REVIEWED_STATES: UNDER_REVIEW}
        if value in groups:
            return queryset.filter(state__in=groups[value])
        return queryset.filter(state=value)

    def by_review(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Overdue today, or due soon (the overdue ones are not among them)."""
        day = timezone.localdate()
        if value == "1":
            return queryset.filter(state__in=UNDER_REVIEW, next_review_on__lt=day)
        soon = day + datetime.timedelta(days=SOON_DAYS)
        return queryset.filter(state__in=UNDER_REVIEW, next_review_on__range=(day, soon))

    def by_official(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """On the official list in force today, not on it, or on it with one type."""
        day = timezone.localdate()
        if value == "none":
            return queryset.exclude(
                pk__in=on_official_list(Hotspot.objects.all(), day).values("pk")
            )
        return on_official_list(queryset, day, "" if value == "any" else value)

    def by_latest_visit(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Places that a visit found no longer complicated and that nobody has closed."""
        return ready_rows(queryset)
