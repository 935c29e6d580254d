"""The movement's lists: models, outreach, yearly standards."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.permissions import (
    EXPORT_MOVEMENT,
    KEEP_MOVEMENT,
    RECORD_OUTREACH,
    VIEW_MOVEMENT,
    VIEW_OUTREACH,
)
from incidents.filters.movement import MovementFilter, OutreachFilter, StandardFilter
from incidents.models import MovementModel, OutreachSession, SafetyStandard
from incidents.tables.movement import MovementTable, OutreachTable, StandardTable
from lists.views import ListPage, parts


class MovementList(ListPage):
    """Models of the movement."""

    page_key = "movement"
    title = gettext_lazy("Models of the people's movement")
    permission_required = VIEW_MOVEMENT
    export_permission = EXPORT_MOVEMENT
    table_class = MovementTable
    filterset_class = MovementFilter
    default_order = "name"
    empty_title = gettext_lazy("No model has been written down yet")
    empty_hint = gettext_lazy("The chief writes down what the commune has.")

    def get_queryset(self) -> QuerySet[MovementModel]:
        return MovementModel.objects.visible_to(self.request.scope)

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related("commune", "kind", "hamlet").defer("commune__boundary")

    def buttons(self) -> list[parts.Button]:
        found = [
            parts.Button(_("Outreach"), reverse("outreach_list"), "megaphone", is_main=False),
            parts.Button(_("Yearly standards"), reverse("standard_list"), "award", is_main=False),
        ]
        if self.request.user.has_perm(KEEP_MOVEMENT):
            found.insert(0, parts.Button(_("Add a model"), reverse("movement_create")))
        return found


class OutreachList(ListPage):
    """Sessions of outreach, the latest first."""

    page_key = "outreach"
    title = gettext_lazy("Outreach")
    permission_required = VIEW_OUTREACH
    export_permission = EXPORT_MOVEMENT
    table_class = OutreachTable
    filterset_class = OutreachFilter
    default_order = "-on"
    empty_title = gettext_lazy("No outreach has been recorded yet")
    empty_hint = gettext_lazy("Whoever holds a session records it, in a minute.")

    def get_queryset(self) -> QuerySet[OutreachSession]:
        return OutreachSession.objects.visible_to(self.request.scope)

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related("commune", "hamlet").defer("commune__boundary")

    def buttons(self) -> list[parts.Button]:
        if not self.request.user.has_perm(RECORD_OUTREACH):
            return []
        return [parts.Button(_("Record outreach"), reverse("outreach_create"))]


class StandardList(ListPage):
    """Yearly counts, the latest year first."""

    page_key = "standards"
    title = gettext_lazy("Yearly standards of safety, security and order")
    permission_required = "incidents.view_safetystandard"
    export_permission = EXPORT_MOVEMENT
    table_class = StandardTable
    filterset_class = StandardFilter
    default_order = "-year"
    empty_title = gettext_lazy("No year has been written down yet")
    empty_hint = gettext_lazy(
        "The chief writes down who registered, and later who met the standard."
    )

    def get_queryset(self) -> QuerySet[SafetyStandard]:
        return SafetyStandard.objects.visible_to(self.request.scope)

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related("commune", "hamlet").defer("commune__boundary")

    def buttons(self) -> list[parts.Button]:
        if not self.request.user.has_perm(KEEP_MOVEMENT):
            return []
        return [parts.Button(_("Write a year down"), reverse("standard_year"), "table")]
