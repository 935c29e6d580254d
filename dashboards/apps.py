"""Declares the dashboards app and its entries in the navigation."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def _home_label(request: HttpRequest) -> Promise:
    """A commune's people begin at a desk, everybody above at the overview."""
    from dashboards.views.home import begins_at_desk

    return _("Desk") if begins_at_desk(request) else _("Overview")


class DashboardsConfig(AppConfig):
    """The dashboards app."""

    name = "dashboards"
    verbose_name = _("Dashboards")

    def ready(self) -> None:
        """Offer the pages that read across the apps."""
        from accounts.domain.navigation import NavEntry, register_nav_item

        for entry in (
            NavEntry("overview", _home_label, "grid-1x2", order=10, on_phone=True),
            NavEntry("map", _("Map"), "map", order=20, permission="units.view_commune"),
            NavEntry("commune_list", _("Communes"), "building", "force", 30, "units.view_commune"),
            NavEntry("officer_list", _("Officers"), "people", "force", 40, "units.view_officer"),
            NavEntry("station_list", _("Stations"), "house", "force", 50, "units.view_station"),
            NavEntry(
                "equipment_list", _("Equipment"), "shield", "force", 60, "units.view_equipmentitem"
            ),
            NavEntry(
                "admin:index",
                _("Administration"),
                "gear",
                "administration",
                200,
                "accounts.work_in_admin",
            ),
        ):
            register_nav_item(entry)
