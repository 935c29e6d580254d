"""The administrators' pages of the incidents app."""

from incidents.admin import deadlines, hotspots, incidents, listings, mediations

__all__ = ["deadlines", "hotspots", "incidents", "listings", "mediations"]
