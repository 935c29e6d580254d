"""Filters of the list of reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lists.domain.folding import fold, searched_words
from lists.filters import (
    ChoiceFilter,
    CommuneFilter,
    JurisdictionFilter,
    ListFilterSet,
    TextSearch,
)
from lists.filters.base import LooseChoiceField
from reports.domain.calendar import said
from reports.models import (
    ACCEPTED,
    WITH_READER,
    WRITABLE,
    Report,
    ReportForm,
    ReportingPeriod,
    ReportState,
)
from reports.queries.filing import FilingStatus

TO_FILE, TO_READ, ACCEPTED_ONES = "to_file", "to_read", "accepted"
STATES = (
    (TO_FILE, _("all that are still to be filed")),
    (TO_READ, _("all that wait for the reader")),
    (ACCEPTED_ONES, _("all that were approved")),
    *ReportState.choices,
)
GROUPS = {TO_FILE: WRITABLE, TO_READ: WITH_READER, ACCEPTED_ONES: ACCEPTED}
STANDINGS = tuple(
    (status.value, status.label)
    for status in (FilingStatus.MISSING, FilingStatus.LATE, FilingStatus.ON_TIME)
)
OLDEST_YEAR = 2019
MOST_PERIODS = 60


def years() -> list[tuple[str, str]]:
    """Return the years that somebody may ask for, the latest first."""
    return [(str(year), str(year)) for year in range(timezone.localdate().year, OLDEST_YEAR, -1)]


class FormFilter(ChoiceFilter):
    """A form, among those of the person's jurisdiction and everybody's."""

    @property
    def field(self) -> forms.Field:
        """The select; one query."""
        if not hasattr(self, "_field"):
            seen = ReportForm.objects.visible_to(self.parent.request.scope)
            options = [(str(pk), name) for pk, name in seen.values_list("pk", "name")]
            self._field = LooseChoiceField(
                choices=[("", _("All")), *options], required=False, label=self.label
            )
        return self._field

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep reports of this form; a key that cannot be one finds nothing."""
        is_key = value.isascii() and value.isdigit() and len(value) < 19
        return super().filter(qs, value) if is_key else qs.none()


class PeriodFilter(ChoiceFilter):
    """A period by its code: the latest ones to choose from, any other by the address."""

    @property
    def field(self) -> forms.Field:
        """The select; one query."""
        if not hasattr(self, "_field"):
            rows = ReportingPeriod.objects.visible_to(self.parent.request.scope)
            codes = (
                rows.filter(is_special=False).order_by("-last_day").values_list("code", flat=True)
            )
            options = [(code, said(code)) for code in dict.fromkeys(codes[: 2 * MOST_PERIODS])]
            self._field = LooseChoiceField(
                choices=[("", _("All")), *options[:MOST_PERIODS]], required=False, label=self.label
            )
        return self._field


class ReportSearch(TextSearch):
    """Words of the commune's name or of the form's; forms are few, so their names are folded here."""

    def __init__(self) -> None:
        super().__init__("commune__search_text")

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep rows in which every word occurs."""
        words = searched_words(value or "")
        seen = ReportForm.objects.visible_to(self.parent.request.scope)
        names = dict(seen.values_list("pk", "name")) if words else {}
        folded = {key: fold(name) for key, name in names.items()}
        for word in words:
            forms_named = [key for key, name in folded.items() if word in name]
            qs = qs.filter(Q(commune__search_text__contains=word) | Q(period__form__in=forms_named))
        return qs


class ReportFilter(ListFilterSet):
    """``period`` takes a code such as 2026-11; ``state`` a state or a group of them."""

    q = ReportSearch()
    jurisdiction = JurisdictionFilter()
    commune = CommuneFilter()
    form = FormFilter(label=_("Form"), field_name="period__form")
    state = ChoiceFilter(label=_("State"), choices=STATES, method="by_state")
    standing = ChoiceFilter(label=_("On time"), choices=STANDINGS, method="by_standing")
    year = ChoiceFilter(label=_("Year"), choices=(), method="by_year")
    period = PeriodFilter(label=pgettext_lazy("report", "Period"), field_name="period__code")

    class Meta:
        model = Report
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.filters["year"]
        year.extra = {**year.extra, "choices": [("", _("All")), *years()]}

    def by_state(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """One state, or a group of them."""
        return queryset.filter(state__in=GROUPS.get(value, (value,)))

    def by_standing(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Missing now, filed late, or filed on time; excused ones are neither missing nor late."""
        if value == FilingStatus.MISSING:
            return queryset.filter(
                first_submitted_at__isnull=True, due_at__lt=timezone.now(), excused_at__isnull=True
            )
        late = Q(first_submitted_at__gt=F("due_at"))
        if value == FilingStatus.LATE:
            return queryset.filter(late, excused_at__isnull=True)
        return queryset.filter(first_submitted_at__lte=F("due_at"))

    def by_year(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Periods that end in the year."""
        if not (value.isascii() and value.isdigit()):
            return queryset.none()
        return queryset.filter(period__last_day__year=int(value))
