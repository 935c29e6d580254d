"""A row's history in words: what was done is named after the state that it led to, not “changed”."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import models
from django.utils.translation import gettext as _

from commune_police.history import HistoryLine, label_of


@dataclass(frozen=True, slots=True)
class Wording:
    """How lines about ``model`` are said: its first, its moves by the label of the state they lead to, its
    corrections, its withdrawal where it can be withdrawn. ``quiet`` are columns that say nothing beside a move.
    ``returns`` are moves told apart by the state they lead away from as well: by both labels, from and to."""

    model: type[models.Model]
    recorded: str
    corrected: str
    moves: Mapping[str, str]
    quiet: Sequence[str] = ()
    withdrawn: str = ""
    returns: Mapping[tuple[str, str], str] = field(default_factory=dict)


def told(line: HistoryLine, wording: Wording) -> HistoryLine:
    """Return the line with its action in words."""
    if line.action == _("created"):
        return replace(line, action=wording.recorded)
    state = label_of(wording.model, "state")
    for change in line.changes:
        if change.label == state:
            hidden = {state, *(label_of(wording.model, name) for name in wording.quiet)}
            shown = [one for one in line.changes if one.label not in hidden]
            move = wording.moves.get(change.after, line.action)
            action = wording.returns.get((change.before, change.after), move)
            return replace(line, action=action, changes=shown)
    if wording.withdrawn and any(
        change.label == label_of(wording.model, "withdrawn_on") for change in line.changes
    ):
        return replace(line, action=wording.withdrawn)
    return replace(line, action=wording.corrected)


def corrections_told(
    lines: Sequence[HistoryLine],
    model: type[models.Model],
    said: Callable[..., str],
    *columns: str,
) -> list[HistoryLine]:
    """Name each correction among a row's lines (newest first): ``said`` takes its reason and what ``columns`` hold beside.

    A reason, or what was corrected, that is the same as the last time is no change of its column, so it is remembered from
    line to line, the oldest first.
    """
    at = label_of(model, "corrected_at")
    known = dict.fromkeys((label_of(model, name) for name in ("corrected_because", *columns)), "")
    found = []
    for line in reversed(lines):
        known |= {one.label: one.after for one in line.changes if one.label in known}
        if any(one.label == at for one in line.changes):
            shown = [one for one in line.changes if one.label != at and one.label not in known]
            line = replace(line, action=said(*known.values()), changes=shown)
        found.append(line)
    return found[::-1]
