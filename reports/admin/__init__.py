"""The administrators' pages of the reports app."""

from reports.admin import calendars, forms, templates

__all__ = ["calendars", "forms", "templates"]
