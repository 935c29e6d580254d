"""Columns of the list of complicated places."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.partial_dates import write_partial_date
from incidents.models import Hotspot, HotspotState, OfficialType
from lists.tables import DateColumn, LinkColumn, ListTable, NumberColumn, TextColumn, status_badge

STATE_TONES = {
    HotspotState.REPORTED: "info",
    HotspotState.CONFIRMED: "warn",
    HotspotState.UNDER_ACTION: "warn",
    HotspotState.RESOLVED: "ok",
    HotspotState.REOPENED: "bad",
    HotspotState.DECLINED: "quiet",
}
STATE_ICONS = {
    HotspotState.REPORTED: "megaphone-fill",
    HotspotState.CONFIRMED: "check2-circle",
    HotspotState.UNDER_ACTION: "tools",
    HotspotState.RESOLVED: "check-circle-fill",
    HotspotState.REOPENED: "arrow-counterclockwise",
    HotspotState.DECLINED: "dash-circle",
}


class HotspotTable(ListTable):
    """A reported place; the official list has columns of its own, never mixed with the state."""

    name = LinkColumn(
        gettext_lazy("Name of the place"), view="hotspot_detail", order_by=("sort_key",)
    )
    kind = TextColumn(
        gettext_lazy("Kind"), accessor="kind__name", order_by=("kind__order", "sort_key")
    )
    commune = LinkColumn(
        gettext_lazy("Commune"),
        view="commune_detail",
        pk_of="commune_id",
        accessor="commune__full_name",
        order_by=("commune__sort_key", "commune_id", "sort_key"),
    )
    hamlet = TextColumn(gettext_lazy("Hamlet"), accessor="hamlet__name", orderable=False)
    state = TextColumn(gettext_lazy("State"), order_by=("state", "sort_key"))
    state_since = DateColumn(gettext_lazy("In this state since"))
    next_review = DateColumn(gettext_lazy("Next review"), accessor="next_review_on")
    last_review = DateColumn(gettext_lazy("Last visit"), accessor="last_review_on", orderable=False)
    since = TextColumn(gettext_lazy("Complicated since"), order_by=("since", "sort_key"))
    responsible = TextColumn(
        gettext_lazy("Who answers"), accessor="responsible__full_name", orderable=False
    )
    reason = TextColumn(gettext_lazy("Why it is complicated"), orderable=False)
    official_types = TextColumn(
        gettext_lazy("Official list"), accessor="listed_types", orderable=False
    )
    reported_on = DateColumn(gettext_lazy("Reported on"))
    reported_by = TextColumn(
        gettext_lazy("Reported by"), accessor="reported_by_name", orderable=False
    )
    closed_on = DateColumn(gettext_lazy("Closed on"))
    latitude = NumberColumn(gettext_lazy("Latitude"), orderable=False)
    longitude = NumberColumn(gettext_lazy("Longitude"), orderable=False)

    class Meta:
        default_columns = ("name", "kind", "commune", "state", "next_review", "official_types")

    def render_state(self, record: Hotspot) -> SafeString:
        return status_badge(
            STATE_TONES[record.state],
            record.get_state_display(),
            STATE_ICONS[record.state],
        )

    def value_state(self, record: Hotspot) -> str:
        return str(record.get_state_display())

    def render_next_review(self, value: datetime.date, record: Hotspot) -> SafeString | str:
        shown = value.strftime("%d/%m/%Y")
        today = timezone.localdate()
        if not record.review_overdue_on(today):
            return shown
        late = _("%(days)s days late") % {"days": (today - value).days}
        return format_html("{} {}", shown, status_badge("bad", late, "alarm"))

    def value_next_review(self, value: datetime.date) -> datetime.date:
        return value

    def render_since(self, record: Hotspot) -> str:
        return write_partial_date(record.since, record.since_precision)

    def value_since(self, record: Hotspot) -> str:
        return write_partial_date(record.since, record.since_precision)

    def render_reason(self, value: str) -> str:
        return value if len(value) <= 120 else f"{value[:119]}…"

    def value_reason(self, value: str) -> str:
        return value

    def render_official_types(self, record: Hotspot) -> str:
        return official_words(record)

    def value_official_types(self, record: Hotspot) -> str:
        return official_words(record)

    def render_latitude(self, value: float) -> str:
        return f"{value:.5f}"

    def render_longitude(self, value: float) -> str:
        return f"{value:.5f}"

    def value_latitude(self, value: float) -> float:
        return value

    def value_longitude(self, value: float) -> float:
        return value


def official_words(record: Hotspot) -> str:
    """Say the official types and the year of the list; empty for a place not on it."""
    types: list[str] = getattr(record, "listed_types", None) or []
    if not types:
        return ""
    words = ", ".join(str(OfficialType(kind).label) for kind in types)
    return f"{words} ({getattr(record, 'listed_year', '')})"
