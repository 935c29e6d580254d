"""Filters of the list of communes."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lists.filters import ChoiceFilter, JurisdictionFilter, ListFilterSet, TextSearch
from units.models import Commune, CommuneKind

PERIOD = (("current", _("existing today")), ("former", _("ended")))
CLASSES = (("1", "1"), ("2", "2"), ("3", "3"))
YES = (("1", _("yes")), ("0", _("no")))


class CommuneListFilter(ListFilterSet):
    """By jurisdiction, kind, class; existing today or ended."""

    q = TextSearch("search_text", label=pgettext_lazy("of a thing", "Name"))
    jurisdiction = JurisdictionFilter("pk")
    kind = ChoiceFilter(label=_("Kind"), choices=CommuneKind.choices)
    commune_class = ChoiceFilter(label=_("Class"), choices=CLASSES)
    key = ChoiceFilter(label=_("Key commune"), field_name="is_key", choices=YES)
    period = ChoiceFilter(label=_("Period"), choices=PERIOD, method="by_period")

    class Meta:
        model = Commune
        fields: tuple[str, ...] = ()

    def by_period(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Communes that exist today, or those that ended."""
        today = timezone.localdate()
        if value == "current":
            return queryset.filter(validity__contains=today)
        return queryset.exclude(validity__contains=today)
