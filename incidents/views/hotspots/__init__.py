"""Pages of complicated places."""
