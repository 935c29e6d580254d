"""The yearly official list, row by row, for the administrator's jurisdiction."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from incidents.models import OfficialListing, OfficialType
from units.admin.base import CommuneFilter, ScopedAdmin


class ListingAdminForm(forms.ModelForm[OfficialListing]):
    """An entry with its types as boxes to tick."""

    types = forms.MultipleChoiceField(
        label=_("Official types"),
        choices=OfficialType.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class OfCommuneFilter(CommuneFilter):
    """By the commune of the place."""

    path = "hotspot__commune"


class TypeFilter(admin.SimpleListFilter):
    """Entries with one of the official types."""

    title = _("official type")
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in OfficialType.choices]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        return queryset.filter(types__contains=[value]) if value else queryset


@admin.register(OfficialListing)
class OfficialListingAdmin(ScopedAdmin):
    """Entries of the official list."""

    form = ListingAdminForm
    list_display = (
        "hotspot",
        "commune",
        "of_year",
        "decision_number",
        "types_in_words",
        "result",
        "followed",
    )
    list_filter = ("year", "result", TypeFilter, OfCommuneFilter)
    list_select_related = ("hotspot__commune",)
    search_fields = ("hotspot__search_text", "decision_number")
    autocomplete_fields = ("hotspot",)
    readonly_fields = ("followed",)
    owner_field = None
    fieldsets = (
        (None, {"fields": ("hotspot", ("year", "decision_number", "decision_date"), "types")}),
        (
            _("Result"),
            {"fields": ("result", ("converted_on", "follow_months", "followed"), "note")},
        ),
    )

    @admin.display(description=_("year"), ordering="year")
    def of_year(self, entry: OfficialListing) -> str:
        """The year as it is written: 2026, not 2.026."""
        return str(entry.year)

    @admin.display(description=_("followed until"), ordering="followed_until")
    def followed(self, entry: OfficialListing) -> datetime.date | None:
        """The last day on which a converted area is still followed."""
        return entry.followed_until

    @admin.display(description=_("commune"), ordering="hotspot__commune__sort_key")
    def commune(self, entry: OfficialListing) -> str:
        """The commune the place lies in."""
        return entry.hotspot.commune.full_name

    @admin.display(description=_("Official types"))
    def types_in_words(self, entry: OfficialListing) -> str:
        """The types, separated by commas."""
        return ", ".join(entry.type_labels)
