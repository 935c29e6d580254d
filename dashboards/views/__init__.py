"""Pages that only read, across the apps."""
