"""Fields that several forms here share: a coordinate, a day, a date known roughly, photos, an officer."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.domain.attachments import CleanFile, clean_file
from incidents.domain.hotspots.photos import MOST_PHOTOS, CleanPhoto, clean_photo
from incidents.domain.partial_dates import PartialDate, read_partial_date
from units.models import Commune, Officer

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Clean = TypeVar("Clean")
ACCEPTED = "image/jpeg,image/png,image/webp"  # without HEIC here, iPhones send JPEG


class CoordinateField(forms.FloatField):
    """Degrees, with a comma or a dot."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.strip().replace(",", ".")
        return super().to_python(value)


class DayField(forms.DateField):
    """A day, chosen with the device's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y"])
        super().__init__(**kwargs)


class PartialDateField(forms.CharField):
    """A day, a month or only a year, typed; cleaned to a ``PartialDate``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "03/2024"})
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> PartialDate | None:
        text = super().clean(value)
        return read_partial_date(text, today=timezone.localdate()) if text else None


class FilesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class FilesField(forms.FileField, Generic[Clean]):
    """Several files, each cleaned by ``clean_one`` and judged by what it holds; every wrong one is named.

    ``whole`` are those that were right, also where others beside them were not.
    """

    whole: Sequence[Clean] = ()
    most: int
    said_missing: StrPromise
    said_too_many: StrPromise

    def clean_one(self, upload: UploadedFile) -> Clean:
        """Return a file as it may be kept. Raises ``ValidationError`` with a sentence."""
        raise NotImplementedError

    def clean(self, value: Sequence[UploadedFile] | None, initial: Any = None) -> list[Clean]:
        uploads = list(value or [])
        if not uploads and self.required:
            raise ValidationError(self.said_missing)
        if len(uploads) > self.most:
            raise ValidationError(self.said_too_many, params={"most": self.most})
        problems: list[ValidationError] = []
        files: list[Clean] = []
        for upload in uploads:
            try:
                files.append(self.clean_one(upload))
            except ValidationError as problem:
                problems.append(problem)
        self.whole = files
        if problems:
            raise ValidationError(problems)
        return files


class PhotosField(FilesField[CleanPhoto]):
    """Several photos, cleaned to ``CleanPhoto``."""

    most = MOST_PHOTOS
    said_missing = _("Take or choose a photo.")
    said_too_many = _("At most %(most)s photos at once.")

    def __init__(self, *, camera: bool = False, **kwargs: Any) -> None:
        attrs = {"accept": ACCEPTED, "data-shrink": "1920"}
        attrs |= {"capture": "environment"} if camera else {"multiple": ""}
        kwargs.setdefault("widget", FilesInput(attrs=attrs))
        super().__init__(**kwargs)

    def clean_one(self, upload: UploadedFile) -> CleanPhoto:
        return clean_photo(upload)


class AttachmentsField(FilesField[CleanFile]):
    """Several photos and PDF files, cleaned to ``CleanFile``; at most ``most`` at once."""

    said_missing = _("Choose a photo or a PDF file.")
    said_too_many = _("At most %(most)s files at once.")

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        attrs = {"accept": f"{ACCEPTED},application/pdf", "multiple": ""}
        kwargs.setdefault("widget", FilesInput(attrs=attrs))
        super().__init__(**kwargs)
        self.most = most

    def clean_one(self, upload: UploadedFile) -> CleanFile:
        return clean_file(upload)


def serving_officers(commune: Commune) -> QuerySet[Officer]:
    """Return the officers who hold a post in the commune today, the chief first."""
    officers: QuerySet[Officer] = (
        Officer.objects.filter(commune=commune, post__isnull=False)
        .select_related("post__position")
        .order_by("post__position__order", "sort_key", "pk")
    )
    return officers


class OfficerField(forms.ModelChoiceField):
    """One officer of a commune, found by typing part of the name."""

    def __init__(self, commune: Commune, *, held: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.RadioSelect)
        officers = serving_officers(commune)
        if held:
            officers = officers | Officer.objects.filter(pk=held).select_related("post__position")
        super().__init__(officers, empty_label=None, **kwargs)
        self.commune = commune


def today() -> datetime.date:
    """Return the day it is where the forms are filled."""
    return timezone.localdate()
