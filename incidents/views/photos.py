"""Serves photos to those who may see their place, never from the web root."""

from __future__ import annotations

from typing import Any

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from incidents.domain.permissions import REPORT
from incidents.models import DraftPhoto, HotspotPhoto, PhotoFile
from incidents.views.base import HotspotView


class PhotoFileView(HotspotView):
    """A photo or, with ``size=small``, its thumbnail; ``?download=1`` saves it instead of showing it."""

    def photo(self) -> PhotoFile:
        """The photo, among those of places this person may see."""
        photo: HotspotPhoto = get_object_or_404(
            HotspotPhoto.objects.visible_to(self.request.scope), pk=self.kwargs["photo_pk"]
        )
        return photo

    def get(self, request: HttpRequest, photo_pk: int, size: str = "") -> FileResponse:
        """Send the JPEG as an image and nothing else, to this person's browser alone."""
        photo = self.photo()
        stored: FieldFile = photo.thumbnail if size == "small" else photo.file
        try:
            opened: Any = stored.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(
            opened,
            content_type="image/jpeg",
            as_attachment=bool(request.GET.get("download")),
            filename=f"anh-{photo.pk}.jpg",
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, max-age=600"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class DraftPhotoView(PhotoFileView):
    """A photo that waits with a form, for the form's writer alone."""

    permission_required = REPORT

    def photo(self) -> PhotoFile:
        """The photo, among those of the person's own drafts."""
        return get_object_or_404(
            DraftPhoto, pk=self.kwargs["photo_pk"], draft__owner=self.request.user
        )
