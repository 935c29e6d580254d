"""Reads that more than one page of reports needs."""
