"""Tests of the look: templates, tokens, pages that must stand alone."""
