"""Suggested places: looking for them, and what is made of them."""
