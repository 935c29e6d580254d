"""Files that belong to rows: written together with the row, and given out to one person's browser alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404


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
