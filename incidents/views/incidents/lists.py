"""The list of incidents."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.permissions import EXPORT_INCIDENTS, IMPORT_INCIDENTS, RECORD, VIEW_INCIDENTS
from incidents.filters.incidents import IncidentFilter
from incidents.models import Incident
from incidents.tables.incidents import IncidentTable
from lists.views import ListPage, parts

# Somebody who sees every commune looks through ten million rows: what is counted costs more than what is shown.
NATIONAL_COUNT_CAP = 200


class IncidentList(ListPage):
    """Incidents, the latest first."""

    page_key = "incidents"
    title = gettext_lazy("Incidents")
    permission_required = VIEW_INCIDENTS
    export_permission = EXPORT_INCIDENTS
    table_class = IncidentTable
    filterset_class = IncidentFilter
    default_order = "-occurred"
    empty_title = gettext_lazy("No incident has been recorded yet")
    empty_hint = gettext_lazy(
        "Whoever is on duty records the first one, in a minute, on the phone."
    )

    def get_queryset(self) -> QuerySet[Incident]:
        return Incident.objects.visible_to(self.request.scope)

    @property
    def count_cap(self) -> int:
        return NATIONAL_COUNT_CAP if self.request.scope.is_all else super().count_cap

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related(
            "commune", "category__parent", "hamlet", "hotspot", "handler"
        ).defer("commune__boundary")

    def buttons(self) -> list[parts.Button]:
        user = self.request.user
        buttons = []
        if user.has_perm(RECORD):
            buttons.append(parts.Button(_("Quick entry"), reverse("incident_quick")))
            buttons.append(
                parts.Button(_("Full form"), reverse("incident_create"), "card-text", is_main=False)
            )
        if user.has_perm(IMPORT_INCIDENTS):
            buttons.append(
                parts.Button(
                    _("Import a book"), reverse("incident_book_upload"), "upload", is_main=False
                )
            )
        query = self.shown.address.on_page(1).query()
        map_url = parts.here(reverse("incident_map"), query)
        return [*buttons, parts.Button(_("Map"), map_url, "map", is_main=False)]
