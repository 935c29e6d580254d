"""Filters of the list of difficulties."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lists.filters import (
    CatalogueFilter,
    ChoiceFilter,
    CommuneFilter,
    DayFilter,
    JurisdictionFilter,
    ListFilterSet,
    TextSearch,
)
from reports.domain.difficulties import JOIN
from reports.models import (
    OPEN_DIFFICULTIES,
    Difficulty,
    DifficultyKind,
    DifficultySeverity,
    DifficultyState,
    DifficultyTheme,
)
from reports.queries.matters import AGES

OPEN_STATES = "open"
STATES = ((OPEN_STATES, _("all difficulties not closed")), *DifficultyState.choices)
JOINED = (("1", _("joined")), ("0", _("not joined")))


class DifficultyFilter(ListFilterSet):
    """``state`` takes a state or ``open``; ``waiting`` a stretch of days without an answer."""

    q = TextSearch("search_text")
    jurisdiction = JurisdictionFilter()
    commune = CommuneFilter()
    kind = ChoiceFilter(label=_("Kind"), choices=DifficultyKind.choices, field_name="kind")
    severity = ChoiceFilter(
        label=_("Severity"), choices=DifficultySeverity.choices, method="by_severity"
    )
    state = ChoiceFilter(label=_("State"), choices=STATES, method="by_state")
    waiting = ChoiceFilter(
        label=_("Without an answer"),
        choices=[(one.code, one.label) for one in AGES],
        method="by_waiting",
    )
    theme = CatalogueFilter(
        DifficultyTheme, field_name="theme", shown="title", label=_("Joined under")
    )
    joined = ChoiceFilter(label=_("Joined with others"), choices=JOINED, method="by_joined")
    raised_after = DayFilter(label=_("Raised from"), field_name="raised_on", lookup_expr="gte")
    raised_before = DayFilter(label=_("Raised until"), field_name="raised_on", lookup_expr="lte")

    class Meta:
        model = Difficulty
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request.user.has_perm(JOIN):
            # How difficulties are joined is the upper tier's own working.
            for name in ("theme", "joined"):
                self.filters.pop(name, None)

    def by_severity(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """One degree; a word that is none finds nothing."""
        return queryset.filter(severity=int(value)) if value.isdigit() else queryset.none()

    def by_state(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """One state, or all open ones."""
        if value == OPEN_STATES:
            return queryset.filter(state__in=OPEN_DIFFICULTIES)
        return queryset.filter(state=value)

    def by_waiting(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Those without an answer for so many days."""
        span = next((one for one in AGES if one.code == value), None)
        if span is None:
            return queryset.none()
        raised = queryset.filter(state=DifficultyState.RAISED)
        return raised.filter(span.condition(timezone.localdate()))

    def by_joined(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Joined under a theme, or standing alone."""
        return queryset.filter(theme__isnull=value != "1")
