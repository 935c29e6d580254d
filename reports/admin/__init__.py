"""The administrators' pages of the reports app."""

from reports.admin import calendars, forms

__all__ = ["calendars", "forms"]
