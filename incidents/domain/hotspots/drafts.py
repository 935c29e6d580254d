"""Drafts of reports: what was typed is kept on the server until the report arrives."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from incidents.domain.hotspots.photos import drop_files
from incidents.domain.permissions import REPORT, require
from incidents.models import Hotspot, ReportDraft

KEPT = datetime.timedelta(days=30)
MOST_DRAFTS = 5
MOST_CHARACTERS = 6_000
FIELDS = frozenset(
    {
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
    }
)


@transaction.atomic
def save_draft(user: User, key: uuid.UUID, values: Mapping[str, str]) -> ReportDraft | None:
    """Keep what was typed under the form's key; ``None`` when that form has already been received,
    or belongs to somebody else."""
    require(user, REPORT)
    if Hotspot.objects.filter(submission_key=key).exists():
        return None
    kept = {name: str(value)[:MOST_CHARACTERS] for name, value in values.items() if name in FIELDS}
    try:
        draft, is_new = ReportDraft.objects.get_or_create(
            submission_key=key, defaults={"owner": user, "values": kept}
        )
    except IntegrityError:  # somebody else's key, whose draft this person cannot see
        return None
    if draft.owner_id != user.pk:
        return None
    if not is_new:
        draft.values = kept
        draft.save(update_fields=["values", "updated_at"])
    else:
        forget_old(user)
    return draft


def drafts_of(user: User) -> list[ReportDraft]:
    """Return the person's own drafts, newest first."""
    since = timezone.now() - KEPT
    return list(ReportDraft.objects.filter(owner=user, updated_at__gte=since)[:MOST_DRAFTS])


def draft_of(user: User, key: uuid.UUID) -> ReportDraft | None:
    """Return the person's own draft of the form with this key."""
    return ReportDraft.objects.filter(owner=user, submission_key=key).first()


def throw_away(draft: ReportDraft) -> None:
    """Delete a draft and its photos."""
    for photo in draft.photos.all():
        drop_files(photo)
    draft.delete()


def forget_old(user: User) -> None:
    """Keep a person's newest drafts and delete the others."""
    kept = {draft.pk for draft in drafts_of(user)}
    for draft in ReportDraft.objects.filter(owner=user).exclude(pk__in=kept):
        throw_away(draft)
