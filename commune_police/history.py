"""Reads the history of any tracked row and says in words who changed what and when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

import pghistory
from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext as _

# Bookkeeping that says nothing to a reader, and digits that stay masked in every history.
SILENT = {"id", "created_at", "updated_at", "version", "is_chief", "post"}
MASKED = {"citizen_id": 4, "phone": 3}  # how many digits stay readable at either end
EMPTY = "—"
# More events of a record than anybody writes in years; a page folds away what lies far back.
MANY = 5000
# A date known to the month or year is written so; no day is invented.
ROUGH = {"month": "%m/%Y", "year": "%Y"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field's change, already in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event: when, who, what was done, and the fields that changed."""

    at: datetime.datetime
    person: str
    action: str
    changes: list[Change] = field(default_factory=list)


@contextmanager
def signed_as(**signature: str) -> Iterator[None]:
    """Sign what is written inside with ``signature`` (``username``, ``name``), and what follows as before.

    An inner ``pghistory.context`` alone would sign all the rest of the outer one too.
    """
    with pghistory.context() as current:
        before = dict(current.metadata)
        current.metadata.update(signature)
        try:
            yield
        finally:
            current.metadata.clear()
            current.metadata.update(before)


def label_of(model: type[models.Model], name: str) -> str:
    """Return what a column is called in the history."""
    return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def newest_first(lines: Iterable[HistoryLine]) -> list[HistoryLine]:
    """Return the lines of one record, the newest first: all of them, for what is cut off is as good as deleted."""
    return sorted(lines, key=attrgetter("at"), reverse=True)


def history_of(obj: models.Model, *, limit: int = MANY) -> list[HistoryLine]:
    """Return the latest ``limit`` events of ``obj``, newest first; one query, plus one per kind of
    related row that the events name."""
    rows = list(obj.events.order_by("-pgh_id")[: limit + 1])  # type: ignore[attr-defined]
    return _lines(obj, rows, limit, _related_names(obj, rows))


def history_of_parts(
    model: type[models.Model], *, limit: int = MANY, **parent: Any
) -> dict[int, list[HistoryLine]]:
    """Return the events of all rows of ``model`` that belong to ``parent`` (``hotspot_id=5``), by
    the row's key, newest first; rows deleted since are among them. One query, plus one per kind of
    related row that the events name."""
    events: Any = model._meta.get_field("events").related_model
    found: list[Any] = list(events.objects.filter(**parent).order_by("-pgh_id")[:limit])
    names = _related_names(model, found)
    rows_of: dict[int, list[Any]] = {}
    for row in found:
        rows_of.setdefault(row.pgh_obj_id, []).append(row)
    return {key: _lines(model, rows, limit, names) for key, rows in rows_of.items()}


def _lines(
    obj: models.Model | type[models.Model],
    rows: list[Any],
    limit: int,
    names: dict[str, dict[Any, str]],
) -> list[HistoryLine]:
    """Say in words what each event changed against the one before it."""
    lines = []
    for position, row in enumerate(rows[:limit]):
        before = rows[position + 1] if position + 1 < len(rows) else None
        changes = _changes(obj, before, row, names) if row.pgh_label == "update" else []
        if row.pgh_label == "update" and not changes:
            continue
        lines.append(
            HistoryLine(
                at=timezone.localtime(row.pgh_created_at),
                person=_who(row.pgh_context),
                action=_verb(row.pgh_label),
                changes=changes,
            )
        )
    return lines


def _verb(label: str) -> str:
    words = {"insert": _("created"), "update": _("changed"), "delete": _("deleted")}
    return words.get(label, label)


def _who(context: dict[str, Any] | None) -> str:
    if not context:
        return _("the system")
    return context.get("name") or context.get("username") or _("the system")


def _compared_fields(
    obj: models.Model | type[models.Model], row: models.Model
) -> Iterable[models.Field[Any, Any]]:
    held = {f.attname for f in row._meta.concrete_fields}
    for model_field in obj._meta.concrete_fields:
        if (
            model_field.name not in SILENT
            and not model_field.name.endswith("_precision")
            and model_field.attname in held
            and not model_field.primary_key
        ):
            yield model_field


def _related_names(
    obj: models.Model | type[models.Model], rows: list[models.Model]
) -> dict[str, dict[Any, str]]:
    """Name the related rows where a field came to point to another, field by field, in one query each."""
    names: dict[str, dict[Any, str]] = {}
    for model_field in obj._meta.concrete_fields:
        if not isinstance(model_field, models.ForeignKey) or model_field.name in SILENT:
            continue
        held = {getattr(row, model_field.attname, None) for row in rows}
        if len(held) > 1:
            found = model_field.remote_field.model._default_manager.filter(pk__in=held - {None})
            names[model_field.name] = {related.pk: str(related) for related in found}
    return names


def _changes(
    obj: models.Model | type[models.Model],
    before: models.Model | None,
    after: models.Model,
    names: dict[str, dict[Any, str]],
) -> list[Change]:
    if before is None:
        return []
    return [
        Change(
            label=str(model_field.verbose_name),
            before=_words(model_field, before, names),
            after=_words(model_field, after, names),
        )
        for model_field in _compared_fields(obj, after)
        if _said(model_field, before) != _said(model_field, after)
    ]


def _said(model_field: models.Field[Any, Any], row: models.Model) -> tuple[Any, str]:
    """The value and, for a date that may be known roughly, how exactly it is known."""
    name = model_field.name
    for stem in (name, name.rpartition("_")[0]):
        precision = getattr(row, f"{stem}_precision", None)
        if precision is not None and isinstance(model_field, models.DateField):
            return getattr(row, model_field.attname), precision
    return getattr(row, model_field.attname), ""


def _words(
    model_field: models.Field[Any, Any], row: models.Model, names: dict[str, dict[Any, str]]
) -> str:
    value, precision = _said(model_field, row)
    if value is None or value == "":
        return EMPTY
    if precision in ROUGH:
        return str(value.strftime(ROUGH[precision]))
    if model_field.name in MASKED:
        return _masked(str(value), MASKED[model_field.name])
    if isinstance(model_field, models.ForeignKey):
        return names.get(model_field.name, {}).get(value, f"#{value}")
    if model_field.choices:
        return str(dict(model_field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return formats.date_format(value, "DATE_FORMAT")
    return formats.localize(value) if not isinstance(value, str) else value


def _masked(digits: str, shown: int) -> str:
    return f"{digits[:shown]}••••{digits[-shown:]}" if len(digits) > 2 * shown else "••••"
