"""Giving out what was attached to an incident or a mediation."""

from __future__ import annotations

from django.http import FileResponse

from accounts.requests import SignedInRequest, client_address
from commune_police.files import private_file
from incidents.domain.looks import open_file
from incidents.models import FileType, IncidentFile, MediationFile


def given_file(
    attached: IncidentFile | MediationFile, request: SignedInRequest, *, commune: int, number: str
) -> FileResponse:
    """Return a photo to be shown, or a paper to be saved, of the record with this ``number``.

    The look is recorded, and the browser keeps nothing, so that every look is. Raises ``PermissionDenied``;
    ``Http404`` where the file is no longer on the disk.
    """
    is_photo = attached.content_type == FileType.PHOTO
    response = private_file(
        attached.file,
        content_type="image/jpeg" if is_photo else "application/pdf",
        name=attached.name,
        is_saved=not is_photo,
    )
    open_file(
        attached,
        by=request.user,
        commune=commune,
        number=number,
        address=client_address(request),
    )
    return response
