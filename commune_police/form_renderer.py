"""Draws form widgets with Django's own Jinja2 templates: the same HTML as its slower template language writes."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import Jinja2, TemplatesSetting

OWN = "django/forms/"  # what Django ships in both languages; the admin's and ours exist in one


class QuickFormRenderer(TemplatesSetting):
    """Fields, labels and errors through compiled Jinja2, every other template as usual.

    A page of eighty fields draws some two hundred of these templates, each of a line or two.
    """

    def __init__(self) -> None:
        self.compiled = Jinja2()

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith(OWN):
            return self.compiled.get_template(template_name)
        return super().get_template(template_name)
