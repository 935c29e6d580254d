"""The administrators' pages for the ground floor."""

from units.admin import (
    careers,
    communes,
    equipment,
    holidays,
    jurisdictions,
    norms,
    officers,
    posts,
    stations,
)

__all__ = [
    "careers",
    "communes",
    "equipment",
    "holidays",
    "jurisdictions",
    "norms",
    "officers",
    "posts",
    "stations",
]
