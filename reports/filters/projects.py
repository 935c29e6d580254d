"""Filters of the list of support projects, and of the ranking."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lists.filters import (
    ChoiceFilter,
    CommuneFilter,
    DayFilter,
    JurisdictionFilter,
    ListFilterSet,
    TextSearch,
)
from reports.models import (
    RUNNING,
    WANTED,
    BudgetSource,
    ProjectKind,
    ProjectStage,
    SupportProject,
)

WANTED_STAGES, RUNNING_STAGES = "wanted", "running"
STAGES = (
    (WANTED_STAGES, _("all waiting for money")),
    (RUNNING_STAGES, _("all approved and not handed over")),
    *ProjectStage.choices,
)


class ProjectFilter(ListFilterSet):
    """``stage`` takes a stage, ``wanted`` or ``running``."""

    q = TextSearch("search_text")
    jurisdiction = JurisdictionFilter()
    commune = CommuneFilter()
    kind = ChoiceFilter(label=_("Kind"), choices=ProjectKind.choices, field_name="kind")
    stage = ChoiceFilter(label=_("Stage"), choices=STAGES, method="by_stage")
    source = ChoiceFilter(label=_("Who pays"), choices=BudgetSource.choices, field_name="source")
    proposed_after = DayFilter(
        label=_("Proposed from"), field_name="proposed_on", lookup_expr="gte"
    )
    proposed_before = DayFilter(
        label=_("Proposed until"), field_name="proposed_on", lookup_expr="lte"
    )

    class Meta:
        model = SupportProject
        fields: tuple[str, ...] = ()

    def by_stage(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """One stage, or a group of them."""
        groups = {WANTED_STAGES: WANTED, RUNNING_STAGES: RUNNING}
        if value in groups:
            return queryset.filter(stage__in=groups[value])
        return queryset.filter(stage=value)
