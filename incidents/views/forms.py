"""What pages with forms share: reading what was sent, and showing what the domain refused."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import QueryDict

from incidents.domain.moves import OfferedMove


def readable(posted: QueryDict) -> QueryDict:
    """Return what was sent without NULs, which no column can hold, and with a key that can be read.

    A form that lost or garbled its key reports under a new one instead of losing what was typed.
    """
    values = posted.copy()
    for name, several in posted.lists():
        values.setlist(name, [str(one).replace("\x00", "") for one in several])
    try:
        uuid.UUID(values.get("submission_key", ""))
    except ValueError:
        values["submission_key"] = str(uuid.uuid4())
    return values


def moves_with_forms(
    offered: Iterable[OfferedMove],
    form_class: Callable[..., BaseForm],
    sent: Mapping[str, BaseForm],
    version: int,
) -> list[dict[str, Any]]:
    """Return the moves that are offered, each with its form; one that came back (``sent``, by name) is open.

    ``version`` is that of the row the person looks at.
    """
    return [
        {
            "name": one.name,
            "move": one.move,
            "form": sent.get(one.name)
            or form_class(name=one.name, move=one.move, initial={"version": version}),
            "is_open": one.name in sent,
        }
        for one in offered
    ]


def at_version(form: BaseForm, version: int) -> None:
    """Let a form that came back go with the row's present ``version``: sending it again is a decision about what
    stands there now."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = str(version)  # type: ignore[index]


def add_errors(form: BaseForm, problem: ValidationError) -> None:
    """Show what the domain refused beside the field it speaks of, or above the form."""
    if not hasattr(problem, "error_dict"):
        form.add_error(None, problem)
        return
    for field, messages in problem.message_dict.items():
        form.add_error(field if field in form.fields else None, messages)
