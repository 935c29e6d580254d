"""Filters of the lists of reports, difficulties, directives and support projects."""
