"""Statistics of places and times: plain functions on plain values, no tables, never about persons."""
