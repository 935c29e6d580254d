"""Input shapes of reports."""
