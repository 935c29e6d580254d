"""Writes docs/data-dictionary.md from the models: every table, column, meaning and rule."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models
from django.utils import translation

OUR_APPS = ("units", "accounts", "lists", "incidents", "reports", "dashboards")
PATH = Path("docs/data-dictionary.md")


class Command(BaseCommand):
    """``manage.py data_dictionary`` writes the file; ``--check`` fails when it is out of date."""

    help = "Write docs/data-dictionary.md from the models."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--check", action="store_true", help="fail if the file is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare."""
        path = settings.BASE_DIR / PATH
        text = dictionary()
        if options["check"]:
            if not path.exists() or path.read_text() != text:
                raise CommandError(f"{PATH} is out of date: run `manage.py data_dictionary`.")
            return
        path.write_text(text)
        self.stdout.write(f"Wrote {PATH}.")


def dictionary() -> str:
    """Return the whole dictionary as Markdown, in English."""
    with translation.override("en"):
        parts = [
            "# Data dictionary",
            "",
            "Generated from the models by `manage.py data_dictionary`; do not edit by hand. Every table "
            "that people change has a history table of the same columns (`…event`), which refuses "
            "changes.",
        ]
        for app in OUR_APPS:
            if apps.is_installed(app):
                parts += list(_app_lines(app))
        return "\n".join(parts) + "\n"


def _app_lines(app: str) -> Iterator[str]:
    rows = [
        model
        for model in apps.get_app_config(app).get_models()
        if not hasattr(model, "pgh_tracked_model")
    ]
    if not rows:
        return
    yield from ("", f"## {app}")
    for model in sorted(rows, key=lambda m: m.__name__):
        yield from _model_lines(model)


def _model_lines(model: type[models.Model]) -> Iterator[str]:
    yield from ("", f"### {model.__name__} (`{model._meta.db_table}`)", "")
    yield " ".join((inspect.getdoc(model) or "").split())
    yield from ("", "| column | type | may be empty | meaning |", "|---|---|---|---|")
    for field in model._meta.concrete_fields:
        yield f"| `{field.column}` | {_kind(field)} | {'yes' if field.null or field.blank else 'no'} | {_meaning(field)} |"
    rules = [_rule(constraint) for constraint in model._meta.constraints]
    if rules:
        yield from ("", "Rules held by the database:", *rules)


def _kind(field: models.Field[Any, Any]) -> str:
    if isinstance(field, models.ForeignKey):
        return f"→ {field.remote_field.model._meta.label}"
    if isinstance(field, models.GeneratedField):
        return f"generated {_kind(field.output_field)}" if field.output_field else "generated"
    length = getattr(field, "max_length", None)
    return type(field).__name__.removesuffix("Field") + (f"({length})" if length else "")


def _meaning(field: models.Field[Any, Any]) -> str:
    words = [str(field.verbose_name)]
    if field.help_text:
        words.append(str(field.help_text))
    if field.flatchoices:
        words.append(
            "one of: " + ", ".join(f"`{value}` {label}" for value, label in field.flatchoices)
        )
    return ". ".join(word.rstrip(".") for word in words).replace("|", "\\|").replace("\n", " ")


def _rule(constraint: models.BaseConstraint) -> str:
    message = constraint.violation_error_message
    default = models.BaseConstraint.default_violation_error_message
    said = f": {message}" if message and message != default else ""
    return f"- `{constraint.name}`{said}"
