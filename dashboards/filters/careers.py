"""Filters of the lists of training, and of rewards and discipline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lists.filters import (
    ChoiceFilter,
    CommuneFilter,
    DayFilter,
    JurisdictionFilter,
    ListFilterSet,
    TextSearch,
)
from units.models import Recognition, RecognitionKind, Training


class TrainingFilter(ListFilterSet):
    """By officer, commune and the days of completion."""

    q = TextSearch("officer__search_text", label=_("Officer"))
    jurisdiction = JurisdictionFilter("officer__commune")
    commune = CommuneFilter("officer__commune")
    after = DayFilter(label=_("Completed from"), field_name="completed_on", lookup_expr="gte")
    before = DayFilter(label=_("Completed until"), field_name="completed_on", lookup_expr="lte")

    class Meta:
        model = Training
        fields: tuple[str, ...] = ()


class RecognitionFilter(ListFilterSet):
    """By officer, commune, kind and day."""

    q = TextSearch("officer__search_text", label=_("Officer"))
    jurisdiction = JurisdictionFilter("officer__commune")
    commune = CommuneFilter("officer__commune")
    kind = ChoiceFilter(label=_("Kind"), choices=RecognitionKind.choices)
    after = DayFilter(label=_("From"), field_name="on", lookup_expr="gte")
    before = DayFilter(label=_("Until"), field_name="on", lookup_expr="lte")

    class Meta:
        model = Recognition
        fields: tuple[str, ...] = ()
