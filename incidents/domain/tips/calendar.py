"""Running deadlines counted anew when the table of public holidays changes: a tip keeps its rule, only the calendar is
applied anew."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.domain.tips.clock_told import until_words
from incidents.domain.tips.deadlines import RUNNING, due_by, note_next
from incidents.models import DECIDING, CrimeTip, TimeUnit, TipDeadline
from units.domain.scope import Scope, scope_context
from units.domain.working_days import WorkingCalendar

# What days off can move, and the ends that others are counted back from.
BY_CALENDAR = Q(rule__unit=TimeUnit.WORKING_DAYS) | Q(rule__rolls_forward=True)
READ = BY_CALENDAR | Q(rule__counts_back=True) | Q(step__in=DECIDING)


def recount_by_calendar(because: str) -> int:
    """Count the running deadlines of every commune anew by the calendar as it is now; return how many end at another
    time. Each keeps old and new end with ``because`` in its history. One transaction."""
    with scope_context(Scope.all()):
        working = WorkingCalendar.read()
        touched = {row.tip_id for row, _due in _moved(TipDeadline.objects.all(), working)}
        rows = CrimeTip.objects.select_for_update().filter(pk__in=touched).order_by("pk")
        tips = {tip.pk: tip for tip in rows}
        # Read again: whoever had such a tip in hand may have gone on before it was locked.
        moved = list(_moved(TipDeadline.objects.filter(tip__in=tips), working))
        for row, due in moved:
            _move(row, due, because)
        for key in {row.tip_id for row, _due in moved}:
            note_next(tips[key])
            tips[key].save(update_fields=["next_due_at", "updated_at"])
    return len(moved)


def tell_recounted(sender: Any, because: str, **_more: Any) -> str:
    """Count anew after a change of the table, and say how many deadlines that touched."""
    count = recount_by_calendar(because)
    if not count:
        return _("%(because)s: no running deadline of a crime tip ends at another time.") % {
            "because": because
        }
    return ngettext(
        "%(because)s: %(count)d running deadline of crime tips was counted anew.",
        "%(because)s: %(count)d running deadlines of crime tips were counted anew.",
        count,
    ) % {"because": because, "count": count}


def _moved(rows: Any, working: WorkingCalendar) -> Iterator[tuple[TipDeadline, datetime.datetime]]:
    """The running deadlines of ``rows`` that end at another time by this calendar, with that time."""
    running = rows.filter(RUNNING).filter(READ).select_related("rule").order_by("tip_id", "pk")
    for _tip, own in groupby(running.iterator(), key=attrgetter("tip_id")):
        yield from _moved_of_one(list(own), working)


def _moved_of_one(
    rows: Iterable[TipDeadline], working: WorkingCalendar
) -> Iterator[tuple[TipDeadline, datetime.datetime]]:
    """Those of one tip: the decision's first, for the report before the end is counted back from it."""
    end = None
    for row in sorted(rows, key=lambda one: one.rule.counts_back):
        if row.rule.counts_back and end is None:
            continue
        due = due_by(row.rule, row.began_at, working, end=end)
        if row.step in DECIDING:
            end = due
        if due != row.due_at:
            yield row, due


def _move(row: TipDeadline, due: datetime.datetime, because: str) -> None:
    said = {"before": until_words(row.due_at), "after": until_words(due), "because": because}
    row.recounted_because = _("%(before)s before, now %(after)s; %(because)s") % said
    row.due_at = due
    row.save(update_fields=["due_at", "recounted_because", "updated_at"])
