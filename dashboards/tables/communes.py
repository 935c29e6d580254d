"""Columns of the list of communes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dashboards.tables.stations import TENURE_TONES
from lists.tables import (
    BooleanColumn,
    DateColumn,
    LinkColumn,
    ListTable,
    NumberColumn,
    TextColumn,
    status_badge,
)
from units.models import Commune, Tenure


class CommuneTable(ListTable):
    """A commune with what it has: hamlets, people serving, its main station."""

    name = LinkColumn(
        pgettext_lazy("of a thing", "Name"),
        view="commune_detail",
        accessor="full_name",
        order_by=("sort_key",),
    )
    code = TextColumn(_("Code"))
    kind = TextColumn(_("Kind"), accessor="get_kind_display", order_by=("kind", "sort_key"))
    jurisdiction = TextColumn(
        _("Jurisdiction"),
        accessor="jurisdiction__name",
        order_by=("jurisdiction__name", "sort_key"),
    )
    commune_class = TextColumn(_("Class"), order_by=("commune_class", "sort_key"))
    population = NumberColumn(_("Population"), initial_sort_descending=True)
    area = NumberColumn(_("Area (km²)"), accessor="area_km2", initial_sort_descending=True)
    hamlets = NumberColumn(_("Hamlets"), accessor="hamlet_count", orderable=False)
    serving = NumberColumn(_("Serving"), accessor="serving_count", orderable=False)
    station = TextColumn(_("Station"), accessor="pk", orderable=False)
    key = BooleanColumn(_("Key commune"), accessor="is_key", orderable=False)
    remote = BooleanColumn(_("Remote"), accessor="is_remote", orderable=False)
    valid_from = DateColumn(_("Since"))
    valid_until = DateColumn(_("Until"))

    class Meta:
        default_columns = (
            "name",
            "code",
            "commune_class",
            "population",
            "area",
            "hamlets",
            "serving",
            "station",
        )

    def render_station(self, record: Commune) -> str:
        tenure = record.station_tenure  # type: ignore[attr-defined]
        if not tenure:
            return ""
        tone, icon = TENURE_TONES[Tenure(tenure)]
        return status_badge(tone, str(Tenure(tenure).label), icon)

    def value_station(self, record: Commune) -> str:
        tenure = record.station_tenure  # type: ignore[attr-defined]
        return str(Tenure(tenure).label) if tenure else ""
