"""The history of a place in words: the report, the moves, measures, visits, photos and the official list."""

from __future__ import annotations

from dataclasses import replace

from django.db import models
from django.utils.translation import gettext as _

from commune_police.history import HistoryLine, history_of, history_of_parts
from incidents.models import (
    Hotspot,
    HotspotAction,
    HotspotPhoto,
    HotspotReview,
    HotspotState,
    OfficialListing,
)

LONGEST = 200


def story_of(hotspot: Hotspot) -> list[HistoryLine]:
    """Return everything that happened to a place, newest first; a fixed number of queries."""
    lines = [_told(line) for line in history_of(hotspot)]
    for model, words in _part_words().items():
        for parts in history_of_parts(model, hotspot_id=hotspot.pk).values():
            lines += [replace(line, action=words.get(line.action, line.action)) for line in parts]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:LONGEST]


def _told(line: HistoryLine) -> HistoryLine:
    """Name the move where the state changed, instead of “changed”."""
    if line.action == _("created"):
        return replace(line, action=_("reported the place"))
    state_label = _label("state")
    for change in line.changes:
        if change.label == state_label:
            sentence = _move_sentences().get(change.after)
            shown = [one for one in line.changes if one.label not in _noise()]
            return replace(line, action=sentence or line.action, changes=shown)
    return replace(line, action=_("corrected the report")) if _is_correction(line) else line


def _noise() -> set[str]:
    """Labels that say nothing beside the move itself."""
    return {_label("state_since"), _label("closed_on")}


def _label(name: str) -> str:
    return str(Hotspot._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _is_correction(line: HistoryLine) -> bool:
    return any(change.label != _label("next_review_on") for change in line.changes)


def _move_sentences() -> dict[str, str]:
    return {
        str(HotspotState.CONFIRMED.label): _("confirmed the place"),
        str(HotspotState.DECLINED.label): _("did not take the report up"),
        str(HotspotState.UNDER_ACTION.label): _("began measures"),
        str(HotspotState.RESOLVED.label): _("closed the place as resolved"),
        str(HotspotState.REOPENED.label): _("reopened the place"),
        str(HotspotState.REPORTED.label): _("reported the place again"),
    }


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
