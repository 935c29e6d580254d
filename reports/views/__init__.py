"""Pages of reports, by who uses them."""
