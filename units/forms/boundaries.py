"""The form that takes a boundary file."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from units.domain.boundary_files import MAX_FILE_BYTES, BoundaryFileError, read_boundary_file


class BoundaryUploadForm(forms.Form):
    """A GeoJSON file; ``cleaned_data["file"]`` is read and checked as ``BoundaryFile`` in ``boundaries``."""

    file = forms.FileField(
        label=_("GeoJSON file"),
        help_text=_(
            "Polygons in WGS 84, longitude first, each with the commune's code or name. At most 20 MB."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is no boundary file with the sentence that says why."""
        sent: UploadedFile = self.cleaned_data["file"]
        # Read one byte more than allowed, so that a huge file costs no memory to refuse.
        self.content = sent.read(MAX_FILE_BYTES + 1)
        try:
            self.boundaries = read_boundary_file(self.content)
        except BoundaryFileError as error:
            raise forms.ValidationError(str(error), code="unreadable") from error
        return sent
