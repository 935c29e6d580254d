"""Template tags of complicated places."""
