"""Files given out to one person's browser alone: made for the answer, or kept with a row and written with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse
from django.utils.text import slugify

LONGEST_NAME = 120


def save_with_files(row: Model, files: Mapping[str, tuple[str, bytes]]) -> None:
    """Write the files (a name and the content by file field) and the row; no file stays behind when the row
    is refused."""
    for field, (name, content) in files.items():
        getattr(row, field).save(name, ContentFile(content), save=False)
    try:
        row.save()
    except Exception:
        for field in files:
            stored = getattr(row, field)
            stored.storage.delete(str(stored.name))
        raise


def attachment(content: bytes, kind: str, name: str, ending: str) -> HttpResponse:
    """Return a file to be saved, under a name that every system can write."""
    response = HttpResponse(content, content_type=kind)
    plain = slugify(name.replace("đ", "d").replace("Đ", "D"))[:LONGEST_NAME]
    response["Content-Disposition"] = f'attachment; filename="{plain}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def private_file(
    stored: FieldFile, *, content_type: str, name: str, is_saved: bool, seconds: int = 0
) -> FileResponse:
    """Send a file as what it is and nothing that a browser would run: to be saved under ``name`` or shown,
    kept by the browser for ``seconds``. Raises ``Http404`` where it is no longer on the disk."""
    try:
        opened: Any = stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        opened, content_type=content_type, as_attachment=is_saved, filename=name
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"private, max-age={seconds}" if seconds else "private, no-store"
    if seconds:
        response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
