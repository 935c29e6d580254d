"""The history of a model in words, its ratings among it."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from commune_police.history import HistoryLine, history_of, history_of_parts, newest_first
from incidents.models import ModelRating, MovementModel


def story_of_model(model: MovementModel) -> list[HistoryLine]:
    """Return what happened to a model and its ratings, newest first; a fixed number of queries."""
    words = {_("created"): _("rated a year"), _("changed"): _("corrected the rating of a year")}
    lines = history_of(model)
    for parts in history_of_parts(ModelRating, model_id=model.pk).values():
        lines += [replace(line, action=words.get(line.action, line.action)) for line in parts]
    return newest_first(lines)
