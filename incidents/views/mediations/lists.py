"""The list of mediations."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.permissions import EXPORT_MEDIATIONS, RECORD_MEDIATIONS, VIEW_MEDIATIONS
from incidents.filters.mediations import MediationFilter
from incidents.models import Mediation
from incidents.tables.mediations import MediationTable
from lists.views import ListPage, parts


class MediationList(ListPage):
    """Mediations, the latest first."""

    page_key = "mediations"
    title = gettext_lazy("Mediations")
    permission_required = VIEW_MEDIATIONS
    export_permission = EXPORT_MEDIATIONS
    table_class = MediationTable
    filterset_class = MediationFilter
    default_order = "-opened"
    empty_title = gettext_lazy("No mediation has been recorded yet")
    empty_hint = gettext_lazy("Open the first one when two parties ask for it.")

    def get_queryset(self) -> QuerySet[Mediation]:
        return Mediation.objects.visible_to(self.request.scope)

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related("commune", "subject", "hamlet", "handler").defer(
            "commune__boundary"
        )

    def buttons(self) -> list[parts.Button]:
        if not self.request.user.has_perm(RECORD_MEDIATIONS):
            return []
        return [parts.Button(_("Open a mediation"), reverse("mediation_create"))]
