"""The figures of the ground floor: each asked in one place, for every page, export and report."""
