"""The small form that adds photos and papers to a difficulty or a directive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.forms.fields import PhotosInput
from reports.domain.evidence import MOST_FILES, CleanEvidence, clean_evidence

ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"


class EvidenceField(forms.FileField):
    """Several files, cleaned to ``CleanEvidence``; each is judged by what it holds."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"accept": ACCEPTED, "multiple": ""}
        super().__init__(widget=PhotosInput(attrs=attrs), **kwargs)

    def clean(
        self, value: Sequence[UploadedFile] | None, initial: Any = None
    ) -> list[CleanEvidence]:
        """Return the cleaned files; every file that is wrong is named."""
        uploads = list(value or [])
        if not uploads and self.required:
            raise ValidationError(_("Choose a photo or a PDF file."))
        if len(uploads) > MOST_FILES:
            raise ValidationError(_("At most %(most)s files at once."), params={"most": MOST_FILES})
        problems: list[ValidationError] = []
        files: list[CleanEvidence] = []
        for upload in uploads:
            try:
                files.append(clean_evidence(upload))
            except ValidationError as problem:
                problems.append(problem)
        if problems:
            raise ValidationError(problems)
        return files


class EvidenceForm(forms.Form):
    """Files that show what is said."""

    evidence = EvidenceField(
        label=gettext_lazy("Photos or PDF files"),
        help_text=format_lazy(
            gettext_lazy("Up to {most} files; a photo's position and camera data are removed."),
            most=MOST_FILES,
        ),
    )
