"""The administrators' pages of the incidents app."""

from incidents.admin import hotspots, listings

__all__ = ["hotspots", "listings"]
