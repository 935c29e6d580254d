"""Columns of the list of incidents, and how an incident's time and state are written."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models import Incident, IncidentState, TimeKnown
from lists.tables import DateColumn, LinkColumn, ListTable, NumberColumn, TextColumn, status_badge

STATE_TONES = {
    IncidentState.RECORDED: "info",
    IncidentState.HANDLING: "warn",
    IncidentState.SETTLED: "ok",
    IncidentState.FINED: "ok",
    IncidentState.TRANSFERRED: "quiet",
    IncidentState.SUSPENDED: "quiet",
}
STATE_ICONS = {
    IncidentState.RECORDED: "journal-plus",
    IncidentState.HANDLING: "hourglass-split",
    IncidentState.SETTLED: "check-circle-fill",
    IncidentState.FINED: "receipt",
    IncidentState.TRANSFERRED: "box-arrow-up-right",
    IncidentState.SUSPENDED: "pause-circle",
}
CLOCK = "%H:%M"
DAY = "%d/%m/%Y"


def when_words(incident: Incident) -> str:
    """Say when it happened as far as that is known: 14:20 03/05/2026, or between two times."""
    is_rough = incident.time_known == TimeKnown.ROUGH
    return span_words(incident.occurred_from, incident.occurred_until, is_rough=is_rough)


def span_words(first: datetime.datetime, last: datetime.datetime, *, is_rough: bool) -> str:
    """Say a moment, a stretch of time, or that something happened somewhere within it."""
    start, end = timezone.localtime(first), timezone.localtime(last)
    if start == end:
        return f"{start:{CLOCK} {DAY}}"
    same_day = start.date() == end.date()
    if same_day:
        span = f"{start:{CLOCK}} – {end:{CLOCK}} {start:{DAY}}"
    else:
        span = f"{start:{CLOCK} {DAY}} – {end:{CLOCK} {DAY}}"
    if not is_rough:
        return span
    if same_day and (start.hour, start.minute, end.hour, end.minute) == (0, 0, 23, 59):
        return _("%(day)s, hour not known") % {"day": f"{start:{DAY}}"}
    return _("between %(span)s") % {"span": span}


class IncidentTable(ListTable):
    """An incident in a line; persons involved are never in a list or a file of one."""

    number = LinkColumn(
        gettext_lazy("Number"),
        view="incident_detail",
        order_by=("number", "pk"),
        attrs={"td": {"class": "text-nowrap"}},
    )
    former_number = TextColumn(gettext_lazy("Number in the old book"), orderable=False)
    occurred = TextColumn(
        gettext_lazy("When"), accessor="occurred_from", order_by=("occurred_from", "pk")
    )
    category = TextColumn(gettext_lazy("Kind"), accessor="category__name", orderable=False)
    group = TextColumn(gettext_lazy("Group"), accessor="category__parent__name", orderable=False)
    commune = LinkColumn(
        gettext_lazy("Commune"),
        view="commune_detail",
        pk_of="commune_id",
        accessor="commune__full_name",
        orderable=False,
    )
    hamlet = TextColumn(gettext_lazy("Hamlet"), accessor="hamlet__name", orderable=False)
    whereabouts = TextColumn(gettext_lazy("Where exactly"), orderable=False)
    hotspot = LinkColumn(
        gettext_lazy("Complicated place"),
        view="hotspot_detail",
        pk_of="hotspot_id",
        accessor="hotspot__name",
        orderable=False,
    )
    summary = TextColumn(gettext_lazy("What happened"), orderable=False)
    state = TextColumn(gettext_lazy("State"), orderable=False)
    outcome_on = DateColumn(gettext_lazy("Outcome on"), orderable=False)
    deaths = NumberColumn(gettext_lazy("Deaths"), orderable=False)
    injured = NumberColumn(gettext_lazy("Injured"), orderable=False)
    damage = NumberColumn(gettext_lazy("Damage (VND)"), accessor="damage_vnd", orderable=False)
    handler = TextColumn(
        gettext_lazy("Who deals with it"), accessor="handler__full_name", orderable=False
    )
    recorded_by = TextColumn(
        gettext_lazy("Recorded by"), accessor="recorded_by_name", orderable=False
    )
    withdrawn_on = DateColumn(gettext_lazy("Withdrawn on"), orderable=False)
    withdrawn_reason = TextColumn(gettext_lazy("Why it was withdrawn"), orderable=False)
    latitude = NumberColumn(gettext_lazy("Latitude"), orderable=False)
    longitude = NumberColumn(gettext_lazy("Longitude"), orderable=False)

    class Meta:
        default_columns = ("number", "occurred", "category", "commune", "summary", "state")

    def render_occurred(self, record: Incident) -> str:
        return when_words(record)

    def value_occurred(self, record: Incident) -> str:
        return when_words(record)

    def render_state(self, record: Incident) -> SafeString:
        return status_badge(
            STATE_TONES[record.state], record.get_state_display(), STATE_ICONS[record.state]
        )

    def value_state(self, record: Incident) -> str:
        return str(record.get_state_display())

    def render_summary(self, value: str) -> str:
        return value if len(value) <= 120 else f"{value[:119]}…"

    def value_summary(self, value: str) -> str:
        return value

    def render_latitude(self, value: float) -> str:
        return f"{value:.5f}"

    def render_longitude(self, value: float) -> str:
        return f"{value:.5f}"

    def value_latitude(self, value: float) -> float:
        return value

    def value_longitude(self, value: float) -> float:
        return value
