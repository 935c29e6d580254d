"""Attached files: photos and scanned papers, judged by what they hold, whatever they are called, and kept once with
the record that they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import PurePath
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from commune_police.files import save_with_files
from incidents.domain.hotspots.photos import clean_photo

Kept = TypeVar("Kept", bound=models.Model)

LONGEST_NAME = 150
PDF_BEGINNING = b"%PDF-"
# The end mark stands in the last kilobyte (ISO 32000-1, 7.5.5 and annex H); signing tools add a few bytes.
TAIL = 2_048


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file as it may be kept: a photo re-encoded without metadata, or a PDF as it came."""

    content: bytes
    is_photo: bool
    name: str

    @property
    def digest(self) -> str:
        """The content's SHA-256 in hexadecimal; the same file twice has it twice."""
        return sha256(self.content).hexdigest()


def clean_file(upload: UploadedFile) -> CleanFile:
    """Return a PDF as it is, or a photo re-encoded without metadata, whatever the file says it is.

    Raises ``ValidationError`` with a sentence that says what is wrong.
    """
    upload.seek(0)
    is_paper = upload.read(len(PDF_BEGINNING)) == PDF_BEGINNING
    if is_paper:
        return CleanFile(pdf_content(upload), False, _tidy(upload.name, "pdf"))
    try:
        photo = clean_photo(upload)
    except ValidationError as problem:
        if not (upload.name or "").lower().endswith(".pdf"):
            raise
        # Named like a paper: what is said of photos would not help.
        raise ValidationError(
            _("“%(name)s” is not a PDF file. Scan or save it again.") % {"name": upload.name}
        ) from problem
    return CleanFile(photo.full, True, _tidy(upload.name, "jpg"))


def pdf_content(upload: UploadedFile) -> bytes:
    """Return the bytes of an uploaded PDF, whatever the file is called or says it is.

    Raises ``ValidationError`` where it is too large or not a whole PDF.
    """
    most = settings.UPLOAD_MAX_BYTES
    if (upload.size or 0) > most:
        raise ValidationError(
            _("The file is larger than %(limit)s MB.") % {"limit": most // 1_048_576}
        )
    upload.seek(0)
    content = upload.read(most + 1)
    if not content.startswith(b"%PDF-"):
        raise ValidationError(_("This is not a PDF file. Save or scan the signed paper as PDF."))
    if b"%%EOF" not in content[-TAIL:] or b"startxref" not in content:
        raise ValidationError(_("The PDF file is not whole. Save or scan it again."))
    return content


def keep_files(
    beside: models.QuerySet[Kept],
    files: Sequence[CleanFile],
    *,
    belongs: Mapping[str, models.Model],
    kinds: Any,
    most: int,
    too_many: ValidationError,
    by: User,
) -> list[Kept]:
    """Keep files ``beside`` those of a record that the caller has locked, the same file once; all of them or none.

    ``belongs`` are the columns that say whose they are, ``kinds`` names a ``PHOTO`` and a ``PAPER`` there. Raises
    ``too_many`` when more than ``most`` would stand there. Returns the rows that were new.
    """
    known = set(beside.values_list("sha256", flat=True))
    fresh = {one.digest: one for one in files if one.digest not in known}
    if len(known) + len(fresh) > most:
        raise too_many
    kept = []
    for digest, one in fresh.items():
        row = beside.model(
            **belongs,
            content_type=kinds.PHOTO if one.is_photo else kinds.PAPER,
            name=one.name,
            size=len(one.content),
            sha256=digest,
            added_by=by,
            added_by_name=by.get_full_name(),
        )
        save_with_files(row, {"file": (one.name, one.content)})
        kept.append(row)
    return kept


def drop_file(kept: Any) -> None:
    """Take a kept file away; it goes from the disk when that is certain."""
    transaction.on_commit(partial(kept.file.storage.delete, str(kept.file.name)))
    kept.delete()


def _tidy(name: str | None, extension: str) -> str:
    """Keep the file's own name without folders, ending as what it holds."""
    plain = PurePath((name or "").replace("\\", "/").replace("\x00", "")).stem
    return f"{plain[:LONGEST_NAME] or 'minh-chung'}.{extension}"
