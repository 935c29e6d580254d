"""Giving out what was attached to an incident or a mediation."""

from __future__ import annotations

from django.http import FileResponse

from commune_police.files import private_file
from incidents.models import FileType, IncidentFile, MediationFile

KEPT_SECONDS = 600


def given_file(attached: IncidentFile | MediationFile) -> FileResponse:
    """Return a photo to be shown, or a paper to be saved. Raises ``Http404`` where it is no longer on the disk."""
    is_photo = attached.content_type == FileType.PHOTO
    return private_file(
        attached.file,
        content_type="image/jpeg" if is_photo else "application/pdf",
        name=attached.name,
        is_saved=not is_photo,
        seconds=KEPT_SECONDS,
    )
