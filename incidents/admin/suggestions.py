"""Suggested places as they were judged: with the evidence of that day, by whom, and why."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from incidents.admin.base import LookOnlyAdmin
from incidents.domain.analysis.numbers import p_in_words
from incidents.domain.suggestions.words import evidence_in_words
from incidents.models import HotspotSuggestion
from units.admin.base import CommuneFilter


@admin.register(HotspotSuggestion)
class HotspotSuggestionAdmin(LookOnlyAdmin):
    """Suggestions, to look at: they are judged in the page of suggested places."""

    list_display = (
        "state_since",
        "commune",
        "state",
        "count",
        "expected",
        "category",
        "judged_by_name",
        "reason",
        "hotspot",
    )
    list_filter = (CommuneFilter, "state", "method")
    list_select_related = ("commune", "category", "hotspot")
    search_fields = ("reason__unaccent", "judged_by_name__unaccent", "hotspot__search_text")
    date_hierarchy = "state_since"
    ordering = ("-state_since", "-pk")
    read_with = ("commune__name", "commune__kind", "category__name", "hotspot__name")
    fieldsets = (
        (
            _("What was made of it"),
            {"fields": ("commune", "state", "state_since", "judged_by_name", "reason", "hotspot")},
        ),
        (
            _("Evidence"),
            {
                "fields": (
                    "evidence",
                    ("latitude", "longitude", "radius_m"),
                    ("count", "expected", "looked_at"),
                    ("p_words", "q_words"),
                )
            },
        ),
        (
            _("How it was looked for"),
            {
                "fields": (
                    ("first_day", "last_day", "category"),
                    ("method", "resolution", "bandwidth_m"),
                    ("minimum", "level"),
                )
            },
        ),
    )

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Lead to what is suggested in its commune today."""
        query = urlencode({"commune": obj.commune_id}) if obj else ""
        return f"{reverse('analysis_places')}?{query}#judged" if obj else None

    @admin.display(description=_("in words"))
    def evidence(self, suggestion: HotspotSuggestion) -> str:
        """The evidence in one sentence."""
        return evidence_in_words(suggestion)

    @admin.display(description="p")
    def p_words(self, suggestion: HotspotSuggestion) -> str:
        """How likely chance alone is, for this place."""
        return p_in_words(suggestion.p)

    @admin.display(description="q")
    def q_words(self, suggestion: HotspotSuggestion) -> str | None:
        """The same among all cells that were looked at; nothing by density."""
        return None if suggestion.q is None else p_in_words(suggestion.q)
