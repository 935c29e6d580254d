"""Columns of the list of crime tips, and how a clock is said."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.domain.tips.clock import tone, whole_parts
from incidents.domain.tips.clock_told import until_words
from incidents.models import CrimeTip, TipState, VerificationState
from lists.tables import DateTimeColumn, LinkColumn, ListTable, TextColumn, status_badge

TIP_TONES = {
    TipState.RECEIVED: "warn",
    TipState.CLASSIFIED: "info",
    TipState.CHECKING: "info",
    TipState.HANDED_OVER: "info",
    TipState.ACCEPTED: "info",
    TipState.SUSPENDED: "quiet",
    TipState.RETURNED: "warn",
    TipState.RESOLVED: "ok",
    TipState.CLOSED: "quiet",
}
REPORT_TONES = {
    VerificationState.DRAFT: "warn",
    VerificationState.READ: "info",
    VerificationState.SIGNED: "ok",
}


def clock_words(due: datetime.datetime | None, now: datetime.datetime) -> str:
    """Say how much time is left, in the two largest units: 3 days 4 hours left; overdue by 2 hours."""
    if due is None:
        return ""
    left = due - now
    days, hours, minutes = whole_parts(left)
    parts = []
    if days:
        parts.append(ngettext("%d day", "%d days", days) % days)
    if hours:
        parts.append(ngettext("%d hour", "%d hours", hours) % hours)
    if not days and (minutes or not hours):
        parts.append(ngettext("%d minute", "%d minutes", minutes) % minutes)
    span = " ".join(parts)
    return (_("%s left") if left > datetime.timedelta() else _("overdue by %s")) % span


class TipTable(ListTable):
    """A tip in a line; its informant is never in a list or a file of one."""

    number = LinkColumn(
        gettext_lazy("Number"),
        view="tip_detail",
        order_by=("number", "pk"),
        attrs={"td": {"class": "text-nowrap"}},
    )
    due = TextColumn(
        gettext_lazy("Next deadline"),
        accessor="next_due_at",
        # Where no clock runs, the latest first.
        order_by=("due_rank", "due_order", "-received_at"),
    )
    received = DateTimeColumn(
        gettext_lazy("Received at"), accessor="received_at", order_by=("received_at", "pk")
    )
    kind = TextColumn(gettext_lazy("Kind of tip"), orderable=False)
    channel = TextColumn(gettext_lazy("Channel"), orderable=False)
    category = TextColumn(gettext_lazy("Kind of crime"), accessor="category__name", orderable=False)
    urgency = TextColumn(gettext_lazy("Urgency"), orderable=False)
    commune = LinkColumn(
        gettext_lazy("Commune"),
        view="commune_detail",
        pk_of="commune_id",
        accessor="commune__full_name",
        orderable=False,
    )
    content = TextColumn(gettext_lazy("What happened"), orderable=False)
    state = TextColumn(gettext_lazy("State"), orderable=False)
    received_by = TextColumn(
        gettext_lazy("Received by"), accessor="received_by_name", orderable=False
    )

    class Meta:
        default_columns = ("number", "due", "kind", "urgency", "commune", "content", "state")

    def render_due(self, record: CrimeTip) -> str:
        now = timezone.now()
        due = record.next_due_at
        waits = capfirst(_("waits to be classified")) if record.state == TipState.RECEIVED else ""
        if due is None:
            return status_badge("warn", waits, "tags") if waits else ""
        colour = tone(record.clock_began, due, now) if record.clock_began else "quiet"  # type: ignore[attr-defined]
        if waits:
            # It may turn out to be urgent, so that no time is plenty yet.
            colour = "warn" if colour == "ok" else colour
            return status_badge(colour, f"{waits}, {clock_words(due, now)}", "tags")
        return status_badge(colour, clock_words(due, now), "hourglass-split")

    def value_due(self, value: datetime.datetime) -> str:
        return until_words(value)

    def render_kind(self, record: CrimeTip) -> str:
        return capfirst(record.get_kind_display())

    def value_kind(self, record: CrimeTip) -> str:
        return capfirst(record.get_kind_display())

    def render_channel(self, record: CrimeTip) -> str:
        return capfirst(record.get_channel_display())

    def value_channel(self, record: CrimeTip) -> str:
        return capfirst(record.get_channel_display())

    def render_urgency(self, record: CrimeTip) -> str:
        return capfirst(record.get_urgency_display())

    def value_urgency(self, record: CrimeTip) -> str:
        return capfirst(record.get_urgency_display())

    def render_state(self, record: CrimeTip) -> SafeString:
        return status_badge(TIP_TONES[record.state], capfirst(record.get_state_display()))

    def value_state(self, record: CrimeTip) -> str:
        return capfirst(record.get_state_display())

    def render_content(self, value: str) -> str:
        return value if len(value) <= 120 else f"{value[:119]}…"

    def value_content(self, value: str) -> str:
        return value
