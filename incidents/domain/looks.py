"""Looks at who somebody is and at files that may show it, told in the history of the record that they belong to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Disclosure, User
from commune_police.history import HistoryLine
from incidents.domain.permissions import SEE_IDENTITY, require
from incidents.models import IncidentFile, MediationFile

FILE = "file"


def open_file(
    attached: IncidentFile | MediationFile,
    *,
    by: User,
    commune: int,
    number: str,
    address: str = "",
) -> None:
    """Record that ``by`` opens a file of the record with this ``number``: a photo or a paper may show or name
    people. Of the file the log keeps its kind, never its name. Raises ``PermissionDenied``."""
    require(by, SEE_IDENTITY)
    Disclosure.objects.create(
        user=by,
        model=attached._meta.label_lower,
        row=attached.pk,
        field=FILE,
        shown_as=f"{number}: {attached.get_content_type_display()}",
        commune_id=commune,
        reason=_("opened the file"),
        address=address or None,
    )


def file_opened(look: Disclosure) -> str:
    """Say in the history that a file was opened."""
    return _("opened an attached file (%(kind)s)") % {"kind": look.shown_as.partition(": ")[2]}


def looks_told(said: Callable[[Disclosure], str], **which: Any) -> list[HistoryLine]:
    """Return who looked, when, and in the words of ``said``, the latest first; one query. ``which``
    are the looks meant: their ``model``, ``commune_id`` and how the row was shown."""
    looks = Disclosure.objects.filter(**which).select_related("user")
    return [
        HistoryLine(
            at=timezone.localtime(look.at), person=look.user.get_full_name(), action=said(look)
        )
        for look in looks
    ]
