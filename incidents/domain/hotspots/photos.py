"""Photos: judged by their content, re-encoded without metadata, kept under random names."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from accounts.models import User
from commune_police.files import save_with_files
from incidents.domain.permissions import ACT, REPORT, REVIEW
from incidents.models import DraftPhoto, Hotspot, HotspotPhoto, PhotoFile, ReportDraft

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE, THUMBNAIL_SIDE = 1920, 480
# A JPEG is decoded at reduced size; the others are unpacked whole, so they may be less large.
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
MOST_PHOTOS = 12
QUALITY = 82


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A photo as it may be kept: two JPEGs that hold pixels and nothing else."""

    full: bytes
    thumbnail: bytes
    width: int
    height: int


def clean_photo(upload: UploadedFile) -> CleanPhoto:
    """Re-encode an uploaded photo, turned upright, at most 1,920 pixels long, metadata dropped.

    Whatever the file is called or says it is, only what Pillow can decode as a JPEG, PNG or WebP
    passes. Raises ``ValidationError`` with a sentence that says what is wrong.
    """
    most_bytes = settings.UPLOAD_MAX_BYTES
    if (upload.size or 0) > most_bytes:
        raise ValidationError(
            _("The photo “%(name)s” is larger than %(limit)s MB.")
            % {"name": upload.name, "limit": most_bytes // 1_048_576}
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _decoded(upload)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise _too_many_pixels(upload) from error
    except UnidentifiedImageError as error:
        raise ValidationError(
            _("“%(name)s” is not a photo. Choose a JPEG, PNG or WebP file.") % {"name": upload.name}
        ) from error
    except Exception as error:  # decoders fail in many ways on files made to break them
        raise ValidationError(
            _("The photo “%(name)s” is damaged and cannot be read. Take or choose it again.")
            % {"name": upload.name}
        ) from error


def _decoded(upload: UploadedFile) -> CleanPhoto:
    upload.seek(0)
    with Image.open(upload, formats=FORMATS) as image:
        width, height = image.size
        if width * height > MOST_PIXELS[image.format or "PNG"]:
            raise _too_many_pixels(upload)
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        upright = _on_white(ImageOps.exif_transpose(image))
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    small = upright.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return CleanPhoto(_jpeg(upright), _jpeg(small), upright.width, upright.height)


def _on_white(image: Image.Image) -> Image.Image:
    """Return plain RGB pixels in a new image, so that nothing else of the file comes along."""
    pixels = image.convert("RGBA")
    paper = Image.new("RGB", pixels.size, "white")
    paper.paste(pixels, mask=pixels.getchannel("A"))
    return paper


def _jpeg(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return target.getvalue()


def _too_many_pixels(upload: UploadedFile) -> ValidationError:
    return ValidationError(
        _("The photo “%(name)s” has too many pixels. Choose a smaller one.") % {"name": upload.name}
    )


@transaction.atomic
def add_photo(hotspot: Hotspot, photo: CleanPhoto, *, by: User, caption: str = "") -> HotspotPhoto:
    """Keep a photo of a place. Raises ``ValidationError`` when the place has enough of them."""
    if not any(by.has_perm(one) for one in (REPORT, REVIEW, ACT)):
        raise PermissionDenied
    check_room(hotspot, 1)
    kept = HotspotPhoto(
        hotspot=hotspot, caption=caption, added_by=by, added_by_name=by.get_full_name()
    )
    _store(kept, photo)
    return kept


def check_room(hotspot: Hotspot, number: int) -> None:
    """Raise ``ValidationError`` when ``number`` more photos would be too many."""
    if hotspot.photos.count() + number > MOST_PHOTOS:
        raise ValidationError(
            _("A place has at most %(most)s photos. Remove one first.") % {"most": MOST_PHOTOS}
        )


def keep_with_draft(draft: ReportDraft, photo: CleanPhoto) -> DraftPhoto | None:
    """Keep a photo that came with a form which cannot be saved yet; none beyond the limit."""
    if draft.photos.count() >= MOST_PHOTOS:
        return None
    kept = DraftPhoto(draft=draft)
    _store(kept, photo)
    return kept


def take_over(draft: ReportDraft, hotspot: Hotspot, *, by: User) -> None:
    """Give the place the photos that waited with its form; the files stay where they are."""
    for waiting in draft.photos.all():
        HotspotPhoto.objects.create(
            hotspot=hotspot,
            file=waiting.file.name,
            thumbnail=waiting.thumbnail.name,
            width=waiting.width,
            height=waiting.height,
            size=waiting.size,
            added_by=by,
            added_by_name=by.get_full_name(),
        )


@transaction.atomic
def remove_photo(photo: HotspotPhoto, *, by: User) -> None:
    """Remove a photo: its reporter's commune may, and who added it. The files go when it is certain."""
    if not (by.has_perm(REPORT) or photo.added_by_id == by.pk):
        raise PermissionDenied
    drop_files(photo)
    photo.delete()


def drop_files(photo: PhotoFile) -> None:
    """Delete a photo's files once the transaction has succeeded."""
    for kept in (photo.file, photo.thumbnail):
        if kept.name:
            transaction.on_commit(partial(kept.storage.delete, kept.name))


def _store(kept: PhotoFile, photo: CleanPhoto) -> None:
    """Write both files and the row."""
    kept.width, kept.height, kept.size = photo.width, photo.height, len(photo.full)
    save_with_files(
        kept, {"file": ("photo.jpg", photo.full), "thumbnail": ("photo.jpg", photo.thumbnail)}
    )
