"""Drafts of reports: what was typed is kept on the server until the report arrives."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from incidents.domain.hotspots.photos import drop_files
from incidents.domain.permissions import RECORD, REPORT, require
from incidents.models import DraftOf, Hotspot, Incident, ReportDraft

KEPT = datetime.timedelta(days=30)
MOST_DRAFTS = 5
MOST_CHARACTERS = 6_000
FIELDS = {
    DraftOf.HOTSPOT: frozenset(
        [
            "commune",
            "name",
            "kind",
            "hamlet",
            "whereabouts",
            "latitude",
            "longitude",
            "reason",
            "since",
            "responsible",
            "responsible_note",
            "review_interval_days",
            "suggestion",
        ]
    ),
    DraftOf.INCIDENT: frozenset(
        [
            "commune",
            "category",
            "occurred_from",
            "occurred_until",
            "time_known",
            "hamlet",
            "whereabouts",
            "latitude",
            "longitude",
            "hotspot",
            "summary",
            "deaths",
            "injured",
            "damage_vnd",
            "handler",
            "handler_note",
        ]
    ),
}
SENT_BY = {DraftOf.HOTSPOT: "reported_by", DraftOf.INCIDENT: "recorded_by"}
RIGHTS = {DraftOf.HOTSPOT: REPORT, DraftOf.INCIDENT: RECORD}
MADE: dict[DraftOf, type[Hotspot] | type[Incident]] = {
    DraftOf.HOTSPOT: Hotspot,
    DraftOf.INCIDENT: Incident,
}


@transaction.atomic
def save_draft(
    user: User, key: uuid.UUID, values: Mapping[str, str], form: DraftOf = DraftOf.HOTSPOT
) -> ReportDraft | None:
    """Keep what was typed under the form's key; ``None`` when that form has already been received,
    or belongs to somebody else."""
    require(user, RIGHTS[form])
    if MADE[form].objects.filter(submission_key=key).exists():
        return None
    kept = {
        name: str(value)[:MOST_CHARACTERS] for name, value in values.items() if name in FIELDS[form]
    }
    try:
        draft, is_new = ReportDraft.objects.get_or_create(
            submission_key=key, defaults={"owner": user, "values": kept, "form": form}
        )
    except IntegrityError:  # somebody else's key, whose draft this person cannot see
        return None
    if draft.owner_id != user.pk or draft.form != form:
        return None
    if not is_new:
        draft.values = kept
        draft.save(update_fields=["values", "updated_at"])
    else:
        forget_old(user, form)
    return draft


def drafts_of(user: User, form: DraftOf = DraftOf.HOTSPOT) -> list[ReportDraft]:
    """Return the person's own drafts of one kind of form, newest first."""
    since = timezone.now() - KEPT
    own = ReportDraft.objects.filter(owner=user, form=form, updated_at__gte=since)
    return list(own[:MOST_DRAFTS])


def draft_of(user: User, key: uuid.UUID, form: DraftOf = DraftOf.HOTSPOT) -> ReportDraft | None:
    """Return the person's own draft of the form with this key."""
    return ReportDraft.objects.filter(owner=user, submission_key=key, form=form).first()


def has_arrived(user: User, key: uuid.UUID, form: DraftOf) -> bool:
    """Tell whether this person's form with this key has been received."""
    return MADE[form].objects.filter(submission_key=key, **{SENT_BY[form]: user}).exists()


def throw_away(draft: ReportDraft) -> None:
    """Delete a draft and its photos."""
    for photo in draft.photos.all():
        drop_files(photo)
    draft.delete()


def forget_old(user: User, form: DraftOf) -> None:
    """Keep a person's newest drafts of a form and delete the others."""
    kept = {draft.pk for draft in drafts_of(user, form)}
    for draft in ReportDraft.objects.filter(owner=user, form=form).exclude(pk__in=kept):
        throw_away(draft)
