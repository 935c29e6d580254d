"""Demonstration rows of reports: invented, from a fixed seed, dated relative to the day of loading."""
