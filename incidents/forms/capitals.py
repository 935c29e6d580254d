"""Choices that stand alone begin with a capital; inside a sentence the same words do not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst


def begin_with_capitals(form: forms.BaseForm, *names: str) -> None:
    """Let the choices of these fields, those that the form has, begin with a capital in the reader's language."""
    for name in names:
        field: Any = form.fields.get(name)
        if field is not None:
            field.choices = [(value, capfirst(str(label))) for value, label in field.choices]
