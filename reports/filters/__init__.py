"""Filters of the lists of difficulties, directives and support projects."""
