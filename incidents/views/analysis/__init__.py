"""Pages that say where and when incidents concentrate, whether that is more than chance, and what helped."""
