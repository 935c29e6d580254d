"""Measures every page on databases of two sizes; ``manage.py bench`` writes docs/benchmarks.md from it."""
