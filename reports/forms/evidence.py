"""The small form that adds photos and papers to a difficulty or a directive."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from incidents.forms.fields import FilesField, FilesInput
from reports.domain.evidence import MOST_FILES, CleanEvidence, clean_evidence

ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"


class EvidenceField(FilesField[CleanEvidence]):
    """Several photos and papers, cleaned to ``CleanEvidence``."""

    most = MOST_FILES
    said_missing = gettext_lazy("Choose a photo or a PDF file.")
    said_too_many = gettext_lazy("At most %(most)s files at once.")

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"accept": ACCEPTED, "multiple": ""}
        super().__init__(widget=FilesInput(attrs=attrs), **kwargs)

    def clean_one(self, upload: UploadedFile) -> CleanEvidence:
        return clean_evidence(upload)


class EvidenceForm(forms.Form):
    """Files that show what is said."""

    evidence = EvidenceField(
        label=gettext_lazy("Photos or PDF files"),
        help_text=format_lazy(
            gettext_lazy("Up to {most} files; a photo's position and camera data are removed."),
            most=MOST_FILES,
        ),
    )
