"""Tells whoever counts with the calendar that a day of it was entered, changed or removed, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from units.models import PublicHoliday

# Sent with ``because``, the change in words. Who counts anew answers with a sentence about how much that was.
calendar_changed = Signal()
_told: ContextVar[list[str] | None] = ContextVar("calendar_changes_told", default=None)


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collect what is answered to the changes made inside, for the page to say."""
    told: list[str] = []
    token = _told.set(told)
    try:
        yield told
    finally:
        _told.reset(token)


def watch_table() -> None:
    """Tell of every row of the table that is saved or deleted, wherever that is done."""
    post_save.connect(_tell_of_saved, sender=PublicHoliday, dispatch_uid="calendar_saved")
    post_delete.connect(_tell_of_deleted, sender=PublicHoliday, dispatch_uid="calendar_deleted")


def _tell_of_saved(
    sender: type[PublicHoliday], instance: PublicHoliday, *, raw: bool = False, **_more: Any
) -> None:
    # A row as a file has it (``loaddata``) is told of by nobody; ``recount_tip_deadlines`` follows.
    if raw:
        return
    is_worked = _("%(day)s (%(name)s) is worked in exchange")
    text = is_worked if instance.is_worked else _("%(day)s (%(name)s) is a day off")
    _tell(text, instance)


def _tell_of_deleted(sender: type[PublicHoliday], instance: PublicHoliday, **_more: Any) -> None:
    _tell(_("%(day)s (%(name)s) is no longer in the table of public holidays"), instance)


def _tell(text: str, holiday: PublicHoliday) -> None:
    day = date_format(holiday.day, "SHORT_DATE_FORMAT")
    because = text % {"day": day, "name": holiday.name}
    answers = calendar_changed.send(sender=PublicHoliday, because=because)
    told = _told.get()
    if told is not None:
        told += [answer for _receiver, answer in answers if answer]
