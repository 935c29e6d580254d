"""The history of a difficulty, a directive or a project in words: what was done with it, by whom, when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db import models
from django.utils.translation import gettext as _

from commune_police.history import HistoryLine, history_of, history_of_parts, label_of, newest_first
from reports.models import (
    Difficulty,
    DifficultyState,
    Directive,
    DirectiveParty,
    DirectiveProgress,
    DirectiveState,
    Disbursement,
    ProjectStage,
    SupportProject,
)


def story_of_difficulty(difficulty: Difficulty, *, with_theme: bool) -> list[HistoryLine]:
    """Return what happened to a difficulty, newest first; how it was joined only for those who join."""
    sentences = {
        DifficultyState.RAISED: _("raised the difficulty again"),
        DifficultyState.ANSWERED: _("answered"),
        DifficultyState.IN_HAND: _("gave a directive about it"),
        DifficultyState.SOLVED: _("said that it is solved"),
        DifficultyState.WITHDRAWN: _("withdrew the difficulty"),
    }
    told = _Teller(
        Difficulty,
        "state",
        created=_("raised the difficulty"),
        corrected=_("corrected what it says"),
        sentences={str(state.label): words for state, words in sentences.items()},
        silent=("state_since", "closed_on", "answered_on", "answered_by_name"),
        renamed={
            "theme": _("joined it with alike difficulties"),
            "answer": _("answered once more"),
        },
    )
    lines = told.lines(history_of(difficulty))
    if with_theme:
        return lines
    theme = label_of(Difficulty, "theme")
    return [
        replace(line, changes=[one for one in line.changes if one.label != theme])
        for line in lines
        if not line.changes or any(one.label != theme for one in line.changes)
    ]


def story_of_directive(directive: Directive) -> list[HistoryLine]:
    """Return what happened to a directive, its progress and checks among it, newest first."""
    sentences = {
        DirectiveState.UNDER_WAY: _("put the directive under way"),
        DirectiveState.DONE: _("said that it is done"),
        DirectiveState.CHECKED: _("checked it: it helped"),
        DirectiveState.CANCELLED: _("cancelled the directive"),
    }
    told = _Teller(
        Directive,
        "state",
        created=_("issued the directive"),
        corrected=_("corrected the directive"),
        sentences={str(state.label): words for state, words in sentences.items()},
        silent=("state_since", "done_on", "checked_on"),
        renamed={"refused_reason": _("sent it back: not done yet")},
    )
    lines = told.lines(history_of(directive))
    created, changed = _("created"), _("changed")
    lines += _parts(DirectiveProgress, {created: _("recorded progress")}, directive_id=directive.pk)
    lines += _parts(
        DirectiveParty,
        {changed: _("reported or checked a part of it")},
        left_out=(created,),
        directive_id=directive.pk,
    )
    return _newest(lines)


def story_of_project(project: SupportProject) -> list[HistoryLine]:
    """Return what happened to a project and its money, newest first."""
    sentences = {
        ProjectStage.PROPOSED: _("proposed the project again"),
        ProjectStage.APPROVED: _("approved the project"),
        ProjectStage.FUNDED: _("allotted the money"),
        ProjectStage.UNDER_WAY: _("began it"),
        ProjectStage.HANDED_OVER: _("handed it over"),
        ProjectStage.REJECTED: _("did not take it up"),
    }
    told = _Teller(
        SupportProject,
        "stage",
        created=_("proposed the project"),
        corrected=_("changed the proposal"),
        sentences={str(stage.label): words for stage, words in sentences.items()},
        silent=("stage_since", "handed_over_on"),
    )
    payments = _parts(Disbursement, {_("created"): _("recorded a payment")}, project_id=project.pk)
    return _newest([*payments, *told.lines(history_of(project))])


class _Teller:
    """Says each event of one row in the words of its work instead of “changed”."""

    def __init__(
        self,
        model: type[models.Model],
        state: str,
        *,
        created: str,
        corrected: str,
        sentences: Mapping[str, str],
        silent: Iterable[str],
        renamed: Mapping[str, str] | None = None,
    ) -> None:
        self.created, self.corrected, self.sentences = created, corrected, sentences
        self.state_label = label_of(model, state)
        self.silent = {label_of(model, name) for name in silent}
        self.renamed = {label_of(model, name): words for name, words in (renamed or {}).items()}

    def lines(self, lines: Iterable[HistoryLine]) -> list[HistoryLine]:
        """The lines in these words."""
        return [self.told(line) for line in lines]

    def told(self, line: HistoryLine) -> HistoryLine:
        """One line in these words, without what says nothing beside them."""
        if line.action == _("created"):
            return replace(line, action=self.created)
        shown = [one for one in line.changes if one.label not in self.silent]
        labels = {one.label: one for one in line.changes}
        for label, words in self.renamed.items():
            if label in labels:
                return replace(line, action=words, changes=shown)
        if self.state_label in labels:
            sentence = self.sentences.get(labels[self.state_label].after, line.action)
            return replace(line, action=sentence, changes=shown)
        return replace(line, action=self.corrected, changes=shown)


def _parts(
    model: type[models.Model],
    words: Mapping[str, str],
    *,
    left_out: Iterable[str] = (),
    **parent: int,
) -> list[HistoryLine]:
    return [
        replace(line, action=words.get(line.action, line.action))
        for lines in history_of_parts(model, **parent).values()
        for line in lines
        if line.action not in left_out
    ]


def _newest(lines: list[HistoryLine]) -> list[HistoryLine]:
    return newest_first(lines)
