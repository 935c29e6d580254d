"""The catalogue of incidents, kept here; incidents themselves, looked at here and worked on in their own pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from incidents.admin.base import LookOnlyAdmin
from incidents.models import Incident, IncidentCategory, RetentionPeriod
from units.admin.base import CommuneFilter, ScopedAdmin


class CategoryForm(forms.ModelForm[IncidentCategory]):
    """A category; only groups are offered as its group."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = IncidentCategory.objects.filter(parent__isnull=True).exclude(pk=self.instance.pk)
        if "parent" in self.fields:
            self.fields["parent"].queryset = groups  # type: ignore[attr-defined]


@admin.register(IncidentCategory)
class IncidentCategoryAdmin(ScopedAdmin):
    """Groups and categories in the order of the forms."""

    form = CategoryForm
    list_display = (
        "name",
        "parent",
        "code",
        "statistical_code",
        "order",
        "is_quick",
        "is_active",
    )
    list_editable = ("statistical_code", "order", "is_quick", "is_active")
    list_filter = ("parent", "is_quick", "is_active")
    list_select_related = ("parent",)
    list_per_page = 200
    search_fields = ("name__unaccent", "code", "statistical_code")
    prepopulated_fields = {"code": ("name",)}
    owner_field = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A category is taken out of the forms, never deleted from under the incidents that have it."""
        return False


@admin.register(Incident)
class IncidentAdmin(LookOnlyAdmin):
    """Incidents as recorded, to look at: states and records change only where the rules are asked."""

    list_display = ("number", "category", "commune", "occurred_on", "state")
    list_filter = (CommuneFilter, "state", "category__parent")
    list_select_related = ("category", "commune")
    search_fields = ("search_text",)
    date_hierarchy = "occurred_from"
    ordering = ("-occurred_from", "-pk")
    show_full_result_count = False
    page = "incident_detail"


@admin.register(RetentionPeriod)
class RetentionPeriodAdmin(ScopedAdmin):
    """How long it is kept who persons were."""

    list_display = ("subject", "months", "instrument", "is_verified")
    fieldsets = (
        (
            None,
            {
                "fields": ("subject", "months", "instrument", "note", "is_verified"),
                "description": _(
                    "Counted from the final outcome. A suspended incident may be taken up again, so its persons "
                    "and files are kept until it ends otherwise. When the time is over, photos and papers are "
                    "removed with the names."
                ),
            },
        ),
    )
    owner_field = None
