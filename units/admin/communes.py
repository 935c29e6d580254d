"""Communes with their hamlets, and the links from those that ended to those that followed."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from units.admin.base import CommuneFilter, ScopedAdmin, ScopedInline
from units.admin.boundaries import BoundaryImportMixin
from units.models import Commune, CommuneSuccession, Hamlet


class HamletInline(ScopedInline):
    """The hamlets of a commune."""

    model = Hamlet
    fields = ("kind", "name", "population", "households", "valid_from", "valid_until")


class OriginInline(ScopedInline):
    """The communes this one was made of."""

    model = CommuneSuccession
    fk_name = "successor"
    fields = ("predecessor", "kind", "on", "instrument")
    autocomplete_fields = ("predecessor",)
    verbose_name_plural = _("made of")


class CurrentFilter(admin.SimpleListFilter):
    """Communes of today, or ended ones."""

    title = _("validity")
    parameter_name = "current"

    def lookups(self, request, model_admin):  # type: ignore[no-untyped-def]
        return [("yes", _("in force")), ("no", _("ended"))]

    def queryset(self, request, queryset):  # type: ignore[no-untyped-def]
        if self.value() in ("yes", "no"):
            return queryset.filter(valid_until__isnull=self.value() == "yes")
        return queryset


@admin.register(Commune)
class CommuneAdmin(BoundaryImportMixin, ScopedAdmin):
    """Communes of the administrator's jurisdictions."""

    list_display = (
        "full_name_shown",
        "code",
        "jurisdiction",
        "commune_class",
        "is_key",
        "population",
        "area_km2",
        "valid_until",
    )
    list_display_links = ("full_name_shown",)
    list_filter = (CurrentFilter, "kind", "commune_class", "is_key", "is_remote")
    list_select_related = ("jurisdiction",)
    search_fields = ("search_text", "code")
    autocomplete_fields = ("jurisdiction",)
    inlines = (HamletInline, OriginInline)
    owner_field = None
    fieldsets = (
        (None, {"fields": (("kind", "name"), ("code", "jurisdiction"))}),
        (
            _("Size and difficulty"),
            {
                "fields": (
                    ("commune_class", "population", "area_km2"),
                    ("is_key", "is_remote"),
                    "difficulty_note",
                )
            },
        ),
        (
            _("Place and time"),
            {"fields": (("latitude", "longitude"), ("valid_from", "valid_until"))},
        ),
    )

    @admin.display(description=_("commune"), ordering="sort_key")
    def full_name_shown(self, commune: Commune) -> str:
        """The name with its kind."""
        return commune.full_name

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Communes are ended by a date, never deleted: the past would go with them."""
        return False


@admin.register(Hamlet)
class HamletAdmin(ScopedAdmin):
    """Hamlets, for search and choices."""

    list_display = ("full_name", "commune", "population", "households", "valid_until")
    list_filter = (CommuneFilter, "kind")
    list_select_related = ("commune",)
    search_fields = ("name__unaccent",)
    autocomplete_fields = ("commune",)
