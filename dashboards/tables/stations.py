"""Columns of the list of stations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lists.tables import DateColumn, LinkColumn, ListTable, NumberColumn, TextColumn, status_badge
from units.models import Station, StationCondition, Tenure

TENURE_TONES = {
    Tenure.OWN: ("ok", "house-check-fill"),
    Tenure.SHARED: ("warn", "people-fill"),
    Tenure.RENTED: ("warn", "key-fill"),
    Tenure.NONE: ("bad", "x-octagon-fill"),
}
CONDITION_TONES = {
    StationCondition.GOOD: "ok",
    StationCondition.WORN: "info",
    StationCondition.POOR: "warn",
    StationCondition.UNSAFE: "bad",
}


class StationTable(ListTable):
    """A station, whose it is and in what state."""

    commune = LinkColumn(
        _("Commune"),
        view="station_detail",
        accessor="commune__full_name",
        order_by=("commune__sort_key", "commune_id"),
    )
    tenure = TextColumn(_("Whose building"), order_by="tenure")
    condition = TextColumn(_("Condition"), order_by="condition")
    address = TextColumn(_("Address"), orderable=False)
    built = TextColumn(_("Year built"), accessor="built_year")
    area = NumberColumn(_("Floor area (m²)"), accessor="floor_area_m2")
    land = TextColumn(_("Land title"), accessor="get_land_title_display", order_by="land_title")
    main = TextColumn(_("Kind"), accessor="is_main", orderable=False)
    phone = TextColumn(_("Phone"), orderable=False)
    valid_from = DateColumn(_("Since"))
    valid_until = DateColumn(_("Until"))

    class Meta:
        default_columns = ("commune", "tenure", "condition", "built", "area", "land", "address")

    def render_tenure(self, record: Station) -> str:
        tone, icon = TENURE_TONES[Tenure(record.tenure)]
        return status_badge(tone, record.get_tenure_display(), icon)

    def value_tenure(self, record: Station) -> str:
        return record.get_tenure_display()

    def render_condition(self, record: Station) -> str:
        if not record.condition:
            return ""
        return status_badge(
            CONDITION_TONES[StationCondition(record.condition)], record.get_condition_display()
        )

    def value_condition(self, record: Station) -> str:
        return record.get_condition_display() if record.condition else ""

    def render_main(self, value: bool) -> str:
        return str(_("main station") if value else _("secondary station"))

    def value_main(self, value: bool) -> str:
        return self.render_main(value)
