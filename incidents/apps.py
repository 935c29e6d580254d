"""Declares the incidents app: its entry in the navigation and the count it keeps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    """The incidents app."""

    name = "incidents"
    verbose_name = _("What happens in communes")

    def ready(self) -> None:
        """Offer the list of places in the navigation, with what awaits the person; let the count
        be proved by ``manage.py recount``, and the deadlines of tips follow the calendar."""
        from accounts.domain.navigation import NavEntry, register_nav_item
        from incidents.domain.tips.calendar import tell_recounted
        from incidents.models.incident_counts import KEY, RECOUNT, SUMS
        from incidents.waiting import (
            follow_ups_waiting,
            incidents_waiting,
            places_waiting,
            tips_waiting,
        )
        from units.domain.calendar_changes import calendar_changed
        from units.domain.recount import Rollup, add_rollup

        calendar_changed.connect(tell_recounted, dispatch_uid="tip_deadlines")
        register_nav_item(
            NavEntry(
                url_name="hotspot_list",
                label=_("Complicated places"),
                icon="geo-alt",
                group="situation",
                order=50,
                permission="incidents.view_hotspot",
                on_phone=True,
                count=places_waiting,
                count_label=_("%(count)s places wait for you"),
            )
        )
        register_nav_item(
            NavEntry(
                url_name="analysis",
                label=_("Where and when"),
                icon="bullseye",
                group="situation",
                order=58,
                permission="incidents.see_analysis",
            )
        )
        register_nav_item(
            NavEntry(
                url_name="incident_list",
                label=_("Incidents"),
                icon="journal-text",
                group="situation",
                order=40,
                permission="incidents.view_incident",
                on_phone=True,
                count=incidents_waiting,
                count_label=_("%(count)s incidents wait for you"),
            )
        )
        register_nav_item(
            NavEntry(
                url_name="mediation_list",
                label=_("Mediations"),
                icon="people",
                group="situation",
                order=44,
                permission="incidents.view_mediation",
                count=follow_ups_waiting,
                count_label=_("%(count)s follow-ups are due"),
            )
        )
        register_nav_item(
            NavEntry(
                url_name="movement_list",
                label=_("The people's movement"),
                icon="shield-check",
                group="situation",
                order=46,
                permission="incidents.view_movementmodel",
            )
        )
        register_nav_item(
            NavEntry(
                url_name="tip_list",
                label=_("Crime tips"),
                icon="shield-exclamation",
                group="situation",
                order=45,
                permission="incidents.view_crimetip",
                count=tips_waiting,
                count_label=_("%(count)s tips wait for you"),
            )
        )
        add_rollup(
            Rollup(
                "incidents_incidentcount",
                (*KEY, *SUMS),
                RECOUNT,
                ("incidents_incident",),
                SUMS,
            )
        )
        add_rollup(
            Rollup(
                "incidents_hotspotcount",
                ("commune_id", "state", "count"),
                "SELECT commune_id, state, count(*)::integer FROM incidents_hotspot GROUP BY 1, 2",
                ("incidents_hotspot",),
                ("count",),
            )
        )
