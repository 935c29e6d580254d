"""Choices that a form already holds: the row chosen now is named without asking the database again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.validators import EMPTY_VALUES
from django.db import models


class KnownRowSelect(AutocompleteSelect):
    """Names the chosen row from ``known`` where the form's own instance brought it along."""

    known: models.Model | None = None

    def optgroups(
        self, name: str, value: list[Any], attr: dict[str, Any] | None = None
    ) -> list[tuple[str | None, list[dict[str, Any]], int | None]]:
        chosen = [str(one) for one in value if one not in EMPTY_VALUES]
        if chosen and (self.known is None or chosen != [str(self.known.pk)]):
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        if not chosen or self.known is None:
            return [(None, options, 0)]
        label = self.choices.field.label_from_instance(self.known)  # type: ignore[union-attr]
        options.append(self.create_option(name, self.known.pk, label, True, 1))
        return [(None, options, 0)]


class KnownRowsForm(forms.ModelForm[Any]):
    """Gives each such choice the related row that was read together with the instance."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        read = self.instance._state.fields_cache
        for name, field in self.fields.items():
            widget = field.widget
            if isinstance(widget, RelatedFieldWidgetWrapper):
                widget = widget.widget
            if isinstance(widget, KnownRowSelect):
                widget.known = read.get(name)
