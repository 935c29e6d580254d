"""Keeping models of the movement and their yearly ratings."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.days import unlikely_day
from incidents.domain.locking import ChangedMeanwhileError, locked
from incidents.domain.movement.records import correct, write_down
from incidents.domain.permissions import KEEP_MOVEMENT, RATE_MODELS, require
from incidents.domain.withdrawing import refuse_withdrawn, withdraw
from incidents.models import ModelRating, ModelScale, ModelState, MovementModel
from units.models import Commune


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What is kept of a model; keys of rows are ids, ``None`` members or cameras are not known."""

    kind_id: int
    name: str
    scale: str
    since: datetime.date
    hamlet_id: int | None = None
    members: int | None = None
    cameras: int | None = None
    state: str = ModelState.ACTIVE.value
    stopped_on: datetime.date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """How a model did in a year."""

    year: int
    rating: str
    note: str = ""


@transaction.atomic
def begin_model(facts: ModelFacts, *, commune: Commune, by: User, key: uuid.UUID) -> MovementModel:
    """Write a model down; the same ``key`` a second time returns what the first time made.

    Raises ``PermissionDenied``; ``ValidationError`` by field for what does not fit together.
    """
    require(by, KEEP_MOVEMENT)
    return write_down(MovementModel, facts, commune=commune, key=key, check=_check)


@transaction.atomic
def change_model(
    model: MovementModel, facts: ModelFacts, *, by: User, version: int
) -> MovementModel:
    """Write what has changed of a model.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` if somebody saved it since ``version``;
    ``ValidationError`` by field for what does not fit together, also with its ratings.
    """
    require(by, KEEP_MOVEMENT)
    return correct(model, facts, version=version, check=_check_change)


@transaction.atomic
def withdraw_model(model: MovementModel, reason: str, *, by: User) -> MovementModel:
    """Withdraw a model that was written down by mistake. Raises ``PermissionDenied``; ``ValidationError``
    without a reason."""
    require(by, KEEP_MOVEMENT)
    return withdraw(locked(model), reason)


@transaction.atomic
def rate_model(model: MovementModel, facts: RatingFacts, *, by: User) -> ModelRating:
    """Rate a model for a year; the same rating a second time is the first one, sent again.

    Raises ``PermissionDenied``; ``ValidationError`` for a year in which it did not run or that is rated
    otherwise already.
    """
    require(by, RATE_MODELS)
    current = locked(model)
    refuse_withdrawn(current)
    _check_year(current, facts.year)
    known: ModelRating | None = current.ratings.filter(year=facts.year).first()
    if known is None:
        name = by.get_full_name()
        return ModelRating.objects.create(model=current, rated_by_name=name, **asdict(facts))
    if (known.rating, known.note) != (facts.rating, facts.note):
        raise ValidationError(
            {"year": _("The model is rated for this year already. Correct that rating.")}
        )
    return known


@transaction.atomic
def change_rating(
    rating: ModelRating, facts: RatingFacts, *, by: User, version: int
) -> ModelRating:
    """Correct a year's rating; what it said before stays in the history.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` if somebody saved it since ``version``;
    ``ValidationError`` for a year in which the model did not run or that is rated already.
    """
    require(by, RATE_MODELS)
    model = locked(rating.model)
    refuse_withdrawn(model)
    current = ModelRating.objects.select_for_update().get(pk=rating.pk)
    if current.version != version:
        raise ChangedMeanwhileError(current)
    _check_year(model, facts.year)
    if model.ratings.filter(year=facts.year).exclude(pk=current.pk).exists():
        raise ValidationError({"year": _("The model is rated for this year already.")})
    for name, value in asdict(facts).items():
        setattr(current, name, value)
    current.rated_by_name = by.get_full_name()
    current.save()
    return current


def _check_year(model: MovementModel, year: int) -> None:
    last = (model.stopped_on or timezone.localdate()).year
    if not model.since.year <= year <= last:
        raise ValidationError(
            {
                "year": _("The model ran from %(first)s to %(last)s.")
                % {"first": model.since.year, "last": last}
            }
        )


def _check_change(model: MovementModel, facts: ModelFacts) -> None:
    _check(facts)
    rated = [one.year for one in model.ratings.all()]
    if rated and facts.since.year > min(rated):
        raise ValidationError({"since": _("It was rated for an earlier year.")})
    if rated and facts.stopped_on and facts.stopped_on.year < max(rated):
        raise ValidationError({"stopped_on": _("It was rated for a later year.")})


def _check(facts: ModelFacts) -> None:
    problems: dict[str, str] = {}
    is_stopped, in_hamlet = facts.state == ModelState.STOPPED, facts.scale == ModelScale.HAMLET
    if is_stopped and (facts.stopped_on is None or facts.stopped_on < facts.since):
        problems["stopped_on"] = _("Say on which day it stopped, not before it began.")
    if not is_stopped and facts.stopped_on:
        problems["stopped_on"] = _("Only a stopped model has such a day.")
    if facts.stopped_on and facts.stopped_on > timezone.localdate():
        problems["stopped_on"] = _("This day has not come yet.")
    if in_hamlet is (facts.hamlet_id is None):
        problems["hamlet"] = _("Name the hamlet of a hamlet's model, and none otherwise.")
    if problem := unlikely_day(facts.since, timezone.localdate()):
        problems["since"] = problem
    if problems:
        raise ValidationError(dict(problems))
