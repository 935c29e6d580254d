"""The history of an incident in words; of persons it tells that they were changed, never who they are."""

from __future__ import annotations

from dataclasses import replace

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import Disclosure
from commune_police.history import HistoryLine, history_of, history_of_parts, newest_first
from incidents.domain.looks import FILE, file_opened, looks_told
from incidents.domain.telling import Wording, told
from incidents.models import (
    OUTCOMES,
    Incident,
    IncidentFile,
    IncidentLink,
    IncidentPerson,
    IncidentState,
)


def story_of(incident: Incident) -> list[HistoryLine]:
    """Return everything that happened to an incident's record, newest first; a fixed number of queries."""
    wording = _wording()
    lines = [told(line, wording) for line in history_of(incident)]
    for model, parent, words in _parts():
        for parts in history_of_parts(model, **{parent: incident.pk}).values():
            lines += [
                replace(line, action=words.get(line.action, line.action), changes=[])
                for line in parts
            ]
    lines += _looks(incident)
    return newest_first(lines)


def _wording() -> Wording:
    handling = str(IncidentState.HANDLING.label)
    return Wording(
        Incident,
        recorded=_("recorded the incident"),
        corrected=_("corrected the record"),
        withdrawn=_("withdrew it from the book"),
        moves={
            handling: _("took it in hand"),
            str(IncidentState.SETTLED.label): _("settled it at the base"),
            str(IncidentState.FINED.label): _("ended it with an administrative fine"),
            str(IncidentState.TRANSFERRED.label): _("transferred it to district police"),
            str(IncidentState.SUSPENDED.label): _("suspended it"),
        },
        returns={(str(end.label), handling): _("reopened it") for end in OUTCOMES},
    )


def _parts() -> list[tuple[type[models.Model], str, dict[str, str]]]:
    created, changed, deleted = _("created"), _("changed"), _("deleted")
    linked = {
        created: _("linked another incident"),
        changed: _("changed a link"),
        deleted: _("took a link away"),
    }
    return [
        (
            IncidentPerson,
            "incident_id",
            {
                created: _("wrote down a person involved"),
                changed: _("changed what is known of a person involved"),
                deleted: _("took a person involved off the record"),
            },
        ),
        (
            IncidentFile,
            "incident_id",
            {
                created: _("attached a file"),
                changed: _("changed an attached file"),
                deleted: _("removed an attached file"),
            },
        ),
        (IncidentLink, "first_id", linked),
        (IncidentLink, "second_id", linked),
    ]


def _looks(incident: Incident) -> list[HistoryLine]:
    """Who looked at the identity of a person involved, when and why, and who opened files; one query."""

    def said(look: Disclosure) -> str:
        if look.field == FILE:
            return file_opened(look)
        shown = look.shown_as.partition(": ")[2]
        return _("looked at the identity of a person involved (%(role)s): %(reason)s") % {
            "role": shown,
            "reason": look.reason,
        }

    return looks_told(
        said,
        model__in=("incidents.incidentperson", "incidents.incidentfile"),
        commune_id=incident.commune_id,
        shown_as__startswith=f"{incident.number}: ",
    )
