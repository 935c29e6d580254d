"""Columns of the list of directives."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext

from lists.tables import (
    DateColumn,
    LinkColumn,
    ListTable,
    NumberColumn,
    TextColumn,
    short_date,
    status_badge,
)
from reports.models import Directive, DirectiveState
from reports.tables.difficulties import shortened

STATE_TONES = {
    DirectiveState.ISSUED: ("info", "signpost-fill"),
    DirectiveState.UNDER_WAY: ("info", "arrow-repeat"),
    DirectiveState.DONE: ("warn", "clipboard-check"),
    DirectiveState.CHECKED: ("ok", "check-circle-fill"),
    DirectiveState.CANCELLED: ("quiet", "dash-circle"),
}


class DirectiveTable(ListTable):
    """A directive: what, who answers for it, by when, how far. ``answering`` and ``percent`` are set on
    the rows by the list's page."""

    title = LinkColumn(gettext_lazy("Directive"), view="directive_detail", orderable=False)
    document = TextColumn(
        gettext_lazy("Document"), accessor="document_number", order_by=("document_number",)
    )
    answering = TextColumn(gettext_lazy("Who answers"), orderable=False)
    due_on = DateColumn(gettext_lazy("Due on"))
    state = TextColumn(gettext_lazy("State"), order_by=("state", "due_on"))
    percent = NumberColumn(gettext_lazy("Done (%)"), orderable=False)
    issued_on = DateColumn(gettext_lazy("Issued on"), initial_sort_descending=True)
    jurisdiction = TextColumn(
        gettext_lazy("Issued by"), accessor="jurisdiction__name", orderable=False
    )
    what = TextColumn(gettext_lazy("What is to be done"), orderable=False)
    outcome = TextColumn(gettext_lazy("What was done"), orderable=False)
    done_on = DateColumn(gettext_lazy("Done on"))
    checked_on = DateColumn(gettext_lazy("Checked on"))

    class Meta:
        default_columns = ("title", "document", "answering", "due_on", "state", "percent")

    def render_state(self, record: Directive) -> SafeString:
        tone, icon = STATE_TONES[DirectiveState(record.state)]
        return status_badge(tone, record.get_state_display(), icon)

    def value_state(self, record: Directive) -> str:
        return str(record.get_state_display())

    def render_due_on(self, value: datetime.date, record: Directive) -> SafeString | str:
        today = timezone.localdate()
        if not record.overdue_on(today):
            return short_date(value)
        days = (today - value).days
        late = ngettext("overdue by %d day", "overdue by %d days", days) % days
        return format_html("{} {}", short_date(value), status_badge("bad", late, "alarm"))

    def render_what(self, value: str) -> str:
        return shortened(value)

    def render_outcome(self, value: str) -> str:
        return shortened(value)
