"""Filters of the list of mediations."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.filters.incidents import KindsField
from incidents.filters.standing import StandingFilter, kept_filter
from incidents.models import MEDIATION_OUTCOMES, Mediation, MediationState
from incidents.queries.kinds import Kinds
from lists.filters import (
    ChoiceFilter,
    CommuneFilter,
    DayFilter,
    JurisdictionFilter,
    LineFilter,
    TextSearch,
)

SOON = datetime.timedelta(days=7)
ENDED = "ended"
STATES = ((ENDED, _("all with an outcome")), *MediationState.choices)
FOLLOW_UPS = (("1", _("overdue")), ("soon", _("due within 7 days")))


class SubjectFilter(django_filters.CharFilter):
    """A subject by its key, or by codes with commas between (``incidents.queries.kinds``)."""

    @property
    def field(self) -> Any:
        """A select of the subjects; one query."""
        if not hasattr(self, "_field"):
            subjects = Kinds.read_subjects()
            options = [
                (str(pk), subjects.names[code])
                for code, keys in subjects.by_code.items()
                for pk in keys
            ]
            self._field = KindsField(
                catalogue=lambda: subjects,
                choices=[("", _("All")), *options],
                required=False,
                label=self.label,
            )
        return self._field

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep mediations about the subject, or about any that the codes mean."""
        if not value:
            return qs
        if value.isascii() and value.isdigit():
            return qs.filter(subject=value)
        return qs.filter(subject__in=sorted(Kinds.read_subjects().of(value)))


class MediationFilter(StandingFilter):
    """``state`` takes a state or ``ended``; ``follow_up=1`` a follow-up not made in time."""

    q = TextSearch("search_text")
    jurisdiction = JurisdictionFilter()
    commune = CommuneFilter(with_origins=True)
    line = LineFilter()
    subject = SubjectFilter(label=_("What the quarrel is about"))
    state = ChoiceFilter(label=_("State"), choices=STATES, method="by_state")
    follow_up = ChoiceFilter(label=_("Follow-up"), choices=FOLLOW_UPS, method="by_follow_up")
    opened_after = DayFilter(label=_("Opened from"), field_name="opened_on", lookup_expr="gte")
    opened_before = DayFilter(label=_("Opened until"), field_name="opened_on", lookup_expr="lte")
    ended_after = DayFilter(label=_("Outcome from"), field_name="outcome_on", lookup_expr="gte")
    ended_before = DayFilter(label=_("Outcome until"), field_name="outcome_on", lookup_expr="lte")

    kept = kept_filter()

    class Meta:
        model = Mediation
        fields: tuple[str, ...] = ()

    def by_state(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """One state, or all that are outcomes."""
        if value == ENDED:
            return queryset.filter(state__in=MEDIATION_OUTCOMES)
        return queryset.filter(state=value)

    def by_follow_up(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Overdue today, or due soon (the overdue ones are not among them)."""
        day = timezone.localdate()
        settled = queryset.filter(state=MediationState.SETTLED)
        if value == "1":
            return settled.filter(follow_up_on__lt=day)
        return settled.filter(follow_up_on__range=(day, day + SOON))
