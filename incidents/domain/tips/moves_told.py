"""The moves of a tip as lines of its history: what was done is named, what the deadlines' own lines say is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from commune_police.history import Change, HistoryLine, label_of
from incidents.models import CrimeTip, TipState

# What a move wrote, as the step of its own and once more as what the last step said.
WRITTEN_BY_MOVES = ("handed_with", "result", "informant_notified")
ANSWER = ("answer", "answered_on", "answered_by", "answer_note")
CLASS = ("urgency", "is_remote", "category", "classified_because")


def moves_told(lines: Sequence[HistoryLine]) -> list[HistoryLine]:
    """Return a tip's own lines with their moves in words; a line about the next deadline alone says nothing beside that
    deadline's own."""
    return list(_told(lines))


def _told(lines: Sequence[HistoryLine]) -> Iterator[HistoryLine]:
    for line in lines:
        if line.action == _("created"):
            yield replace(line, action=_("entered the tip in the register"))
            continue
        changed = {one.label: one for one in line.changes}
        state = changed.get(label_of(CrimeTip, "state"))
        if state is not None:
            yield replace(line, action=_move(state), changes=_beside(line.changes))
        elif any(label_of(CrimeTip, name) in changed for name in CLASS):
            yield replace(line, action=_("classified the tip anew"), changes=_beside(line.changes))
        elif any(label_of(CrimeTip, name) in changed for name in ANSWER):
            yield replace(line, action=_("noted the answer to the proposal"))
        elif set(changed) != {label_of(CrimeTip, "next_due_at")}:
            yield line


def _move(state: Change) -> str:
    """What led to a state; a tip that was suspended is not accepted anew but taken up again."""
    if state.before == str(TipState.SUSPENDED.label):
        return _("took the tip up again")
    said = {
        TipState.CLASSIFIED: _("classified the tip"),
        TipState.CHECKING: _("began the preliminary check"),
        TipState.HANDED_OVER: _("handed the tip over"),
        TipState.ACCEPTED: _("accepted the tip"),
        TipState.SUSPENDED: _("suspended the tip"),
        TipState.RETURNED: _("returned the tip to the commune"),
        TipState.RESOLVED: _("recorded the result"),
        TipState.CLOSED: _("closed the tip"),
    }
    named = {str(state.label): words for state, words in said.items()}
    return named.get(state.after, _("changed"))


def _beside(changes: Sequence[Change]) -> list[Change]:
    """What a line says beside its action: each sentence once, no clock."""
    quiet = {label_of(CrimeTip, name) for name in ("state", "next_due_at", "resolved_at")}
    if any(one.label == label_of(CrimeTip, name) for name in WRITTEN_BY_MOVES for one in changes):
        quiet.add(label_of(CrimeTip, "moved_note"))
    return [one for one in changes if one.label not in quiet]
