"""Says in words which of our constraints the database refused a row by."""

from __future__ import annotations

from typing import NamedTuple

from django.apps import apps
from django.db import IntegrityError
from django.db.models import Model


class Violation(NamedTuple):
    """A constraint that a row would break: whose it is, and its message for people."""

    model: type[Model]
    message: str


def violated(error: IntegrityError) -> Violation | None:
    """Return the constraint behind an error of the database; nothing for one that our models do not name."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return Violation(model, str(constraint.get_violation_error_message()))
    return None
