"""Columns of the list of reports, and the badges that say where a report stands."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lists.tables import DateTimeColumn, LinkColumn, ListTable, TextColumn, status_badge
from reports.domain.calendar import said
from reports.domain.wording import deadline_in_words
from reports.models import Report, ReportState
from reports.queries.filing import FilingStatus, filing_status

STATE_TONES = {
    ReportState.DRAFT: "quiet",
    ReportState.SUBMITTED: "info",
    ReportState.UNDER_REVIEW: "info",
    ReportState.RETURNED: "bad",
    ReportState.APPROVED: "ok",
    ReportState.LOCKED: "ok",
}
STATE_ICONS = {
    ReportState.DRAFT: "pencil",
    ReportState.SUBMITTED: "send-fill",
    ReportState.UNDER_REVIEW: "eye-fill",
    ReportState.RETURNED: "arrow-return-left",
    ReportState.APPROVED: "check-circle-fill",
    ReportState.LOCKED: "lock-fill",
}
STANDING_TONES = {
    FilingStatus.NOT_DUE: "quiet",
    FilingStatus.MISSING: "bad",
    FilingStatus.RETURNED: "bad",
    FilingStatus.ON_TIME: "ok",
    FilingStatus.LATE: "warn",
    FilingStatus.EXCUSED: "info",
}


class ReportTable(ListTable):
    """A report of one unit and period."""

    form = LinkColumn(
        gettext_lazy("Report"),
        view="report_detail",
        accessor="period__form__name",
        order_by=("period__form__order", "period__form__name"),
    )
    period = TextColumn(
        pgettext_lazy("report", "Period"), accessor="period__code", order_by=("period__last_day",)
    )
    commune = TextColumn(
        pgettext_lazy("report", "Unit"),
        accessor="unit",
        order_by=("commune__sort_key", "commune_id"),
    )
    state = TextColumn(gettext_lazy("State"), order_by=("state",))
    due = DateTimeColumn(pgettext_lazy("report", "Due"), accessor="due_at", order_by=("due_at",))
    standing = TextColumn(gettext_lazy("On time"), accessor="pk", orderable=False)
    submitted = DateTimeColumn(
        gettext_lazy("Submitted"), accessor="submitted_at", order_by=("submitted_at",)
    )
    submitted_by = TextColumn(
        gettext_lazy("Submitted by"), accessor="submitted_by_name", orderable=False
    )
    replacement = TextColumn(gettext_lazy("Replacement"), accessor="number", orderable=False)

    class Meta:
        default_columns = ("form", "period", "commune", "state", "due", "standing", "submitted")

    def value_form(self, record: Report) -> str:
        return str(record.period.title or record.period.form.name)

    def render_period(self, record: Report) -> str:
        return said(record.period.code)

    def value_period(self, record: Report) -> str:
        return said(record.period.code)

    def render_commune(self, record: Report) -> str:
        return str(record.unit)

    def value_commune(self, record: Report) -> str:
        return str(record.unit)

    def render_state(self, record: Report) -> SafeString:
        return state_badge(record)

    def value_state(self, record: Report) -> str:
        return str(record.get_state_display())

    def render_due(self, value: datetime.datetime, record: Report) -> SafeString | str:
        shown = f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
        if record.first_submitted_at is not None:
            return shown
        return format_html(
            '{} <small class="muted">{}</small>', shown, deadline_in_words(value, timezone.now())
        )

    def value_due(self, value: datetime.datetime) -> datetime.datetime:
        return value

    def render_standing(self, record: Report) -> SafeString:
        status = filing_status(record, timezone.now())
        return status_badge(STANDING_TONES[status], str(status.label))

    def value_standing(self, record: Report) -> str:
        return str(filing_status(record, timezone.now()).label)

    def render_replacement(self, value: int) -> str:
        return _("No. %(number)s") % {"number": value} if value else ""

    def value_replacement(self, value: int) -> int | None:
        return value or None


def state_badge(report: Report) -> SafeString:
    """Return the badge of a report's state: icon, word and colour."""
    state = ReportState(report.state)
    return status_badge(STATE_TONES[state], str(report.get_state_display()), STATE_ICONS[state])
