"""Photos and papers of an incident."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.attachments import CleanFile, drop_file, keep_files
from incidents.domain.locking import locked
from incidents.domain.permissions import RECORD, require
from incidents.domain.withdrawing import refuse_withdrawn
from incidents.models import FileType, Incident, IncidentFile

MOST_FILES = 12


@transaction.atomic
def attach_files(incident: Incident, files: Sequence[CleanFile], *, by: User) -> list[IncidentFile]:
    """Keep files with an incident, the same file once; all of them or none.

    Raises ``PermissionDenied``; ``ValidationError`` for a withdrawn incident, and beyond ``MOST_FILES``.
    """
    require(by, RECORD)
    current = locked(incident)
    refuse_withdrawn(current)
    too_many = _("At most %(most)s files stand with one incident. Remove one first.")
    return keep_files(
        current.files.all(),
        files,
        belongs={"incident": current},
        kinds=FileType,
        most=MOST_FILES,
        too_many=ValidationError(too_many % {"most": MOST_FILES}),
        by=by,
    )


def may_remove(attached: IncidentFile, user: User) -> bool:
    """Tell whether ``user`` may take a file away: who added it, while the incident is open."""
    incident = attached.incident
    return attached.added_by_id == user.pk and incident.is_unsettled and not incident.is_withdrawn


@transaction.atomic
def remove_file(attached: IncidentFile, *, by: User) -> None:
    """Take a file away; it goes from the disk when that is certain. Raises ``PermissionDenied``."""
    if not may_remove(attached, by):
        raise PermissionDenied
    drop_file(attached)
