"""Training, rewards and discipline: the rows behind the figures of a period."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from dashboards.filters.careers import RecognitionFilter, TrainingFilter
from dashboards.tables.careers import RecognitionTable, TrainingTable
from lists.views import ListPage
from units.models import Recognition, Training

# What the cells show of an officer and of a commune; boundaries are large.
_HEAVY = ("officer__commune__boundary",)


class TrainingList(ListPage):
    """Courses and certificates, the latest first."""

    page_key = "trainings"
    title = gettext_lazy("Training and certificates")
    permission_required = "units.view_training"
    table_class = TrainingTable
    filterset_class = TrainingFilter
    default_order = "-completed"
    empty_title = gettext_lazy("No course recorded yet")
    empty_hint = gettext_lazy("Courses and certificates are recorded in an officer's file.")

    def get_queryset(self) -> QuerySet[Training]:
        return Training.objects.visible_to(self.request.scope)

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related("officer__commune").defer(*_HEAVY)


class RecognitionList(ListPage):
    """Rewards and disciplinary measures, the latest first."""

    page_key = "recognitions"
    title = gettext_lazy("Rewards and discipline")
    permission_required = "units.view_recognition"
    table_class = RecognitionTable
    filterset_class = RecognitionFilter
    default_order = "-on"
    empty_title = gettext_lazy("No reward or disciplinary measure recorded yet")
    empty_hint = gettext_lazy("Rewards and discipline are recorded in an officer's file.")

    def get_queryset(self) -> QuerySet[Recognition]:
        return Recognition.objects.visible_to(self.request.scope)

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related("officer__commune").defer(*_HEAVY)
