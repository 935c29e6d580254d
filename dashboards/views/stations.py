"""Stations: the list, and one station's page."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards.filters.stations import StationFilter
from dashboards.tables.stations import StationTable
from dashboards.views.detail import HEAVY_OF_COMMUNE, DetailPage, Fact
from lists.tables import short_date
from lists.views import ListPage
from units.models import Station


class StationList(ListPage):
    """Where communes' police work from; opens with those in use today."""

    page_key = "stations"
    title = gettext_lazy("Stations")
    permission_required = "units.view_station"
    table_class = StationTable
    filterset_class = StationFilter
    default_order = "commune"
    redundant_in_one_commune = ""
    standard_filters = "period=current"
    standard_name = gettext_lazy("In use today")
    empty_title = gettext_lazy("No station recorded yet")
    empty_hint = gettext_lazy(
        "An administrator records each commune's station, also that there is none."
    )

    def get_queryset(self) -> QuerySet[Station]:
        return Station.objects.visible_to(self.request.scope)

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related("commune").defer("validity", *HEAVY_OF_COMMUNE)


class StationDetail(DetailPage):
    """One station, and the commune's other stations past and present."""

    permission_required = "units.view_station"
    template_name = "dashboards/station.html"

    def get_queryset(self) -> QuerySet[Station]:
        visible = Station.objects.visible_to(self.request.scope)
        return visible.select_related("commune__jurisdiction").defer("commune__boundary")

    def context(self, row: Station) -> dict[str, Any]:
        others = Station.objects.visible_to(self.request.scope).filter(commune=row.commune_id)
        return {
            "facts": _facts(row),
            "others": others.exclude(pk=row.pk).order_by("-valid_from"),
            "is_missing": row.tenure == "none",
        }


def _facts(station: Station) -> list[Fact]:
    area = station.floor_area_m2
    facts = [
        Fact(
            _("Commune"),
            station.commune.full_name,
            reverse("commune_detail", args=[station.commune_id]),
        ),
        Fact(_("Whose building"), station.get_tenure_display()),
        Fact(_("Kind"), _("main station") if station.is_main else _("secondary station")),
        Fact(_("Condition"), station.get_condition_display()),
        Fact(_("Address"), station.address),
        Fact(_("Year built"), str(station.built_year) if station.built_year else ""),
        Fact(_("Floor area"), f"{number_format(area, use_l10n=True)} m²" if area else ""),
        Fact(_("Land title"), station.get_land_title_display()),
        Fact(_("Phone"), station.phone),
        Fact(_("Since"), short_date(station.valid_from) if station.valid_from else ""),
        Fact(_("Until"), short_date(station.valid_until) if station.valid_until else ""),
        Fact(_("Note"), station.note),
    ]
    return [fact for fact in facts if fact.value]
