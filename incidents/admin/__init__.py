"""The administrators' pages of the incidents app."""

from incidents.admin import hotspots, incidents, listings, mediations

__all__ = ["hotspots", "incidents", "listings", "mediations"]
