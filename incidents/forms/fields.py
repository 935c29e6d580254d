"""Fields that several forms here share: a coordinate, a day, a date known roughly, photos, an officer."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.domain.attachments import CleanFile, clean_file
from incidents.domain.days import unlikely_year
from incidents.domain.hotspots.photos import MOST_PHOTOS, CleanPhoto, clean_photo
from incidents.domain.partial_dates import PartialDate, read_partial_date
from units.models import Commune, Officer

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Clean = TypeVar("Clean")
# Calendars end where nobody means to write, and days are counted from there.
LAST_YEAR = 2999
# What a column of counts holds, and longer than anything that is counted.
MOST_COUNTED, MOST_DIGITS = 2**31 - 1, 40
ACCEPTED = "image/jpeg,image/png,image/webp"  # without HEIC here, iPhones send JPEG


def check_year(day: datetime.date | None) -> None:
    """Raise ``ValidationError`` for a day whose year must be a slip."""
    if day is not None and (wrong := unlikely_year(day.year)):
        raise ValidationError(wrong)
    if day is not None and day.year > LAST_YEAR:
        raise ValidationError(_("Check the year."))


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


# Digits alone, or in groups of three behind the first, all with the same sign between them: 1,5 is no whole number.
WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+")


def read_whole(text: str) -> int | None:
    """Return the whole number that was typed, with or without dots (1.200); ``None`` where it is none."""
    bare = re.sub(r"\s", "", text)
    if len(bare) > MOST_DIGITS or not WHOLE.fullmatch(bare):
        return None
    return int(re.sub(r"[.,]", "", bare))


def _at_most(limit: int) -> str:
    return gettext("At most %(limit)s.") % {"limit": number_format(limit, force_grouping=True)}


at_most = lazy(_at_most, str)


class CountField(forms.IntegerField):
    """A count; empty is not known, 0 is none.

    A text for the browser: from a field of numbers it would send nothing at all for “35-40”, as if nothing were known.
    """

    default_error_messages = {
        "invalid": _("Write one whole number in digits, such as 1.200."),
    }

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(**{"widget": forms.TextInput(attrs=attrs), "required": False, **kwargs})
        if "max_value" in kwargs:
            self.error_messages["max_value"] = at_most(int(kwargs["max_value"]))

    def to_python(self, value: Any) -> int | None:
        text = str("" if value is None else value).strip()
        if not text:
            return None
        number = read_whole(text)
        if number is None or number > MOST_COUNTED:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number


class DayField(forms.DateField):
    """A day, chosen with the device's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y"])
        super().__init__(**kwargs)

    def clean(self, value: Any) -> datetime.date | None:
        day: datetime.date | None = super().clean(value)
        check_year(day)
        return day


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


def digits_of(text: str) -> str:
    """Return a number without the spaces, dots and dashes that people type between its digits."""
    return "".join(sign for sign in text if sign not in " .-\xa0")


def phone_digits(text: str) -> str:
    """Return a phone number as it is kept: +84 is written as 0."""
    digits = digits_of(text)
    return f"0{digits[3:]}" if digits.startswith("+84") else digits
