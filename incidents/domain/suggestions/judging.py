"""What a chief makes of a suggested place: takes it up, reports it, or says why it is none."""

from __future__ import annotations

import datetime
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from accounts.models import User
from incidents.domain.locking import locked, saved
from incidents.domain.permissions import JUDGE, require
from incidents.domain.sentences import must_say
from incidents.domain.submissions import made_by_same_form
from incidents.domain.suggestions.searching import FoundPlace, Question
from incidents.models import Hotspot, HotspotSuggestion, SearchMethod, SuggestionState


@transaction.atomic
def take_up(
    place: FoundPlace,
    question: Question,
    *,
    looked_at: int,
    by: User,
    on: datetime.date,
    key: uuid.UUID,
) -> HotspotSuggestion:
    """Keep a place found among ``looked_at`` incidents with its evidence; the same ``key`` again returns what the first time kept.

    Raises ``PermissionDenied`` without ``judge_suggestion``.
    """
    require(by, JUDGE)
    is_cells = question.method == SearchMethod.CELLS
    if known := made_by_same_form(HotspotSuggestion, key, judged_by_id=by.pk):
        return known
    kept: HotspotSuggestion = HotspotSuggestion.objects.create(
        submission_key=key,
        commune=question.commune,
        category_id=question.category_id,
        method=question.method,
        first_day=question.window.first,
        last_day=question.window.last,
        resolution=question.size if is_cells else None,
        bandwidth_m=None if is_cells else question.size,
        minimum=question.minimum,
        level=question.level,
        cells=list(place.cells),
        latitude=place.centre.latitude,
        longitude=place.centre.longitude,
        radius_m=place.radius_m,
        count=place.count,
        expected=place.expected,
        p=place.p,
        q=place.q,
        looked_at=looked_at,
        state_since=on,
        judged_by=by,
        judged_by_name=by.get_full_name(),
    )
    return kept


def refuse_judged(place: FoundPlace, *, key: uuid.UUID) -> None:
    """Raise ``ValidationError`` where somebody else has dismissed or reported the place meanwhile; the form with ``key``
    that did it may come again."""
    earlier = place.dismissed
    if earlier is not None and earlier.submission_key != key:
        raise ValidationError(
            _("%(name)s dismissed this place on %(day)s: “%(reason)s”. Nothing was changed.")
            % {
                "name": earlier.judged_by_name,
                "day": date_format(earlier.state_since, "SHORT_DATE_FORMAT"),
                "reason": earlier.reason,
            }
        )
    if place.hotspots:
        names = ", ".join(one.name for one in place.hotspots)
        raise ValidationError(_("This place is reported already: %(names)s.") % {"names": names})


@transaction.atomic
def dismiss(
    suggestion: HotspotSuggestion, *, by: User, on: datetime.date, reason: str
) -> HotspotSuggestion:
    """Dismiss a suggestion, saying why; it does not come back unless clearly more happens there.

    Raises ``PermissionDenied``, or ``ValidationError`` without a reason or when it was judged already.
    """
    require(by, JUDGE)
    reason = must_say(reason, "reason")
    current = locked(suggestion)
    if current.state == SuggestionState.DISMISSED and current.judged_by_id == by.pk:
        return current  # sent twice
    _allowed(current, "dismiss")
    current.dismiss()
    current.reason = reason
    return _saved(current, by=by, on=on)


@transaction.atomic
def confirm(
    suggestion: HotspotSuggestion, hotspot: Hotspot, *, by: User, on: datetime.date
) -> HotspotSuggestion:
    """Note which reported place came of a suggestion. A place of another commune is refused (``ValidationError``)."""
    require(by, JUDGE)
    current = locked(suggestion)
    if current.commune_id != hotspot.commune_id:
        raise ValidationError(_("The place lies in another commune than the suggestion."))
    if current.state == SuggestionState.CONFIRMED:
        return current
    _allowed(current, "confirm")
    current.confirm()
    current.hotspot = hotspot
    return _saved(current, by=by, on=on)


def _allowed(suggestion: HotspotSuggestion, move: str) -> None:
    if not can_proceed(getattr(suggestion, move)):
        raise ValidationError(
            _("This suggestion is now “%(state)s”, so this step is not possible.")
            % {"state": suggestion.get_state_display()}
        )


def _saved(suggestion: HotspotSuggestion, *, by: User, on: datetime.date) -> HotspotSuggestion:
    suggestion.state_since = on
    suggestion.judged_by, suggestion.judged_by_name = by, by.get_full_name()
    return saved(suggestion)
