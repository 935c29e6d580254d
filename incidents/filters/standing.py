"""What lists of rows that can be withdrawn have in common: the withdrawn ones are shown only when they are asked for."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lists.filters import ChoiceFilter, ListFilterSet

WITHDRAWN = "withdrawn"


class StandingFilter(ListFilterSet):
    """Leaves out what was withdrawn, as every figure does, unless it is asked for."""

    class Meta:
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Apply the filters; what was withdrawn is shown only when it is asked for."""
        found = super().filter_queryset(queryset)
        asked = not self.form.errors and self.form.cleaned_data["kept"] == WITHDRAWN
        return found.filter(withdrawn_on__isnull=not asked)

    def by_kept(self, queryset: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """All rows: ``filter_queryset`` decides."""
        return queryset


def kept_filter() -> ChoiceFilter:
    """Return the choice of rows that were withdrawn; ``StandingFilter`` applies it."""
    choices = [(WITHDRAWN, _("withdrawn only"))]
    return ChoiceFilter(label=_("Entered by mistake"), choices=choices, method="by_kept")
