"""The history of a tip in words: its moves, its deadlines, and every look at its informant."""

from __future__ import annotations

from dataclasses import replace

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from commune_police.history import Change, HistoryLine, history_of, history_of_parts, label_of
from incidents.domain.looks import LONGEST, looks_told
from incidents.domain.tips.clock import last_day
from incidents.domain.tips.corrections_told import informant_told, receipt_told
from incidents.domain.tips.moves_told import moves_told
from incidents.models import CrimeTip, Step, TipDeadline, TipVerification, VerificationState

EXTENDED = (Step.EXTENSION, Step.SECOND_EXTENSION)


def story_of(tip: CrimeTip) -> list[HistoryLine]:
    """Return what happened to a tip, newest first; a fixed number of queries."""
    lines = receipt_told(moves_told(history_of(tip))) + informant_told(tip)
    rows = {row.pk: row for row in tip.deadlines.select_related("rule")}
    for key, parts in history_of_parts(TipDeadline, tip_id=tip.pk).items():
        lines += [_deadline_told(line, rows[key]) for line in parts]
    for parts in history_of_parts(TipVerification, tip_id=tip.pk).values():
        lines += [_report_told(line) for line in parts]
    lines += looks_told(
        lambda look: _("looked at who gave the tip: %(reason)s") % {"reason": look.reason},
        model="incidents.tipinformant",
        commune_id=tip.commune_id,
        shown_as=tip.number,
    )
    return sorted(lines, key=lambda line: line.at, reverse=True)[:LONGEST]


def _deadline_told(line: HistoryLine, row: TipDeadline) -> HistoryLine:
    """Name the deadline with its rule, and say whether it was started, extended, met, or is no longer counted."""
    said = {"step": row.get_step_display(), "rule": row.rule.basis, "due": _due_told(row)}
    if line.action == _("created"):
        text = _("started the deadline “%(step)s”, %(due)s (%(rule)s)")
        if row.decision_number and row.step in EXTENDED:
            said["decision"] = row.decision_number
            text = _(
                "extended by decision %(decision)s: the deadline “%(step)s”, %(due)s (%(rule)s)"
            )
        return replace(line, action=text % said, changes=[])
    changed = {one.label for one in line.changes}
    if label_of(TipDeadline, "met_at") in changed:
        text = _("met the deadline “%(step)s” (%(rule)s)")
        if row.met_at is not None and row.met_at >= row.due_at:
            text = _("met the deadline “%(step)s” too late (%(rule)s)")
        return replace(line, action=text % said, changes=_without(line, "met_at"))
    if label_of(TipDeadline, "replaced_at") in changed:
        text = _("the deadline “%(step)s” is no longer counted (%(rule)s)")
        return replace(line, action=text % said, changes=_without(line, "replaced_at"))
    return replace(line, action=_("changed the deadline “%(step)s” (%(rule)s)") % said)


def _without(line: HistoryLine, name: str) -> list[Change]:
    """The changes but that of the time which the line itself is about."""
    return [one for one in line.changes if one.label != label_of(TipDeadline, name)]


def _due_told(row: TipDeadline) -> str:
    day = last_day(row.due_at)
    if day is not None:
        return _("until the end of %s") % date_format(day, "SHORT_DATE_FORMAT")
    return _("until %s") % date_format(localtime(row.due_at), "SHORT_DATETIME_FORMAT")


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
