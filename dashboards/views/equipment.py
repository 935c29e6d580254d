"""The asset book: numbered items, countable goods, and one item's page."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards.filters.equipment import EquipmentFilter, StockFilter
from dashboards.tables.equipment import EquipmentTable, StockTable, condition_badge, due_badge
from dashboards.tables.rough_dates import rough_date
from dashboards.views.bulk_actions import EQUIPMENT_ACTIONS
from dashboards.views.detail import HEAVY_OF_COMMUNE, DetailPage, Fact
from lists.tables import MoneyColumn, short_date
from lists.views import ListPage
from lists.views.parts import Button
from units.domain.asset_value import remaining_value
from units.models import EquipmentItem, EquipmentStock

_UNSEEN = ("note", "address", "sort_key", "search_text", "citizen_id", "phone")


class EquipmentList(ListPage):
    """Numbered items; opens with those still in the book."""

    page_key = "equipment"
    title = gettext_lazy("Equipment: numbered items")
    permission_required = "units.view_equipmentitem"
    table_class = EquipmentTable
    filterset_class = EquipmentFilter
    default_order = "type"
    actions = EQUIPMENT_ACTIONS
    standard_filters = "book=kept"
    standard_name = gettext_lazy("In the book")
    empty_title = gettext_lazy("No item in the asset book yet")
    empty_hint = gettext_lazy("Goods without a number of their own are kept by quantity.")

    def get_queryset(self) -> QuerySet[EquipmentItem]:
        return EquipmentItem.objects.visible_to(self.request.scope)

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        joined = queryset.select_related("type", "commune", "holder")
        return joined.defer(
            *HEAVY_OF_COMMUNE, "note", "search_text", *(f"holder__{name}" for name in _UNSEEN)
        )

    def buttons(self) -> list[Button]:
        return [Button(_("Goods by quantity"), reverse("equipment_stock"), "boxes")]


class StockList(ListPage):
    """Countable goods by quantity and condition."""

    page_key = "equipment-stock"
    title = gettext_lazy("Equipment: goods by quantity")
    permission_required = "units.view_equipmentstock"
    table_class = StockTable
    filterset_class = StockFilter
    default_order = "commune"
    empty_title = gettext_lazy("No countable goods recorded yet")
    empty_hint = gettext_lazy("Each kind and condition of a commune is one row with its quantity.")

    def get_queryset(self) -> QuerySet[EquipmentStock]:
        return EquipmentStock.objects.visible_to(self.request.scope)

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related("type", "commune").defer(*HEAVY_OF_COMMUNE)

    def buttons(self) -> list[Button]:
        return [Button(_("Numbered items"), reverse("equipment_list"), "upc")]


class EquipmentDetail(DetailPage):
    """One item: its facts, inspections, maintenance and history."""

    permission_required = "units.view_equipmentitem"
    template_name = "dashboards/equipment_item.html"

    def get_queryset(self) -> QuerySet[EquipmentItem]:
        visible = EquipmentItem.objects.visible_to(self.request.scope)
        return visible.select_related("type", "commune", "hamlet", "holder").defer(
            "commune__boundary"
        )

    def context(self, row: EquipmentItem) -> dict[str, Any]:
        return {
            "facts": _facts(row),
            "inspections": row.inspections.all(),
            "maintenances": row.maintenances.all(),
            "maintenance_cost": row.maintenances.aggregate(total=Sum("cost"))["total"],
        }


def _money(amount: Any) -> str:
    return "" if amount is None else MoneyColumn().render(amount)


def _facts(item: EquipmentItem) -> list[Fact]:
    left = remaining_value(
        item.original_cost, item.in_use_from, item.type.life_years, timezone.localdate()
    )
    holder_url = reverse("officer_detail", args=[item.holder_id]) if item.holder_id else ""
    facts = [
        Fact(_("Kind"), item.type.name),
        Fact(
            _("Commune"), item.commune.full_name, reverse("commune_detail", args=[item.commune_id])
        ),
        Fact(_("Asset code"), item.code),
        Fact(_("Serial or number plate"), item.serial),
        Fact(_("Condition"), condition_badge(item)),
        Fact(_("Put to use"), rough_date(item.in_use_from, item.in_use_precision)),
        Fact(_("Original cost"), _money(item.original_cost)),
        Fact(_("Remaining value (straight line)"), _money(left)),
        Fact(_("Held by"), str(item.holder) if item.holder else "", holder_url),
        Fact(_("Handed over on paper"), _("Yes") if item.handed_over_on_paper else _("No")),
        Fact(_("Kept at"), ", ".join(str(p) for p in (item.place, item.hamlet) if p)),
        Fact(_("Next inspection"), due_badge(item.next_inspection_on)),
        Fact(_("Licence"), item.licence_number),
        Fact(_("Licence until"), due_badge(item.licence_expires_on)),
        Fact(_("Expires"), due_badge(item.expires_on)),
        Fact(_("Disposal"), item.get_disposal_display()),
        Fact(_("Disposed of on"), short_date(item.disposed_on) if item.disposed_on else ""),
        Fact(_("Disposal decision"), item.disposal_decision),
        Fact(_("Note"), item.note),
    ]
    return [fact for fact in facts if fact.value not in (None, "")]
