"""Evidence of difficulties and directives: photos and scanned papers, judged by what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.attachments import CleanFile, drop_file, keep_files
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
    too_many = _("At most %(most)s files stand with one matter. Remove one first.")
    return keep_files(
        current.evidence_files.all(),
        files,
        belongs={"difficulty" if isinstance(current, Difficulty) else "directive": current},
        kinds=EvidenceType,
        most=MOST_FILES,
        too_many=ValidationError(too_many % {"most": MOST_FILES}),
        by=by,
    )


def may_remove(evidence: EvidenceFile, user: User) -> bool:
    """Tell whether ``user`` may take a file away: who added it, while the matter is open."""
    matter = evidence.difficulty or evidence.directive
    return evidence.added_by_id == user.pk and matter is not None and may_attach(matter, user)


@transaction.atomic
def remove_evidence(evidence: EvidenceFile, *, by: User) -> None:
    """Take a file away; it goes from the disk when that is certain. Raises ``PermissionDenied``."""
    if not may_remove(evidence, by):
        raise PermissionDenied
    drop_file(evidence)
