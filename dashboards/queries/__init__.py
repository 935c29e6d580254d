"""Reads that cross the apps."""
