"""The deadlines of a tip as its page shows them: what runs, what was done, what is no longer counted."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from operator import attrgetter

from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.permissions import DECIDE_TIP
from incidents.domain.tips.clock import tone
from incidents.domain.tips.clock_told import until_words
from incidents.domain.tips.deadlines import ask_by
from incidents.domain.tips.workflow import EXTENSIONS, FINISHED_BY_HAND
from incidents.models import CrimeTip, Step, TipDeadline
from incidents.queries.tip_rows import RESOLVING
from incidents.tables.tips import clock_words


@dataclass(frozen=True, slots=True)
class Clock:
    """One deadline with its rule and ``until`` when, in words; while it runs, the time left in ``words`` and by
    ``tone``."""

    row: TipDeadline
    is_running: bool
    words: str
    tone: str
    until: str
    ask_by: str
    may_finish: bool
    note: str = ""

    @property
    def is_late(self) -> bool:
        """Whether it was done when its time was past."""
        return self.row.met_at is not None and self.row.met_at >= self.row.due_at


@dataclass(frozen=True, slots=True)
class Clocks:
    """The deadlines that run, the soonest first; those done and those no longer counted, the latest first."""

    running: list[Clock]
    met: list[Clock]
    replaced: list[Clock]

    @property
    def stayed_late(self) -> list[TipDeadline]:
        """What was overdue when the tip was suspended or returned, for which it still counts as late."""
        rows = (one.row for one in self.replaced)
        return [row for row in rows if row.ended_late and row.step in RESOLVING]

    @property
    def can_be_extended(self) -> bool:
        """Whether one runs that an extension can follow."""
        return any(one.row.step in EXTENSIONS for one in self.running)

    @property
    def proposes(self) -> bool:
        """Whether the proposal to handle the tip in the commune is still to be made."""
        return any(one.row.step == Step.PROPOSE for one in self.running)

    @property
    def proposal(self) -> TipDeadline | None:
        """The proposal to handle the tip in the commune, made or to be made; none where none is meant."""
        rows = (one.row for one in (*self.running, *self.met))
        return next((row for row in rows if row.step == Step.PROPOSE), None)


def clocks_of(tip: CrimeTip, user: User, now: datetime.datetime) -> Clocks:
    """Return every deadline of a tip with its rule; one query, and two more while an extension runs."""
    rows = list(tip.deadlines.select_related("rule"))
    running = [one for one in rows if one.met_at is None and one.replaced_at is None]
    met = [one for one in rows if one.met_at]
    replaced = [one for one in rows if one.replaced_at]
    return Clocks(
        [_running(tip, one, user, now) for one in sorted(running, key=attrgetter("due_at", "pk"))],
        [_ended(one) for one in sorted(met, key=attrgetter("met_at", "pk"), reverse=True)],
        [
            _ended(one)
            for one in sorted(replaced, key=attrgetter("replaced_at", "pk"), reverse=True)
        ],
    )


def _running(tip: CrimeTip, row: TipDeadline, user: User, now: datetime.datetime) -> Clock:
    return Clock(
        row,
        is_running=True,
        words=clock_words(row.due_at, now),
        tone=tone(row.began_at, row.due_at, now),
        until=until_words(row.due_at),
        ask_by=_asked_until(tip, row),
        may_finish=row.step in FINISHED_BY_HAND and user.has_perm(DECIDE_TIP),
        note=_without_class(row, now) if row.step == Step.HAND_OVER and not tip.urgency else "",
    )


def _without_class(row: TipDeadline, now: datetime.datetime) -> str:
    """Why the hand-over of a tip runs that nobody has classified."""
    if row.due_at <= now:
        return _("not classified; past the ordinary time to hand over from receipt")
    return _("not classified; by the ordinary time to hand over from receipt")


def _ended(row: TipDeadline) -> Clock:
    return Clock(row, False, "", "quiet", until_words(row.due_at), "", may_finish=False)


def _asked_until(tip: CrimeTip, row: TipDeadline) -> str:
    """Until when the procuracy is asked for the second extension; empty where none follows, or no rule says."""
    by = ask_by(tip, row) if row.step == Step.EXTENSION else None
    return until_words(by) if by else ""
