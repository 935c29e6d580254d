"""Template tags of pages that only read."""
