"""Columns of the list of difficulties."""

from __future__ import annotations

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext

from lists.tables import DateColumn, LinkColumn, ListTable, NumberColumn, TextColumn, status_badge
from reports.models import Difficulty, DifficultySeverity, DifficultyState

STATE_TONES = {
    DifficultyState.RAISED: ("warn", "hourglass-split"),
    DifficultyState.ANSWERED: ("info", "reply-fill"),
    DifficultyState.IN_HAND: ("info", "signpost-fill"),
    DifficultyState.SOLVED: ("ok", "check-circle-fill"),
    DifficultyState.WITHDRAWN: ("quiet", "dash-circle"),
}
SEVERITY_TONES = {
    DifficultySeverity.MINOR: ("quiet", "dash-circle"),
    DifficultySeverity.SERIOUS: ("warn", "exclamation-triangle-fill"),
    DifficultySeverity.CRITICAL: ("bad", "x-octagon-fill"),
}
KIND_ICONS = {
    "station": "building",
    "facilities": "house-gear",
    "equipment": "shield",
    "force": "people",
    "allowance": "cash-coin",
    "other": "three-dots",
}
LONG_WAIT = 30


class DifficultyTable(ListTable):
    """A difficulty, whose it is, and how long it has waited."""

    title = LinkColumn(gettext_lazy("Difficulty"), view="difficulty_detail", orderable=False)
    commune = LinkColumn(
        gettext_lazy("Commune"),
        view="commune_detail",
        pk_of="commune_id",
        accessor="commune__full_name",
        order_by=("commune__sort_key", "commune_id"),
    )
    kind = TextColumn(gettext_lazy("Kind"), accessor="get_kind_display", order_by=("kind",))
    severity = TextColumn(
        gettext_lazy("Severity"), order_by=("severity", "-raised_on"), initial_sort_descending=True
    )
    state = TextColumn(gettext_lazy("State"), order_by=("state", "state_since"))
    raised_on = DateColumn(gettext_lazy("Raised on"), initial_sort_descending=True)
    waiting = TextColumn(
        gettext_lazy("Without an answer"), accessor="state_since", order_by=("state_since",)
    )
    theme = TextColumn(
        gettext_lazy("Joined under"), accessor="theme__title", order_by=("theme__title",)
    )
    description = TextColumn(gettext_lazy("Description"), orderable=False)
    evidence = TextColumn(gettext_lazy("Evidence"), orderable=False)
    proposal = TextColumn(gettext_lazy("Proposal"), orderable=False)
    answer = TextColumn(gettext_lazy("Answer"), orderable=False)
    answered_on = DateColumn(gettext_lazy("Answered on"))
    closed_on = DateColumn(gettext_lazy("Closed on"))
    raised_by = TextColumn(gettext_lazy("Raised by"), accessor="raised_by_name", orderable=False)
    number = NumberColumn(gettext_lazy("No."), accessor="pk", order_by=("pk",))

    class Meta:
        default_columns = ("title", "commune", "kind", "severity", "state", "raised_on", "waiting")

    def render_severity(self, record: Difficulty) -> SafeString:
        tone, icon = SEVERITY_TONES[DifficultySeverity(record.severity)]
        return status_badge(tone, record.get_severity_display(), icon)

    def value_severity(self, record: Difficulty) -> str:
        return str(record.get_severity_display())

    def render_state(self, record: Difficulty) -> SafeString:
        tone, icon = STATE_TONES[DifficultyState(record.state)]
        return status_badge(tone, record.get_state_display(), icon)

    def value_state(self, record: Difficulty) -> str:
        return str(record.get_state_display())

    def render_waiting(self, record: Difficulty) -> SafeString | str:
        days = self.value_waiting(record)
        if days is None:
            return ""
        words = ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
        return status_badge("bad", words, "alarm") if days > LONG_WAIT else words

    def value_waiting(self, record: Difficulty) -> int | None:
        if record.state != DifficultyState.RAISED:
            return None
        return (timezone.localdate() - record.state_since).days

    def render_description(self, value: str) -> str:
        return shortened(value)

    def render_evidence(self, value: str) -> str:
        return shortened(value)

    def render_proposal(self, value: str) -> str:
        return shortened(value)

    def render_answer(self, value: str) -> str:
        return shortened(value)

    def render_number(self, value: int) -> str:
        return str(value)


def shortened(text: str, longest: int = 120) -> str:
    """The beginning of a long text."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
