"""Filters for lists; import them from here."""

from lists.filters.base import Chip, ListFilterSet, TextSearch
from lists.filters.places import CommuneFilter, JurisdictionFilter

__all__ = ["Chip", "CommuneFilter", "JurisdictionFilter", "ListFilterSet", "TextSearch"]
