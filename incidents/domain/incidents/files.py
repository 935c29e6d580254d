"""Photos and papers of an incident."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from commune_police.files import save_with_files
from incidents.domain.attachments import CleanFile
from incidents.domain.locking import locked
from incidents.domain.permissions import RECORD, require
from incidents.models import FileType, Incident, IncidentFile

MOST_FILES = 12


@transaction.atomic
def attach_files(incident: Incident, files: Sequence[CleanFile], *, by: User) -> list[IncidentFile]:
    """Keep files with an incident, the same file once; all of them or none.

    Raises ``PermissionDenied``; ``ValidationError`` when there would be more than ``MOST_FILES``.
    """
    require(by, RECORD)
    current = locked(incident)
    known = set(current.files.values_list("sha256", flat=True))
    fresh = {one.digest: one for one in files if one.digest not in known}
    if len(known) + len(fresh) > MOST_FILES:
        raise ValidationError(
            _("At most %(most)s files stand with one incident. Remove one first.")
            % {"most": MOST_FILES}
        )
    return [_stored(current, digest, one, by) for digest, one in fresh.items()]


def may_remove(attached: IncidentFile, user: User) -> bool:
    """Tell whether ``user`` may take a file away: who added it, while the incident is open."""
    return attached.added_by_id == user.pk and attached.incident.is_unsettled


@transaction.atomic
def remove_file(attached: IncidentFile, *, by: User) -> None:
    """Take a file away; it goes from the disk when that is certain. Raises ``PermissionDenied``."""
    if not may_remove(attached, by):
        raise PermissionDenied
    transaction.on_commit(partial(attached.file.storage.delete, str(attached.file.name)))
    attached.delete()


def _stored(incident: Incident, digest: str, one: CleanFile, by: User) -> IncidentFile:
    kept = IncidentFile(
        incident=incident,
        content_type=FileType.PHOTO if one.is_photo else FileType.PAPER,
        name=one.name,
        size=len(one.content),
        sha256=digest,
        added_by=by,
        added_by_name=by.get_full_name(),
    )
    save_with_files(kept, {"file": (one.name, one.content)})
    return kept
