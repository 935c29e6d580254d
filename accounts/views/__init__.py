"""Pages about the signed-in person."""
