"""Pages of crime tips."""
