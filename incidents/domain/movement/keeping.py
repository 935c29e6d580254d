"""Keeping models of the movement and their yearly ratings, and recording outreach."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from incidents.domain.locking import locked
from incidents.domain.permissions import KEEP_MOVEMENT, RATE_MODELS, RECORD_OUTREACH, require
from incidents.domain.submissions import wait_for_same_form
from incidents.models import ModelRating, ModelScale, ModelState, MovementModel, OutreachSession
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
class OutreachFacts:
    """What is recorded of a session of outreach; attendance in persons, ``None`` where nobody can count."""

    on: datetime.date
    kind: str
    topic: str
    hamlet_id: int | None = None
    attendance: int | None = None
    place: str = ""
    held_by: str = ""
    note: str = ""


@transaction.atomic
def begin_model(facts: ModelFacts, *, commune: Commune, by: User, key: uuid.UUID) -> MovementModel:
    """Write a model down; the same ``key`` a second time returns what the first time made.

    Raises ``PermissionDenied``; ``ValidationError`` by field for what does not fit together.
    """
    require(by, KEEP_MOVEMENT)
    wait_for_same_form(key)
    known: MovementModel | None = MovementModel.objects.filter(
        submission_key=key, commune=commune
    ).first()
    if known:
        return known
    _check(facts)
    return MovementModel.objects.create(**asdict(facts), commune=commune, submission_key=key)


@transaction.atomic
def change_model(
    model: MovementModel, facts: ModelFacts, *, by: User, version: int
) -> MovementModel:
    """Write what has changed of a model.

    Raises ``PermissionDenied``; ``ChangedMeanwhileError`` if somebody saved it since ``version``;
    ``ValidationError`` by field for what does not fit together.
    """
    require(by, KEEP_MOVEMENT)
    current = locked(model, version)
    _check(facts)
    for name, value in asdict(facts).items():
        setattr(current, name, value)
    current.save()
    return current


def model_facts_of(model: MovementModel) -> ModelFacts:
    """Return what is kept of a model now, or in an event of its history."""
    return ModelFacts(**{name: getattr(model, name) for name in ModelFacts.__dataclass_fields__})


def model_facts_at(model: MovementModel, version: int) -> ModelFacts:
    """Return what was kept of a model at an earlier version, from its history."""
    event = model.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    return model_facts_of(event or model)


@transaction.atomic
def rate_model(model: MovementModel, *, year: int, rating: str, note: str, by: User) -> ModelRating:
    """Rate a model for a year; a second rating of the same year replaces the first, which stays in the history.

    Raises ``PermissionDenied``; ``ValidationError`` for a year to come or before the model began.
    """
    require(by, RATE_MODELS)
    if not model.since.year <= year <= timezone.localdate().year:
        raise ValidationError({"year": _("Choose a year from the model's first until this one.")})
    values = {"rating": rating, "note": note.strip(), "rated_by_name": by.get_full_name()}
    kept, _made = ModelRating.objects.update_or_create(model=model, year=year, defaults=values)
    return kept


@transaction.atomic
def record_outreach(
    facts: OutreachFacts, *, commune: Commune, by: User, key: uuid.UUID
) -> OutreachSession:
    """Record a session; the same ``key`` a second time returns what the first time made.

    Raises ``PermissionDenied``; ``ValidationError`` for a day to come.
    """
    require(by, RECORD_OUTREACH)
    wait_for_same_form(key)
    known: OutreachSession | None = OutreachSession.objects.filter(
        submission_key=key, commune=commune
    ).first()
    if known:
        return known
    if facts.on > timezone.localdate():
        raise ValidationError({"on": _("This day has not come yet.")})
    return OutreachSession.objects.create(
        **asdict(facts), commune=commune, submission_key=key, recorded_by_name=by.get_full_name()
    )


def _check(facts: ModelFacts) -> None:
    problems: dict[str, str] = {}
    is_stopped, in_hamlet = facts.state == ModelState.STOPPED, facts.scale == ModelScale.HAMLET
    if is_stopped and (facts.stopped_on is None or facts.stopped_on < facts.since):
        problems["stopped_on"] = _("Say on which day it stopped, not before it began.")
    if not is_stopped and facts.stopped_on:
        problems["stopped_on"] = _("Only a stopped model has such a day.")
    if in_hamlet is (facts.hamlet_id is None):
        problems["hamlet"] = _("Name the hamlet of a hamlet's model, and none otherwise.")
    if facts.since > timezone.localdate():
        problems["since"] = _("This day has not come yet.")
    if problems:
        raise ValidationError(dict(problems))
