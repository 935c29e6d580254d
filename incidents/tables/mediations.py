"""Columns of the list of mediations, and how a mediation's state is written."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from incidents.models import Mediation, MediationState
from lists.tables import DateColumn, LinkColumn, ListTable, TextColumn, status_badge

STATE_TONES = {
    MediationState.OPEN: "warn",
    MediationState.SETTLED: "ok",
    MediationState.NOT_SETTLED: "bad",
    MediationState.REFERRED: "quiet",
}
STATE_ICONS = {
    MediationState.OPEN: "hourglass-split",
    MediationState.SETTLED: "check-circle-fill",
    MediationState.NOT_SETTLED: "x-circle",
    MediationState.REFERRED: "bank",
}


class MediationTable(ListTable):
    """A mediation in a line; the parties are never in a list or a file of one."""

    number = LinkColumn(
        gettext_lazy("Number"),
        view="mediation_detail",
        order_by=("number", "pk"),
        attrs={"td": {"class": "text-nowrap"}},
    )
    opened = DateColumn(
        gettext_lazy("Opened on"), accessor="opened_on", order_by=("opened_on", "pk")
    )
    subject = TextColumn(
        gettext_lazy("What the quarrel is about"), accessor="subject__name", orderable=False
    )
    commune = LinkColumn(
        gettext_lazy("Commune"),
        view="commune_detail",
        pk_of="commune_id",
        accessor="commune__full_name",
        orderable=False,
    )
    hamlet = TextColumn(gettext_lazy("Hamlet"), accessor="hamlet__name", orderable=False)
    summary = TextColumn(gettext_lazy("Summary"), orderable=False)
    state = TextColumn(gettext_lazy("State"), orderable=False)
    outcome_on = DateColumn(gettext_lazy("Outcome on"), orderable=False)
    follow_up = DateColumn(
        gettext_lazy("Next follow-up"), accessor="follow_up_on", order_by=("follow_up_on", "pk")
    )
    handler = TextColumn(
        gettext_lazy("Who deals with it"), accessor="handler__full_name", orderable=False
    )
    withdrawn_on = DateColumn(gettext_lazy("Withdrawn on"), orderable=False)
    withdrawn_reason = TextColumn(gettext_lazy("Why it was withdrawn"), orderable=False)

    class Meta:
        default_columns = (
            "number",
            "opened",
            "subject",
            "commune",
            "summary",
            "state",
            "follow_up",
        )

    def render_state(self, record: Mediation) -> SafeString:
        return status_badge(
            STATE_TONES[record.state], record.get_state_display(), STATE_ICONS[record.state]
        )

    def value_state(self, record: Mediation) -> str:
        return str(record.get_state_display())

    def render_summary(self, value: str) -> str:
        return value if len(value) <= 120 else f"{value[:119]}…"

    def value_summary(self, value: str) -> str:
        return value
