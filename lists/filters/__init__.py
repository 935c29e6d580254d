"""Filters for lists; import them from here."""

from lists.filters.base import (
    CatalogueFilter,
    Chip,
    ChoiceFilter,
    DayFilter,
    ListFilterSet,
    TextSearch,
)
from lists.filters.carried import CarriedFilter
from lists.filters.places import CommuneFilter, JurisdictionFilter, LineFilter

__all__ = [
    "CarriedFilter",
    "CatalogueFilter",
    "Chip",
    "ChoiceFilter",
    "CommuneFilter",
    "DayFilter",
    "JurisdictionFilter",
    "LineFilter",
    "ListFilterSet",
    "TextSearch",
]
