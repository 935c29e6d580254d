"""Filters of the list of incidents and of its map."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from incidents.filters.standing import StandingFilter, kept_filter
from incidents.filters.where_when import (
    DAYS_OF_WEEK,
    HOUR_KNOWN,
    HOURS_OF_DAY,
    POINT,
    AreaFilter,
    ChosenFilter,
    HotspotFilter,
    ZoneFilter,
)
from incidents.models import OUTCOMES, UNSETTLED, Incident, IncidentCategory, IncidentState
from incidents.queries.hours import falling_in, with_hour_known
from incidents.queries.incidents import beginning_of
from incidents.queries.kinds import Kinds
from lists.filters import (
    ChoiceFilter,
    CommuneFilter,
    DayFilter,
    JurisdictionFilter,
    LineFilter,
    TextSearch,
)
from lists.filters.base import LooseChoiceField

UNSETTLED_STATES, ENDED_STATES, RESTING_STATES = "unsettled", "ended", "pending"
STATES = (
    (UNSETTLED_STATES, _("all without an outcome")),
    (ENDED_STATES, _("all with an outcome")),
    (RESTING_STATES, _("not ended, the suspended too")),
    *IncidentState.choices,
)
HARM = (
    ("deaths", _("with deaths")),
    ("injured", _("with injured")),
    ("damage", _("with damage")),
    ("deaths_unknown", _("deaths not stated")),
    ("injured_unknown", _("injured not stated")),
    ("damage_unknown", _("damage not stated")),
)
WHOLE = (("no", _("waiting for the rest")), ("yes", _("complete")))


class KindsField(LooseChoiceField):
    """A select by key, which also takes the codes that links carry; ``catalogue`` reads what they mean."""

    def __init__(self, *, catalogue: Callable[[], Kinds], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.catalogue = catalogue

    def in_words(self, value: str) -> str:
        """Say the choice: its label for a key, the names for codes."""
        labels = {str(key): str(label).strip() for key, label in self.widget.choices}
        return labels.get(value) or self.catalogue().in_words(value)


class CategoryFilter(django_filters.CharFilter):
    """A category, a group with all its categories, or codes with commas between (``incidents.queries.kinds``);
    always a condition on category ids."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Kind"))
        super().__init__(**kwargs)

    @property
    def field(self) -> Any:
        """A select of groups and their categories; one query."""
        if not hasattr(self, "_field"):
            options = [("", _("All")), *category_options()]
            self._field = KindsField(
                catalogue=Kinds.read, choices=options, required=False, label=self.label
            )
        return self._field

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep incidents of the category, or of any in the group."""
        if not value:
            return qs
        if not (value.isascii() and value.isdigit()):
            return qs.filter(category__in=sorted(Kinds.read().of(value)))
        ids = IncidentCategory.objects.filter(Q(pk=value) | Q(parent=value)).values_list("pk")
        return qs.filter(category__in=[pk for (pk,) in ids])


def category_options() -> list[tuple[str, str]]:
    """Return groups, each followed by its categories indented below it, in the catalogue's order."""
    rows = list(IncidentCategory.objects.values_list("pk", "parent", "name", "order"))
    below: dict[int, list[tuple[str, str]]] = {}
    for pk, parent, name, _order in rows:
        if parent is not None:
            below.setdefault(parent, []).append((str(pk), f"\u2003{name}"))
    options: list[tuple[str, str]] = []
    for pk, parent, name, _order in rows:
        if parent is None:
            options += [(str(pk), name), *below.get(pk, [])]
    return options


class IncidentFilter(StandingFilter):
    """``state`` takes a state, ``unsettled`` or ``ended``; days are those on which it happened."""

    q = TextSearch("search_text")
    jurisdiction = JurisdictionFilter()
    commune = CommuneFilter(with_origins=True)
    line = LineFilter()
    category = CategoryFilter()
    state = ChoiceFilter(label=_("State"), choices=STATES, method="by_state")
    happened_after = DayFilter(label=_("Happened from"), method="from_day")
    happened_before = DayFilter(label=_("Happened until"), method="until_day")
    ended_after = DayFilter(label=_("Outcome from"), field_name="outcome_on", lookup_expr="gte")
    ended_before = DayFilter(label=_("Outcome until"), field_name="outcome_on", lookup_expr="lte")
    harm = ChoiceFilter(label=_("Harm"), choices=HARM, method="by_harm")
    whole = ChoiceFilter(label=_("Record"), choices=WHOLE, method="by_whole")
    weekday = ChoiceFilter(label=_("Weekday"), choices=DAYS_OF_WEEK, method="by_weekday")
    hour = ChoiceFilter(label=_("Hour"), choices=HOURS_OF_DAY, method="by_hour")
    hour_known = ChoiceFilter(
        label=_("Is the hour known?"), choices=HOUR_KNOWN, method="by_hour_known"
    )
    point = ChoiceFilter(label=_("Place on the map"), choices=POINT, method="by_point")
    hotspot = HotspotFilter(label=_("Complicated place"))
    zone = ZoneFilter(label=_("Around the place"))
    chosen = ChosenFilter(label=_("Incidents"))
    kept = kept_filter()
    area = AreaFilter(label=_("Area"))  # the last: it reads the points that the others leave

    class Meta:
        model = Incident
        fields: tuple[str, ...] = ()

    def by_state(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """One state, or a group of them."""
        groups = {
            UNSETTLED_STATES: UNSETTLED,
            ENDED_STATES: OUTCOMES,
            RESTING_STATES: (*UNSETTLED, IncidentState.SUSPENDED),
        }
        if value in groups:
            return queryset.filter(state__in=groups[value])
        return queryset.filter(state=value)

    def from_day(self, queryset: QuerySet[Any], _name: str, value: datetime.date) -> QuerySet[Any]:
        """From the local beginning of a day on: the instant, which the indexes are ordered by."""
        return queryset.filter(occurred_from__gte=beginning_of(value))

    def until_day(self, queryset: QuerySet[Any], _name: str, value: datetime.date) -> QuerySet[Any]:
        """Until the local end of a day."""
        return queryset.filter(occurred_from__lt=beginning_of(value + datetime.timedelta(days=1)))

    def by_harm(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Incidents whose record states harm of one kind, or does not say whether there was any."""
        fields = {"deaths": "deaths", "injured": "injured", "damage": "damage_vnd"}
        kind, _underscore, unknown = value.partition("_")
        if value not in dict(HARM):
            return queryset.none()
        asked = {f"{fields[kind]}__isnull": True} if unknown else {f"{fields[kind]}__gt": 0}
        return queryset.filter(**asked)

    def by_weekday(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Those that happened, or may have, on a weekday (1 is Monday)."""
        days = dict(DAYS_OF_WEEK)
        return falling_in(queryset, weekday=int(value) - 1) if value in days else queryset.none()

    def by_hour(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Those that happened, or may have, in an hour of the day: of the weekday asked for, where there is one."""
        weekday = self.form.cleaned_data.get("weekday")
        if value not in dict(HOURS_OF_DAY) or weekday not in ("", *dict(DAYS_OF_WEEK)):
            return queryset.none()
        return falling_in(queryset, weekday=int(weekday) - 1 if weekday else None, hour=int(value))

    def by_hour_known(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Those that the table of hours counts, or those that it leaves out."""
        return with_hour_known(queryset, is_known=value != "no")

    def by_point(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Those with a point on the map, or those without."""
        return queryset.filter(latitude__isnull=value == "no")

    def by_whole(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Those of the quick entry that wait for the rest, or the others."""
        return queryset.filter(is_complete=value != "no")
