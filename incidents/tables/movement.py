"""Columns of the movement's lists: models, outreach, yearly standards."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from incidents.models import ModelState, MovementModel, OutreachSession, SafetyStandard
from lists.tables import DateColumn, LinkColumn, ListTable, NumberColumn, TextColumn, status_badge

STATE_TONES = {ModelState.ACTIVE: "ok", ModelState.WEAK: "warn", ModelState.STOPPED: "quiet"}
STATE_ICONS = {
    ModelState.ACTIVE: "check-circle-fill",
    ModelState.WEAK: "exclamation-triangle",
    ModelState.STOPPED: "pause-circle",
}


def commune_column() -> LinkColumn:
    """Return the column of the commune, a link to its page."""
    return LinkColumn(
        gettext_lazy("Commune"),
        view="commune_detail",
        pk_of="commune_id",
        accessor="commune__full_name",
        orderable=False,
    )


class MovementTable(ListTable):
    """A model in a line."""

    name = LinkColumn(
        gettext_lazy("Name of the model"), view="movement_detail", order_by=("name", "pk")
    )
    kind = TextColumn(gettext_lazy("Kind"), accessor="kind__name", orderable=False)
    commune = commune_column()
    hamlet = TextColumn(gettext_lazy("Hamlet"), accessor="hamlet__name", orderable=False)
    since = DateColumn(gettext_lazy("Since"), order_by=("since", "pk"))
    members = NumberColumn(gettext_lazy("Members"), order_by=("members", "pk"))
    cameras = NumberColumn(gettext_lazy("Cameras"), order_by=("cameras", "pk"))
    state = TextColumn(gettext_lazy("State"), orderable=False)
    stopped_on = DateColumn(gettext_lazy("Stopped on"), orderable=False)
    withdrawn_on = DateColumn(gettext_lazy("Withdrawn on"), orderable=False)

    class Meta:
        default_columns = (
            "name",
            "kind",
            "commune",
            "hamlet",
            "since",
            "members",
            "cameras",
            "state",
        )

    def render_state(self, record: MovementModel) -> SafeString:
        return status_badge(
            STATE_TONES[ModelState(record.state)],
            record.get_state_display(),
            STATE_ICONS[ModelState(record.state)],
        )

    def value_state(self, record: MovementModel) -> str:
        return str(record.get_state_display())


class OutreachTable(ListTable):
    """A session of outreach in a line."""

    topic = LinkColumn(gettext_lazy("Topic"), view="outreach_detail", orderable=False)
    on = DateColumn(gettext_lazy("Day"), order_by=("on", "pk"))
    kind = TextColumn(gettext_lazy("Kind"), orderable=False)
    commune = commune_column()
    hamlet = TextColumn(gettext_lazy("Hamlet"), accessor="hamlet__name", orderable=False)
    attendance = NumberColumn(gettext_lazy("Attendance"), order_by=("attendance", "pk"))
    place = TextColumn(gettext_lazy("Place"), orderable=False)
    held_by = TextColumn(gettext_lazy("Who spoke"), orderable=False)
    note = TextColumn(gettext_lazy("Note"), orderable=False)
    withdrawn_on = DateColumn(gettext_lazy("Withdrawn on"), orderable=False)

    class Meta:
        default_columns = ("topic", "on", "kind", "commune", "hamlet", "attendance")

    def render_kind(self, record: OutreachSession) -> str:
        return str(record.get_kind_display())

    def value_kind(self, record: OutreachSession) -> str:
        return str(record.get_kind_display())


class StandardTable(ListTable):
    """One count of a year in a line."""

    year = TextColumn(gettext_lazy("Year"), order_by=("year", "pk"))
    commune = commune_column()
    kind = TextColumn(gettext_lazy("Who registers"), orderable=False)
    hamlet = TextColumn(gettext_lazy("Hamlet"), accessor="hamlet__name", orderable=False)
    registered = NumberColumn(gettext_lazy("Registered"), order_by=("registered", "pk"))
    met = NumberColumn(gettext_lazy("Met the standard"), order_by=("met", "pk"))

    class Meta:
        default_columns = ("year", "commune", "kind", "hamlet", "registered", "met")

    def render_year(self, value: int) -> str:
        return str(value)

    def value_year(self, value: int) -> int:
        return value

    def render_kind(self, record: SafetyStandard) -> str:
        return str(record.get_kind_display())

    def value_kind(self, record: SafetyStandard) -> str:
        return str(record.get_kind_display())
