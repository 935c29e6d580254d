"""Draws form widgets with compiled Jinja2 templates: the same HTML as Django's slower template language writes."""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import jinja2
from django.forms import renderers
from django.forms.renderers import Jinja2, TemplatesSetting
from django.template import TemplateDoesNotExist
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.text import capfirst
from django.utils.translation import gettext


@lru_cache(maxsize=256)
def _address_of(path: str, _prefix: str) -> str:
    return static(path)


def static_once(path: str) -> str:
    """Return the address of a static file; the same icons stand beside every field."""
    return _address_of(path, get_script_prefix())


class FormEnvironment(jinja2.Environment):
    """Gives every template the same few functions, in a plain dictionary: a ``ChainMap`` is copied name by
    name for each of the small templates that a widget includes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.globals = {"capfirst": capfirst, "gettext": gettext, "static": static_once}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


class CompiledTemplates(Jinja2):
    """Django's own Jinja2 templates of widgets, and those in our apps' ``jinja2`` folders."""

    @cached_property
    def engine(self) -> Any:
        environment = f"{FormEnvironment.__module__}.{FormEnvironment.__qualname__}"
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [Path(renderers.__file__).parent / "jinja2"],
                "NAME": "compiled-forms",
                "OPTIONS": {"environment": environment},
            }
        )


class QuickFormRenderer(TemplatesSetting):
    """Every template that exists in Jinja2 compiled, the others as usual.

    A page of eighty fields draws some two hundred of these templates, each of a line or two.
    """

    def __init__(self) -> None:
        self.compiled = CompiledTemplates()
        self.known: dict[str, Any] = {}

    def get_template(self, template_name: str) -> Any:
        if template_name not in self.known:
            try:
                self.known[template_name] = self.compiled.get_template(template_name)
            except TemplateDoesNotExist:
                self.known[template_name] = super().get_template(template_name)
        return self.known[template_name]
