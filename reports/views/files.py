"""Files that a page gives to be saved."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.text import slugify

LONGEST_NAME = 120


def attachment(content: bytes, kind: str, name: str, ending: str) -> HttpResponse:
    """Return a file to be saved, under a name that every system can write."""
    response = HttpResponse(content, content_type=kind)
    plain = slugify(name.replace("đ", "d").replace("Đ", "D"))[:LONGEST_NAME]
    response["Content-Disposition"] = f'attachment; filename="{plain}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
