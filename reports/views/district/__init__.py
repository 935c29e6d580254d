"""Pages of the tier that reads reports: who has filed, reading and approving, keying for others."""
