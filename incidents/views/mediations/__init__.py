"""Pages of mediations."""
