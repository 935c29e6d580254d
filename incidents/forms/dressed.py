"""Forms that a template lays out itself: their inputs wear the same classes as those that crispy lays out."""

from __future__ import annotations

from typing import Any

from django import forms

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Select, "form-select"),
    (forms.TextInput, "form-control"),
    (forms.Textarea, "form-control"),
    (forms.FileInput, "form-control"),
)


class DressedForm(forms.Form):
    """A form whose visible inputs have Bootstrap's classes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress()

    def dress(self) -> None:
        """Give each input its class; called again after fields were added."""
        for field in self.fields.values():
            widget = field.widget
            if widget.is_hidden or isinstance(widget, forms.RadioSelect):
                continue
            name = next((name for kind, name in CLASSES if isinstance(widget, kind)), "")
            if name:
                widget.attrs.setdefault("class", name)
