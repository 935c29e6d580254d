"""The history of a tip in words: its moves, its deadlines, and every look at its informant."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from commune_police.history import HistoryLine, history_of, history_of_parts
from incidents.domain.looks import LONGEST, looks_told
from incidents.domain.tips.corrections_told import informant_told, receipt_told
from incidents.models import CrimeTip, TipDeadline, TipVerification, VerificationState


def story_of(tip: CrimeTip) -> list[HistoryLine]:
    """Return what happened to a tip, newest first; a fixed number of queries."""
    words = {_("created"): _("started a deadline"), _("changed"): _("ended a deadline")}
    lines = receipt_told(history_of(tip)) + informant_told(tip)
    for parts in history_of_parts(TipDeadline, tip_id=tip.pk).values():
        lines += [replace(line, action=words.get(line.action, line.action)) for line in parts]
    for parts in history_of_parts(TipVerification, tip_id=tip.pk).values():
        lines += [_report_told(line) for line in parts]
    lines += looks_told(
        lambda look: _("looked at who gave the tip: %(reason)s") % {"reason": look.reason},
        model="incidents.tipinformant",
        commune_id=tip.commune_id,
        shown_as=tip.number,
    )
    return sorted(lines, key=lambda line: line.at, reverse=True)[:LONGEST]


def _report_told(line: HistoryLine) -> HistoryLine:
    """Name the step of the verification report where its state changed."""
    if line.action == _("created"):
        return replace(line, action=_("drafted the verification report"), changes=[])
    label = str(TipVerification._meta.get_field("state").verbose_name)
    said = {
        str(VerificationState.DRAFT.label): _("sent the verification report back"),
        str(VerificationState.READ.label): _("read the verification report"),
        str(VerificationState.SIGNED.label): _("signed the verification report"),
    }
    after = next((one.after for one in line.changes if one.label == label), "")
    return replace(line, action=said.get(after, _("corrected the verification report")))
