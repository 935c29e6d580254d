"""The list of reports, with what is to be filed or read now above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lists.queries import Window
from lists.views import ListPage, parts
from reports.domain.opening import ensure_opened
from reports.domain.rights import EXPORT, FILE, REVIEW, VIEW, readable_offices
from reports.domain.wording import deadline_in_words, deadline_tone, period_in_words
from reports.filters.reports import ReportFilter
from reports.models import Report, ReportState
from reports.queries.filing import to_file, to_read
from reports.queries.progress import Progress, progress_of
from reports.tables.reports import ReportTable

MOST_WAITING = 6


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report that waits for this person: what it is, by when, how far it is."""

    report: Report
    period: str
    when: str
    tone: str
    progress: Progress | None = None

    @property
    def is_returned(self) -> bool:
        """True where it came back with a message."""
        return self.report.state == ReportState.RETURNED


class ReportList(ListPage):
    """Reports of one's own commune, or of all in sight."""

    page_key = "reports"
    title = _("Reports")
    permission_required = VIEW
    export_permission = EXPORT
    table_class = ReportTable
    filterset_class = ReportFilter
    default_order = "-period"
    template_name = "reports/report_list.html"
    empty_title = _("No report has been opened yet")
    empty_hint = _("A report appears here by itself when its period begins.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open the periods that have begun, then show the list."""
        ensure_opened(timezone.now())
        return super().get(request, *args, **kwargs)

    @cached_property
    def allowed_columns(self) -> list[str]:
        """A chief's own commune is not named in every row."""
        names: list[str] = super().allowed_columns
        is_one = self.request.scope.only_commune is not None
        return [name for name in names if not (is_one and name == "commune")]

    def get_queryset(self) -> QuerySet[Report]:
        offices = readable_offices(self.request.user)
        return Report.objects.visible_to(self.request.scope).filter(
            period__form__office__in=offices
        )

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related(
            "period__form__calendar", "period__form_version", "commune", "jurisdiction"
        ).defer("commune__boundary")

    def buttons(self) -> list[parts.Button]:
        """The way to who has filed, for those who read reports."""
        if not self.request.user.has_perm(REVIEW):
            return []
        return [parts.Button(gettext("Who has filed"), reverse("filing_matrix"), "grid-3x3")]

    def context(self, found: Window, rows: Sequence[Any]) -> dict[str, Any]:
        whole_page = not self.request.htmx
        waiting = self.waiting() if whole_page else {}
        return {**super().context(found, rows), **waiting}

    def waiting(self) -> dict[str, Any]:
        """What is to be filed by this person's commune, or to be read by this person."""
        user, scope = self.request.user, self.request.scope
        offices = readable_offices(user)
        if scope.only_commune is not None and user.has_perm(FILE):
            rows = list(to_file(scope, offices)[: MOST_WAITING + 1])
            return {
                "to_file": self.to_file(rows[:MOST_WAITING]),
                "has_more": len(rows) > MOST_WAITING,
            }
        if user.has_perm(REVIEW):
            rows = list(to_read(scope, offices)[: MOST_WAITING + 1])
            return {
                "to_read": self.to_read(rows[:MOST_WAITING]),
                "has_more": len(rows) > MOST_WAITING,
            }
        return {}

    def to_file(self, rows: list[Report]) -> list[Waiting]:
        """Returned ones first, then by deadline."""
        now, progress = timezone.now(), progress_of(rows, self.request.scope)
        return [
            Waiting(
                row,
                period_in_words(row.period),
                deadline_in_words(row.due_at, now),
                deadline_tone(row, now),
                progress[row.pk],
            )
            for row in rows
        ]

    def to_read(self, rows: list[Report]) -> list[Waiting]:
        """The longest waiting first."""
        return [
            Waiting(row, period_in_words(row.period), row.get_state_display(), "info")
            for row in rows
        ]
