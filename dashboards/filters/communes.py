"""Filters of the list of communes."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lists.filters import (
    CarriedFilter,
    ChoiceFilter,
    JurisdictionFilter,
    ListFilterSet,
    TextSearch,
)
from lists.filters.places import read_day
from units.models import Commune, CommuneKind, Station

PERIOD = (("current", _("existing today")), ("former", _("ended")))
CLASSES = (("1", "1"), ("2", "2"), ("3", "3"))
YES = (("1", _("yes")), ("0", _("no")))


class NoStationFilter(CarriedFilter):
    """Communes of a day of whose station nothing is recorded on it."""

    def in_words(self, value: str) -> str:
        """Say the day."""
        day = read_day(value)
        return gettext("none recorded on %(day)s") % {"day": date_format(day)} if day else value

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep these; what is no day finds nothing."""
        if not value:
            return qs
        day = read_day(value)
        if day is None:
            return qs.none()
        stations = Station.objects.filter(commune=OuterRef("pk"), validity__contains=day)
        return qs.filter(~Exists(stations), validity__contains=day)


class CommuneListFilter(ListFilterSet):
    """By jurisdiction, kind, class; existing today or ended."""

    q = TextSearch("search_text", label=pgettext_lazy("of a thing", "Name"))
    jurisdiction = JurisdictionFilter("pk")
    kind = ChoiceFilter(label=_("Kind"), choices=CommuneKind.choices)
    commune_class = ChoiceFilter(label=_("Class"), choices=CLASSES)
    key = ChoiceFilter(label=_("Key commune"), field_name="is_key", choices=YES)
    period = ChoiceFilter(label=_("Period"), choices=PERIOD, method="by_period")
    no_station_on = NoStationFilter(label=_("Station"))

    class Meta:
        model = Commune
        fields: tuple[str, ...] = ()

    def by_period(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Communes that exist today, or those that ended."""
        today = timezone.localdate()
        if value == "current":
            return queryset.filter(validity__contains=today)
        return queryset.exclude(validity__contains=today)
