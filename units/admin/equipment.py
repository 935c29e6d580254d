"""The asset book: types, numbered items with their inspections and repairs, and countable stock."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from units.admin.base import CommuneFilter, ScopedAdmin, ScopedInline
from units.models import EquipmentItem, EquipmentStock, EquipmentType, Inspection, Maintenance


@admin.register(EquipmentType)
class EquipmentTypeAdmin(ScopedAdmin):
    """The catalogue of equipment."""

    list_display = (
        "name",
        "category",
        "unit",
        "is_countable",
        "needs_licence",
        "life_years",
        "inspection_months",
    )
    list_filter = ("category", "is_countable", "needs_licence")
    search_fields = ("name__unaccent", "code")
    prepopulated_fields = {"code": ("name",)}
    owner_field = None


class InspectionInline(ScopedInline):
    """Inspections of an item."""

    model = Inspection
    fields = ("on", "passed", "by", "finding")


class MaintenanceInline(ScopedInline):
    """Repairs of an item."""

    model = Maintenance
    fields = ("on", "work", "cost")


class InBookFilter(admin.SimpleListFilter):
    """Items still in the book, or disposed of."""

    title = _("in the book")
    parameter_name = "in_book"

    def lookups(self, request, model_admin):  # type: ignore[no-untyped-def]
        return [("yes", _("in the book")), ("no", _("disposed of"))]

    def queryset(self, request, queryset):  # type: ignore[no-untyped-def]
        if self.value() == "yes":
            return queryset.filter(disposal="")
        return queryset.exclude(disposal="") if self.value() == "no" else queryset


@admin.register(EquipmentItem)
class EquipmentItemAdmin(ScopedAdmin):
    """Numbered items."""

    list_display = (
        "type",
        "code",
        "serial",
        "commune",
        "condition",
        "holder",
        "licence_expires_on",
        "next_inspection_on",
        "disposal",
    )
    list_filter = (CommuneFilter, InBookFilter, "type__category", "condition")
    list_select_related = ("type", "commune", "holder")
    search_fields = ("search_text",)
    autocomplete_fields = ("commune", "type", "hamlet", "holder")
    inlines = (InspectionInline, MaintenanceInline)
    date_hierarchy = "in_use_from"
    fieldsets = (
        (None, {"fields": (("commune", "type"), ("code", "serial"), "condition")}),
        (
            _("Value"),
            {"fields": (("in_use_from", "in_use_precision"), "original_cost")},
        ),
        (
            _("Where and who"),
            {"fields": (("hamlet", "place"), ("holder", "handed_over_on_paper"))},
        ),
        (
            _("Licence and inspection"),
            {
                "fields": (
                    ("licence_number", "licence_expires_on"),
                    ("expires_on", "next_inspection_on"),
                )
            },
        ),
        (
            _("Disposal"),
            {"fields": (("disposal", "disposed_on", "disposal_decision"), "note")},
        ),
    )


@admin.register(EquipmentStock)
class EquipmentStockAdmin(ScopedAdmin):
    """Countable goods by quantity and condition."""

    list_display = ("type", "commune", "condition", "quantity", "licence_expires_on")
    list_filter = (CommuneFilter, "type__category", "condition")
    list_select_related = ("type", "commune")
    search_fields = ("type__name__unaccent",)
    autocomplete_fields = ("commune", "type")
