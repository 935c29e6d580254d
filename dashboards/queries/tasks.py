"""One thing that awaits somebody, and how urgent it is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = datetime.timedelta(days=7)
# Of each kind of task.
MOST = 100


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: how urgent, what, by when, and the one next step."""

    tone: str
    what: str
    when: str
    url: str
    step: str
    due: datetime.date
    is_first: bool = False


def lateness(due: datetime.date, day: datetime.date) -> str:
    """Say how far ``due`` is from ``day`` in words."""
    days = (due - day).days
    if days < 0:
        return ngettext("overdue by %d day", "overdue by %d days", -days) % -days
    if days == 0:
        return _("due today")
    return ngettext("in %d day", "in %d days", days) % days


def tone_of(due: datetime.date, day: datetime.date) -> str:
    """Overdue is bad, soon is a warning."""
    return "bad" if due < day else "warn"
