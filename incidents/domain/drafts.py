"""Drafts of long forms: what was typed is kept on the server until the form arrives."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from incidents.domain.draft_kinds import KINDS
from incidents.domain.hotspots.photos import drop_files
from incidents.domain.permissions import require
from incidents.domain.tips.sealing import CannotOpenError, seal, sealed_anew, unseal
from incidents.models import DraftOf, MediationSession, ReportDraft

KEPT = datetime.timedelta(days=30)
MOST_CHARACTERS = 8_000
SEALED = "sealed"


@transaction.atomic
def save_draft(
    user: User, key: uuid.UUID, values: Mapping[str, str], form: DraftOf = DraftOf.HOTSPOT
) -> ReportDraft | None:
    """Keep what was typed under the form's key; ``None`` when that form has already been received,
    or belongs to somebody else."""
    kind = KINDS[form]
    require(user, kind.right)
    if kind.makes and kind.makes.objects.filter(submission_key=key).exists():
        return None
    kept = _kept(values, form)
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
    return list(own[: KINDS[form].most])


def draft_of(user: User, key: uuid.UUID, form: DraftOf = DraftOf.HOTSPOT) -> ReportDraft | None:
    """Return the person's own draft of the form with this key."""
    return ReportDraft.objects.filter(owner=user, submission_key=key, form=form).first()


def has_arrived(user: User, key: uuid.UUID, form: DraftOf) -> bool:
    """Tell whether this person's form with this key has been received."""
    kind = KINDS[form]
    if kind.makes is None:
        return False
    return kind.makes.objects.filter(submission_key=key, **{kind.sent_by: user}).exists()


@transaction.atomic
def save_draft_about(
    user: User, form: DraftOf, record: int, values: Mapping[str, str]
) -> ReportDraft | None:
    """Keep what the person typed into a form about a record; ``None`` when that form has already been received.

    Raises ``PermissionDenied``; ``ImproperlyConfigured`` where it has to be sealed and there is no key. Whether the person
    may see and change the record is for its page to ask.
    """
    require(user, KINDS[form].right)
    if has_arrived_about(form, record, values.get("submission_key")):
        return None
    draft, is_new = ReportDraft.objects.update_or_create(
        owner=user, form=form, record=record, defaults={"values": _kept(values, form)}
    )
    if is_new:
        forget_old(user, form)
    return draft


def draft_about(user: User, form: DraftOf, record: int) -> ReportDraft | None:
    """Return the person's own draft of a form about a record."""
    since = timezone.now() - KEPT
    own = ReportDraft.objects.filter(owner=user, form=form, record=record, updated_at__gte=since)
    return own.first()


def has_arrived_about(form: DraftOf, record: int, key: object) -> bool:
    """Tell whether a session of this mediation came by the form with this key; a correction can always go on."""
    if form != DraftOf.SESSION:
        return False
    try:
        sent = uuid.UUID(str(key))
    except ValueError:
        return False
    return MediationSession.objects.filter(mediation_id=record, submission_key=sent).exists()


def typed_in(draft: ReportDraft) -> dict[str, str]:
    """Return what was typed; nothing of a sealed draft that no key opens any more."""
    if not KINDS[DraftOf(draft.form)].is_sealed:
        return dict(draft.values)
    try:
        return unseal(draft.values.get(SEALED, ""))
    except (CannotOpenError, ImproperlyConfigured):
        return {}


def seal_drafts_anew() -> None:
    """Seal every sealed draft with the first key; one that no key opens stays as it is until it is old."""
    sealed = [form for form, kind in KINDS.items() if kind.is_sealed]
    for draft in ReportDraft.objects.select_for_update().filter(form__in=sealed):
        try:
            values = {SEALED: sealed_anew(draft.values.get(SEALED, ""))}
        except CannotOpenError:
            continue
        ReportDraft.objects.filter(pk=draft.pk).update(values=values)


def throw_away(draft: ReportDraft) -> None:
    """Delete a draft and its photos."""
    for photo in draft.photos.all():
        drop_files(photo)
    draft.delete()


def forget_old(user: User, form: DraftOf) -> None:
    """Keep a person's newest drafts of a form; delete its others, and of every form what is kept no longer."""
    kept = {draft.pk for draft in drafts_of(user, form)}
    is_old = Q(updated_at__lt=timezone.now() - KEPT)
    is_beyond = Q(form=form) & ~Q(pk__in=kept)
    for draft in ReportDraft.objects.filter(is_old | is_beyond, owner=user):
        throw_away(draft)


def forget_drafts(now: datetime.datetime) -> int:
    """Delete everybody's drafts that are kept no longer, with their photos; return how many."""
    old = list(ReportDraft.objects.filter(updated_at__lt=now - KEPT))
    for draft in old:
        throw_away(draft)
    return len(old)


def _kept(values: Mapping[str, str], form: DraftOf) -> dict[str, str]:
    """Return what is kept of what came from a form: no NUL, which no column can hold; sealed where it has to be."""
    kind = KINDS[form]
    kept = {
        name: str(value).replace("\x00", "")[:MOST_CHARACTERS]
        for name, value in values.items()
        if name in kind.fields
    }
    return {SEALED: seal(kept)} if kind.is_sealed else kept
