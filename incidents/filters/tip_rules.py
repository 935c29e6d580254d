"""Filters of the list of deadline rules."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incidents.models import DeadlineRule, Step
from incidents.queries.tip_rules import RuleStage
from lists.filters import ChoiceFilter, ListFilterSet

CURRENT = "current"


class RuleFilter(ListFilterSet):
    """``stage`` takes a stage, or ``current``: what holds, will hold, or waits to be decided."""

    stage = ChoiceFilter(
        label=_("State"),
        choices=((CURRENT, _("in force, coming or proposed")), *RuleStage.choices),
        method="by_stage",
    )
    step = ChoiceFilter(label=_("What has to be done"), choices=Step.choices)

    class Meta:
        model = DeadlineRule
        fields: tuple[str, ...] = ()

    def by_stage(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """One stage, or those that matter now."""
        stages = (
            [RuleStage.IN_FORCE, RuleStage.COMING, RuleStage.PROPOSED]
            if value == CURRENT
            else [value]
        )
        return queryset.filter(stage__in=stages)
