"""Evidence of difficulties and directives: photos and scanned papers, judged by what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from commune_police.files import save_with_files
from incidents.domain.attachments import CleanFile
from reports.domain.difficulties import ANSWER, RAISE
from reports.domain.directive_checks import may_check
from reports.domain.directives import ISSUE, may_report
from reports.domain.moves import locked
from reports.models import UNFINISHED, Difficulty, Directive, EvidenceFile, EvidenceType

Matter = TypeVar("Matter", Difficulty, Directive)
MOST_FILES = 8


def may_attach(matter: Difficulty | Directive, user: User) -> bool:
    """Tell whether ``user`` may add evidence: both sides of a matter that is open."""
    if isinstance(matter, Difficulty):
        return matter.is_open and (user.has_perm(RAISE) or user.has_perm(ANSWER))
    if matter.state not in UNFINISHED:
        return False
    return user.has_perm(ISSUE) or may_report(matter, user) or may_check(matter, user)


@transaction.atomic
def attach_evidence(matter: Matter, files: Sequence[CleanFile], *, by: User) -> list[EvidenceFile]:
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


def _stored(owner: Mapping[str, Any], digest: str, one: CleanFile, by: User) -> EvidenceFile:
    """Write the file under a random name and the row."""
    kept = EvidenceFile(
        **owner,
        content_type=EvidenceType.PHOTO if one.is_photo else EvidenceType.PAPER,
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
