"""Importing an existing book of incidents: read tolerantly, shown whole, written all or nothing."""
