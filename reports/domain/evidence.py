"""Evidence of difficulties and directives: photos and scanned papers, judged by what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from commune_police.files import save_with_files
from incidents.domain.hotspots.photos import clean_photo
from reports.domain.difficulties import ANSWER, RAISE
from reports.domain.directive_checks import may_check
from reports.domain.directives import ISSUE, may_report
from reports.domain.moves import locked
from reports.domain.papers import pdf_content
from reports.models import UNFINISHED, Difficulty, Directive, EvidenceFile, EvidenceType

Matter = TypeVar("Matter", Difficulty, Directive)
MOST_FILES = 8
LONGEST_NAME = 150
PDF_BEGINNING = b"%PDF-"


@dataclass(frozen=True, slots=True)
class CleanEvidence:
    """A file as it may be kept."""

    content: bytes
    type: EvidenceType
    name: str


def clean_evidence(upload: UploadedFile) -> CleanEvidence:
    """Return a PDF as it is, or a photo re-encoded without metadata, whatever the file says it is.

    Raises ``ValidationError`` with a sentence that says what is wrong.
    """
    upload.seek(0)
    is_paper = upload.read(len(PDF_BEGINNING)) == PDF_BEGINNING
    if is_paper:
        return CleanEvidence(pdf_content(upload), EvidenceType.PAPER, _tidy(upload.name, "pdf"))
    try:
        photo = clean_photo(upload)
    except ValidationError as problem:
        if not (upload.name or "").lower().endswith(".pdf"):
            raise
        # Named like a paper: what is said of photos would not help.
        raise ValidationError(
            _("“%(name)s” is not a PDF file. Scan or save it again.") % {"name": upload.name}
        ) from problem
    return CleanEvidence(photo.full, EvidenceType.PHOTO, _tidy(upload.name, "jpg"))


def _tidy(name: str | None, extension: str) -> str:
    """Keep the file's own name without folders, ending as what it holds."""
    plain = PurePath((name or "").replace("\\", "/").replace("\x00", "")).stem
    return f"{plain[:LONGEST_NAME] or 'minh-chung'}.{extension}"


def may_attach(matter: Difficulty | Directive, user: User) -> bool:
    """Tell whether ``user`` may add evidence: both sides of a matter that is open."""
    if isinstance(matter, Difficulty):
        return matter.is_open and (user.has_perm(RAISE) or user.has_perm(ANSWER))
    if matter.state not in UNFINISHED:
        return False
    return user.has_perm(ISSUE) or may_report(matter, user) or may_check(matter, user)


@transaction.atomic
def attach_evidence(
    matter: Matter, files: Sequence[CleanEvidence], *, by: User
) -> list[EvidenceFile]:
    """Keep files with a matter, the same file once; all of them or none.

    Raises ``PermissionDenied``; ``ValidationError`` when there would be too many.
    """
    current = locked(matter)
    if not may_attach(current, by):
        raise PermissionDenied
    known = set(current.evidence_files.values_list("sha256", flat=True))
    fresh = {}
    for one in files:
        digest = hashlib.sha256(one.content).hexdigest()
        if digest not in known:
            fresh[digest] = one
    if len(known) + len(fresh) > MOST_FILES:
        raise ValidationError(
            _("At most %(most)s files stand with one matter. Remove one first.")
            % {"most": MOST_FILES}
        )
    owner = {"difficulty" if isinstance(current, Difficulty) else "directive": current}
    return [_stored(owner, digest, one, by) for digest, one in fresh.items()]


def _stored(owner: Mapping[str, Any], digest: str, one: CleanEvidence, by: User) -> EvidenceFile:
    """Write the file under a random name and the row."""
    kept = EvidenceFile(
        **owner,
        content_type=one.type,
        name=one.name,
        size=len(one.content),
        sha256=digest,
        added_by=by,
        added_by_name=by.get_full_name(),
    )
    save_with_files(kept, {"file": (one.name, one.content)})
    return kept


def may_remove(evidence: EvidenceFile, user: User) -> bool:
    """Tell whether ``user`` may take a file away: who added it, while the matter is open."""
    matter = evidence.difficulty or evidence.directive
    return evidence.added_by_id == user.pk and matter is not None and may_attach(matter, user)


@transaction.atomic
def remove_evidence(evidence: EvidenceFile, *, by: User) -> None:
    """Take a file away; it goes from the disk when that is certain. Raises ``PermissionDenied``."""
    if not may_remove(evidence, by):
        raise PermissionDenied
    transaction.on_commit(partial(evidence.file.storage.delete, str(evidence.file.name)))
    evidence.delete()
