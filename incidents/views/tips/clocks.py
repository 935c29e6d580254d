"""The deadlines of a tip as its page shows them: what runs, what was done, what is no longer counted."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from operator import attrgetter

from accounts.models import User
from incidents.domain.permissions import DECIDE_TIP
from incidents.domain.tips.clock import last_day, tone
from incidents.domain.tips.deadlines import ask_by
from incidents.domain.tips.workflow import EXTENSIONS, FINISHED_BY_HAND
from incidents.models import CrimeTip, Step, TipDeadline
from incidents.tables.tips import clock_words


@dataclass(frozen=True, slots=True)
class Clock:
    """One deadline with its rule; while it runs, the time left in ``words`` and by ``tone``."""

    row: TipDeadline
    is_running: bool
    words: str
    tone: str
    last_day: datetime.date | None
    ask_by: datetime.datetime | None
    may_finish: bool

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
        last_day=last_day(row.due_at),
        ask_by=ask_by(tip, row) if row.step == Step.EXTENSION else None,
        may_finish=row.step in FINISHED_BY_HAND and user.has_perm(DECIDE_TIP),
    )


def _ended(row: TipDeadline) -> Clock:
    return Clock(row, False, "", "quiet", last_day(row.due_at), None, may_finish=False)
