"""The history of a mediation in words; of parties it tells that they were changed, never who they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import Disclosure
from commune_police.history import (
    EMPTY,
    HistoryLine,
    history_of,
    history_of_parts,
    label_of,
    newest_first,
)
from incidents.domain.looks import FILE, file_opened, looks_told
from incidents.domain.telling import Wording, corrections_told, told
from incidents.models import (
    FollowUpCheck,
    Mediation,
    MediationFile,
    MediationIncident,
    MediationParty,
    MediationSession,
    MediationState,
)


def story_of(mediation: Mediation) -> list[HistoryLine]:
    """Return everything that happened to a mediation's record, newest first; a fixed number of queries."""
    wording = _wording()
    lines = [_follow_up_told(told(line, wording), wording) for line in history_of(mediation)]
    for model, words in _parts().items():
        for parts in history_of_parts(model, mediation_id=mediation.pk).values():
            lines += _part_told(model, parts, words)
    lines += _looks(mediation)
    return newest_first(lines)


def _part_told(
    model: type[models.Model], lines: Sequence[HistoryLine], words: dict[str, str]
) -> list[HistoryLine]:
    """Name the lines of one part. Of a follow-up that was corrected they say what; of all else only that it was changed."""
    if model is FollowUpCheck:
        lines = corrections_told(lines, model, _check_corrected)
    return [
        line
        if model is FollowUpCheck and line.changes
        else replace(line, action=_said(line, words), changes=[])
        for line in lines
    ]


def _check_corrected(because: str) -> str:
    return _("corrected a follow-up: %(reason)s") % {"reason": because}


def _follow_up_told(line: HistoryLine, wording: Wording) -> HistoryLine:
    """Name the change of the day of follow-up alone, with its reason; a check takes the reason away again."""
    day, why = label_of(Mediation, "follow_up_on"), label_of(Mediation, "follow_up_reason")
    is_alone = all(change.label in (day, why) for change in line.changes)
    if line.action != wording.corrected or not is_alone:
        return line
    shown = [one for one in line.changes if one.label == day or one.after != EMPTY]
    return replace(line, action=_("set the day of the next follow-up"), changes=shown)


def _said(line: HistoryLine, words: dict[str, str]) -> str:
    """Name what was done to a part; a session may have been withdrawn."""
    withdrawn = label_of(MediationSession, "withdrawn_on")
    if any(change.label == withdrawn for change in line.changes):
        return _("withdrew a session")
    return words.get(line.action, line.action)


def _wording() -> Wording:
    return Wording(
        Mediation,
        recorded=_("opened the mediation"),
        corrected=_("corrected the record"),
        withdrawn=_("withdrew it from the book"),
        moves={
            str(MediationState.OPEN.label): _("took the mediation up again"),
            str(MediationState.SETTLED.label): _("recorded that the parties agree"),
            str(MediationState.NOT_SETTLED.label): _("recorded that there is no agreement"),
            str(MediationState.REFERRED.label): _("referred the parties to court"),
        },
        quiet=("follow_up_reason",),
    )


def _parts() -> dict[type[models.Model], dict[str, str]]:
    created, changed, deleted = _("created"), _("changed"), _("deleted")
    return {
        MediationParty: {
            created: _("wrote down a party"),
            changed: _("changed what is known of a party"),
            deleted: _("took a party off the record"),
        },
        MediationSession: {created: _("wrote down a session"), changed: _("corrected a session")},
        MediationFile: {created: _("attached a file"), deleted: _("removed an attached file")},
        FollowUpCheck: {created: _("asked whether the agreement is kept")},
        MediationIncident: {
            created: _("linked an incident"),
            deleted: _("took a link away"),
        },
    }


def _looks(mediation: Mediation) -> list[HistoryLine]:
    """Who looked at a party's identity, when and why, and who opened papers; one query."""

    def said(look: Disclosure) -> str:
        if look.field == FILE:
            return file_opened(look)
        shown = look.shown_as.partition(": ")[2]
        return _("looked at who a party is (%(initials)s): %(reason)s") % {
            "initials": shown,
            "reason": look.reason,
        }

    return looks_told(
        said,
        model__in=("incidents.mediationparty", "incidents.mediationfile"),
        commune_id=mediation.commune_id,
        shown_as__startswith=f"{mediation.number}: ",
    )
