"""Forms of the bulk actions on lists."""
