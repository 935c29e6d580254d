"""Serves photos to those who may see their place, never from the web root."""

from __future__ import annotations

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404

from commune_police.files import private_file
from incidents.domain.permissions import REPORT
from incidents.models import DraftPhoto, HotspotPhoto, PhotoFile
from incidents.views.hotspots.base import HotspotView

KEPT_SECONDS = 600


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
        return private_file(
            stored,
            content_type="image/jpeg",
            name=f"anh-{photo.pk}.jpg",
            is_saved=bool(request.GET.get("download")),
            seconds=KEPT_SECONDS,
        )


class DraftPhotoView(PhotoFileView):
    """A photo that waits with a form, for the form's writer alone."""

    permission_required = REPORT

    def photo(self) -> PhotoFile:
        """The photo, among those of the person's own drafts."""
        return get_object_or_404(
            DraftPhoto, pk=self.kwargs["photo_pk"], draft__owner=self.request.user
        )
