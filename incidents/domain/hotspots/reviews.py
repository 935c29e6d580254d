"""Visits to a place: what was found, and when it is to be looked at again."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.locking import locked
from incidents.domain.permissions import REVIEW, require
from incidents.models import UNDER_REVIEW, Hotspot, HotspotReview, HotspotState


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What is written of a visit; without ``next_review_on`` the place's own interval decides."""

    on: datetime.date
    finding: str
    still_complicated: bool
    next_review_on: datetime.date | None = None


@transaction.atomic
def record_review(
    hotspot: Hotspot, facts: ReviewFacts, *, by: User, today: datetime.date, key: uuid.UUID
) -> HotspotReview:
    """Record a visit and set the next review; the same ``key`` twice records once.

    A visit written down late, older than one already recorded, leaves the next review alone. A
    closed place can be visited too (a converted area is followed on), without a next review.
    """
    require(by, REVIEW)
    current = locked(hotspot)
    already = HotspotReview.objects.filter(submission_key=key, hotspot=current).first()
    if already:
        return already
    _check(current, facts, today)
    is_newest = not current.reviews.filter(on__gt=facts.on).exists()
    following = None
    if current.state in UNDER_REVIEW and is_newest:
        following = facts.next_review_on or facts.on + datetime.timedelta(
            days=current.review_interval_days
        )
        current.next_review_on = following
        current.save(update_fields=["next_review_on", "updated_at"])
    return HotspotReview.objects.create(
        hotspot=current,
        on=facts.on,
        by=by,
        by_name=by.get_full_name(),
        finding=facts.finding,
        still_complicated=facts.still_complicated,
        next_review_on=following,
        submission_key=key,
    )


def _check(hotspot: Hotspot, facts: ReviewFacts, today: datetime.date) -> None:
    if hotspot.state == HotspotState.DECLINED:
        raise ValidationError(_("The place was not taken up, so there is nothing to review."))
    if facts.on > today:
        raise ValidationError({"on": _("A visit cannot be recorded before it happens.")})
    if facts.next_review_on and facts.next_review_on <= facts.on:
        raise ValidationError({"next_review_on": _("The next review comes after this one.")})
