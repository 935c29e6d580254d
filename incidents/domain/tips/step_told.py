"""What a step of a tip has done, in the sentences that are said after it: the state, what was met, what runs now."""

from __future__ import annotations

from django.utils.translation import gettext as _

from incidents.domain.tips.clock_told import until_words
from incidents.models import EXTENDED, CrimeTip, TipDeadline


def deadlines_of(tip: CrimeTip) -> list[TipDeadline]:
    """Return every deadline of a tip as it is now, to be compared after the step; one query."""
    return list(tip.deadlines.order_by("pk"))


def step_told(before: CrimeTip, after: CrimeTip, held: list[TipDeadline]) -> str:
    """Say what became of ``before``, which had the deadlines ``held``; one query. A step that touches neither state nor
    deadline is noted."""
    met_before = {one.pk for one in held if one.met_at}
    known = {one.pk for one in held}
    sentences = []
    if before.state != after.state:
        said = _("It is now “%(state)s”.")
        sentences.append(said % {"state": after.get_state_display()})
    for row in deadlines_of(after):
        if row.met_at and row.pk not in met_before:
            sentences.append(_met(row))
        elif row.pk not in known:
            sentences.append(_started(row))
    return f"{after.number}: {' '.join(sentences) or _('Noted.')}"


def _met(row: TipDeadline) -> str:
    said = {"step": row.get_step_display(), "number": row.decision_number}
    if row.decision_number:
        return _("“%(step)s” is done, paper %(number)s.") % said
    return _("“%(step)s” is done.") % said


def _started(row: TipDeadline) -> str:
    said = {
        "step": row.get_step_display(),
        "number": row.decision_number,
        "until": until_words(row.due_at),
    }
    if row.step in EXTENDED and row.decision_number:
        return _("Extended by decision %(number)s: “%(step)s” %(until)s.") % said
    return _("“%(step)s” runs %(until)s.") % said
