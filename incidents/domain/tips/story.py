"""The history of a tip in words: its moves, its deadlines, and every look at its informant."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Disclosure
from commune_police.history import (
    Change,
    HistoryLine,
    history_of,
    history_of_parts,
    label_of,
    newest_first,
)
from incidents.domain.looks import looks_told
from incidents.domain.tips.clock_told import until_words
from incidents.domain.tips.corrections_told import informant_told, receipt_told
from incidents.domain.tips.informants import REFUSAL
from incidents.domain.tips.moves_told import moves_told
from incidents.models import (
    EXTENDED,
    CrimeTip,
    TipDeadline,
    TipVerification,
    VerificationState,
)


def story_of(tip: CrimeTip) -> list[HistoryLine]:
    """Return what happened to a tip, newest first; a fixed number of queries."""
    lines = receipt_told(moves_told(history_of(tip))) + informant_told(tip)
    rows = {row.pk: row for row in tip.deadlines.select_related("rule")}
    begun = _as_begun(tip)
    for key, parts in history_of_parts(TipDeadline, tip_id=tip.pk).items():
        lines += [_deadline_told(line, rows[key], begun.get(key)) for line in parts]
    for parts in history_of_parts(TipVerification, tip_id=tip.pk).values():
        lines += [_report_told(line) for line in parts]
    lines += looks_told(
        _look_told,
        model="incidents.tipinformant",
        commune_id=tip.commune_id,
        shown_as=tip.number,
    )
    return newest_first(lines)


def _look_told(look: Disclosure) -> str:
    if look.field == REFUSAL:
        return _("tried to write who gave the tip; the words were held back")
    return _("looked at who gave the tip: %(reason)s") % {"reason": look.reason}


def _as_begun(tip: CrimeTip) -> dict[int, Any]:
    """How each deadline began, by its key: the class and the calendar may have moved its end since; one query."""
    events: Any = TipDeadline._meta.get_field("events").related_model
    rows = events.objects.filter(tip_id=tip.pk, pgh_label="insert").select_related("rule")
    return {row.pgh_obj_id: row for row in rows}


def _deadline_told(line: HistoryLine, row: TipDeadline, begun: Any) -> HistoryLine:
    """Name the deadline with its rule, and say whether it was started, extended, met, or is no longer counted."""
    said = {"step": row.get_step_display(), "rule": row.rule.basis, "due": until_words(row.due_at)}
    if line.action == _("created"):
        if begun is not None:
            said |= {"rule": begun.rule.basis, "due": until_words(begun.due_at)}
        text = _("started the deadline “%(step)s”, %(due)s (%(rule)s)")
        if row.decision_number and row.step in EXTENDED:
            said["decision"] = row.decision_number
            text = _(
                "extended by decision %(decision)s: the deadline “%(step)s”, %(due)s (%(rule)s)"
            )
        return replace(line, action=text % said, changes=[])
    changed = {one.label for one in line.changes}
    reason = label_of(TipDeadline, "recounted_because")
    if reason in changed:
        text = _("counted the deadline “%(step)s” anew by the calendar: %(because)s (%(rule)s)")
        said["because"] = next(one.after for one in line.changes if one.label == reason)
        quiet = _without(line, "due_at", "recounted_because")
        return replace(line, action=text % said, changes=quiet)
    if label_of(TipDeadline, "began_at") in changed:
        # The receipt was corrected after the hand-over; that line says why.
        text = _(
            "counted the deadline “%(step)s” anew from the corrected receipt, %(due)s (%(rule)s)"
        )
        return replace(line, action=text % said, changes=[])
    if label_of(TipDeadline, "rule") in changed:
        text = _("the deadline “%(step)s” runs by the class: %(due)s (%(rule)s)")
        return replace(line, action=text % said, changes=_without(line, "rule", "due_at"))
    if label_of(TipDeadline, "met_at") in changed:
        text = _("met the deadline “%(step)s” (%(rule)s)")
        if row.met_at is not None and row.met_at >= row.due_at:
            text = _("met the deadline “%(step)s” too late (%(rule)s)")
        return replace(line, action=text % said, changes=_without(line, "met_at"))
    if label_of(TipDeadline, "replaced_at") in changed:
        text = _("the deadline “%(step)s” is no longer counted (%(rule)s)")
        if label_of(TipDeadline, "ended_late") in changed:
            text = _("the deadline “%(step)s” is no longer counted; it was overdue (%(rule)s)")
        quiet = _without(line, "replaced_at", "ended_late")
        return replace(line, action=text % said, changes=quiet)
    return replace(line, action=_("changed the deadline “%(step)s” (%(rule)s)") % said)


def _without(line: HistoryLine, *names: str) -> list[Change]:
    """The changes but those which the line itself is about."""
    told = {label_of(TipDeadline, name) for name in names}
    return [one for one in line.changes if one.label not in told]


def _report_told(line: HistoryLine) -> HistoryLine:
    """Name the step of the verification report where its state changed."""
    if line.action == _("created"):
        return replace(line, action=_("drafted the verification report"), changes=[])
    label = label_of(TipVerification, "state")
    said = {
        str(VerificationState.DRAFT.label): _("sent the verification report back"),
        str(VerificationState.READ.label): _("read the verification report"),
        str(VerificationState.SIGNED.label): _("signed the verification report"),
    }
    after = next((one.after for one in line.changes if one.label == label), "")
    return replace(line, action=said.get(after, _("corrected the verification report")))
