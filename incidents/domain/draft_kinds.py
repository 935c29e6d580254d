"""Which long forms keep drafts: what is kept of each, for how many, and who may write it."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.domain.permissions import (
    DRAFT_VERIFICATION,
    RECORD,
    RECORD_MEDIATIONS,
    REPORT,
)
from incidents.models import DraftOf, Hotspot, Incident, Mediation

POINT = ("latitude", "longitude", "accuracy")
PLACE = (
    *("name", "kind", "hamlet", "whereabouts", *POINT, "reason", "since"),
    *("responsible", "responsible_note", "review_interval_days"),
)
INCIDENT = (
    *("category", "occurred_from", "occurred_until", "time_known", "hamlet", "whereabouts", *POINT),
    *("hotspot", "summary", "deaths", "injured", "damage_vnd", "handler", "handler_note"),
)
MEDIATION = ("subject", "summary", "opened_on", "hamlet", "handler")
SESSION = ("on", "place", "mediated_by", "minutes", "signed_by")
TIP_REPORT = ("checked", "found", "finding", "proposal")


@dataclass(frozen=True, slots=True)
class DraftKind:
    """What is kept of a form (``fields``), the right to write it, and how many drafts of it one person has at most.

    A form that makes a record names its model (``makes``) and the field of who sent it (``sent_by``). The values of one
    that ``is_sealed`` are kept as the informants are.
    """

    fields: frozenset[str]
    right: str
    most: int = 5
    makes: type[Hotspot | Incident | Mediation] | None = None
    sent_by: str = ""
    is_sealed: bool = False


def _made(
    makes: type[Hotspot | Incident | Mediation], sent_by: str, right: str, fields: tuple[str, ...]
) -> DraftKind:
    """A form that makes a record in a commune."""
    return DraftKind(frozenset({"commune", *fields}), right, makes=makes, sent_by=sent_by)


def _about(right: str, fields: tuple[str, ...], *, is_sealed: bool = False) -> DraftKind:
    """A form about a record: the version it was begun at is kept, and the key under which it arrives."""
    kept = frozenset({"version", "submission_key", *fields})
    return DraftKind(kept, right, most=20, is_sealed=is_sealed)


KINDS = {
    DraftOf.HOTSPOT: _made(Hotspot, "reported_by", REPORT, (*PLACE, "suggestion")),
    DraftOf.INCIDENT: _made(Incident, "recorded_by", RECORD, INCIDENT),
    DraftOf.MEDIATION: _made(Mediation, "recorded_by", RECORD_MEDIATIONS, MEDIATION),
    DraftOf.INCIDENT_EDIT: _about(RECORD, INCIDENT),
    DraftOf.MEDIATION_EDIT: _about(RECORD_MEDIATIONS, MEDIATION),
    DraftOf.SESSION: _about(RECORD_MEDIATIONS, SESSION),
    DraftOf.SESSION_EDIT: _about(RECORD_MEDIATIONS, SESSION),
    DraftOf.TIP_REPORT: _about(DRAFT_VERIFICATION, TIP_REPORT, is_sealed=True),
}
