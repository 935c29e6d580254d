"""What a printed form looks up in a template."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def of_line(checks: Mapping[str, list[str]], line: str) -> list[str]:
    """Return the checks that are printed beside a line."""
    return checks.get(line, [])
