"""Filters of the list of directives."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lists.filters import ChoiceFilter, CommuneFilter, DayFilter, ListFilterSet, TextSearch
from lists.filters.places import commune_ids
from reports.models import (
    OPEN_DIRECTIVES,
    UNFINISHED,
    Directive,
    DirectiveParty,
    DirectiveState,
)
from reports.queries.matters import SOON, answered_here, left_to_issuer, still_to_check

OPEN_STATES = "open"
STATES = ((OPEN_STATES, _("all not finished")), *DirectiveState.choices)
DUE = (("1", _("overdue")), ("soon", _("due within 7 days")))
WAITING = (
    ("carry_out", _("for the commune to carry out")),
    ("check", _("for the commune to check")),
    ("check_here", _("for the issuer to check")),
)


class PartyCommuneFilter(CommuneFilter):
    """Directives that a commune answers for, or whose matter it raised."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep directives with a party of this commune."""
        if not value:
            return qs
        communes = commune_ids(value, self.parent.request.scope)
        parties = DirectiveParty.objects.filter(directive=OuterRef("pk"), commune__in=communes)
        return qs.filter(Exists(parties))


class DirectiveFilter(ListFilterSet):
    """``state`` takes a state or ``open``; ``due=1`` the overdue; ``waiting`` what somebody must do."""

    q = TextSearch("search_text")
    commune = PartyCommuneFilter()
    state = ChoiceFilter(label=_("State"), choices=STATES, method="by_state")
    due = ChoiceFilter(label=_("Due"), choices=DUE, method="by_due")
    waiting = ChoiceFilter(label=_("Waits"), choices=WAITING, method="by_waiting")
    due_after = DayFilter(label=_("Due from"), field_name="due_on", lookup_expr="gte")
    due_before = DayFilter(label=_("Due until"), field_name="due_on", lookup_expr="lte")
    issued_after = DayFilter(label=_("Issued from"), field_name="issued_on", lookup_expr="gte")
    issued_before = DayFilter(label=_("Issued until"), field_name="issued_on", lookup_expr="lte")

    class Meta:
        model = Directive
        fields: tuple[str, ...] = ()

    def by_state(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """One state, or all not finished."""
        if value == OPEN_STATES:
            return queryset.filter(state__in=UNFINISHED)
        return queryset.filter(state=value)

    def by_due(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Overdue today, or due soon (the overdue ones are not among them)."""
        today = timezone.localdate()
        still_open = queryset.filter(state__in=OPEN_DIRECTIVES)
        if value == "1":
            return still_open.filter(due_on__lt=today)
        return still_open.filter(due_on__range=(today, today + SOON))

    def by_waiting(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """What a commune in sight must carry out or check, or the issuer must check."""
        readers = {
            "carry_out": answered_here,
            "check": still_to_check,
            "check_here": left_to_issuer,
        }
        if value not in readers:
            return queryset.none()
        return queryset.filter(pk__in=readers[value](self.request.scope).values("pk"))
