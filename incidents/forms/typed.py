"""Facts as somebody would have typed them into their form."""

from __future__ import annotations

import datetime
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.utils import timezone

from incidents.forms.incidents.fields import MOMENT

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def typed(facts: DataclassInstance) -> dict[str, str]:
    """Return the text of each field; a row's key (``hamlet_id``) stands in the field of the row (``hamlet``)."""
    return {name.removesuffix("_id"): _text(value) for name, value in asdict(facts).items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).strftime(MOMENT)
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
