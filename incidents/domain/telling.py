"""A row's history in words: what was done is named after the state that it led to, not “changed”."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import models
from django.utils.translation import gettext as _

from commune_police.history import HistoryLine, label_of


@dataclass(frozen=True, slots=True)
class Wording:
    """How lines about ``model`` are said: its first, its moves by the label of the state they lead to, its
    corrections. ``quiet`` are columns that say nothing beside a move."""

    model: type[models.Model]
    recorded: str
    corrected: str
    moves: Mapping[str, str]
    quiet: Sequence[str] = ()


def told(line: HistoryLine, wording: Wording) -> HistoryLine:
    """Return the line with its action in words."""
    if line.action == _("created"):
        return replace(line, action=wording.recorded)
    state = label_of(wording.model, "state")
    for change in line.changes:
        if change.label == state:
            hidden = {state, *(label_of(wording.model, name) for name in wording.quiet)}
            shown = [one for one in line.changes if one.label not in hidden]
            return replace(line, action=wording.moves.get(change.after, line.action), changes=shown)
    return replace(line, action=wording.corrected)
