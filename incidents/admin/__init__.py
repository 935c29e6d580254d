"""The administrators' pages of the incidents app."""

from incidents.admin import deadlines, hotspots, incidents, listings, mediations, suggestions

__all__ = ["deadlines", "hotspots", "incidents", "listings", "mediations", "suggestions"]
