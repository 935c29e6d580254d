"""The history of a place in words: the report, the moves, measures, visits, photos and the official list."""

from __future__ import annotations

from dataclasses import replace

from django.db import models
from django.utils.translation import gettext as _

from commune_police.history import HistoryLine, history_of, history_of_parts, label_of, newest_first
from incidents.domain.telling import Wording, told
from incidents.models import (
    Hotspot,
    HotspotAction,
    HotspotPhoto,
    HotspotReview,
    HotspotState,
    OfficialListing,
)


def story_of(hotspot: Hotspot) -> list[HistoryLine]:
    """Return everything that happened to a place, newest first; a fixed number of queries."""
    wording = _wording()
    lines = [_told(line, wording) for line in history_of(hotspot)]
    for model, words in _part_words().items():
        for parts in history_of_parts(model, hotspot_id=hotspot.pk).values():
            lines += [replace(line, action=words.get(line.action, line.action)) for line in parts]
    return newest_first(lines)


def _told(line: HistoryLine, wording: Wording) -> HistoryLine:
    """As the wording says; that only the next visit's day moved on is no correction."""
    labels = {change.label for change in line.changes}
    if line.action == _("changed") and labels <= {label_of(Hotspot, "next_review_on")}:
        return line
    return told(line, wording)


def _wording() -> Wording:
    return Wording(
        Hotspot,
        recorded=_("reported the place"),
        corrected=_("corrected the report"),
        moves={
            str(HotspotState.CONFIRMED.label): _("confirmed the place"),
            str(HotspotState.DECLINED.label): _("did not take the report up"),
            str(HotspotState.UNDER_ACTION.label): _("began measures"),
            str(HotspotState.RESOLVED.label): _("closed the place as resolved"),
            str(HotspotState.REOPENED.label): _("reopened the place"),
            str(HotspotState.REPORTED.label): _("reported the place again"),
        },
        quiet=("state_since", "closed_on"),
    )


def _part_words() -> dict[type[models.Model], dict[str, str]]:
    created, changed, deleted = _("created"), _("changed"), _("deleted")
    return {
        HotspotAction: {
            created: _("recorded a measure"),
            changed: _("changed a measure"),
            deleted: _("deleted a measure"),
        },
        HotspotReview: {
            created: _("recorded a visit"),
            changed: _("changed a visit"),
            deleted: _("deleted a visit"),
        },
        HotspotPhoto: {
            created: _("added a photo"),
            changed: _("changed a photo"),
            deleted: _("removed a photo"),
        },
        OfficialListing: {
            created: _("entered the place in the official list"),
            changed: _("changed the entry in the official list"),
            deleted: _("removed the entry from the official list"),
        },
    }
