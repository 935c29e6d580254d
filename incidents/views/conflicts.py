"""Puts two people's corrections of one record side by side, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that the other person changed: their value and mine; ``is_mine_kept`` where both did."""

    field: str
    label: str
    theirs: str
    mine: str
    is_mine_kept: bool


def differences(
    form: forms.Form, was: Mapping[str, str], own: Mapping[str, str], other: Mapping[str, str]
) -> list[Difference]:
    """Return the fields that the other person changed, in the order of the form: what the form held
    before (``was``), what this person typed (``own``), and what the other saved (``other``)."""
    return [
        Difference(
            field=name,
            label=str(form.fields[name].label),
            theirs=in_words(form, name, other[name]),
            mine=in_words(form, name, own[name]),
            is_mine_kept=own[name] not in (was[name], other[name]),
        )
        for name in was
        if other[name] != was[name]
    ]


def in_words(form: forms.Form, name: str, value: str) -> str:
    """Say a field's value as its form shows it: a row's name rather than its key."""
    field = form.fields[name]
    if value == "":
        return _("empty")
    if isinstance(field, forms.ModelChoiceField):
        model = field.queryset.model if field.queryset is not None else None
        row = model._default_manager.filter(pk=value).first() if model else None
        return str(row) if row else value
    if isinstance(field, forms.ChoiceField):
        return dict(_labels(field)).get(value, value)
    return value


def _labels(field: forms.ChoiceField) -> list[tuple[str, str]]:
    return [(str(key), str(label)) for key, label in field.widget.choices]
