"""Choices of related rows: the row chosen now is named without asking again, addresses are made once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.db import models
from django.urls import get_script_prefix, reverse


class KnownRowSelect(AutocompleteSelect):
    """Names the chosen row from ``known`` where the form's own instance brought it along."""

    known: models.Model | None = None

    def get_url(self) -> str:
        return _address(self.url_name % self.admin_site.name, (), get_script_prefix())

    def optgroups(
        self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None
    ) -> list[tuple[str | None, list[dict[str, Any]], int | None]]:
        chosen = [str(one) for one in value if one not in EMPTY_VALUES]
        if chosen and (self.known is None or chosen != [str(self.known.pk)]):
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        if not chosen or self.known is None:
            return [(None, options, 0)]
        label = self.choices.field.label_from_instance(self.known)
        options.append(self.create_option(name, self.known.pk, label, True, 1))
        return [(None, options, 0)]


class WaysToRow(RelatedFieldWidgetWrapper):
    """The links that change, add or show a chosen row: every row of a form has the same."""

    @classmethod
    def instead_of(cls, other: RelatedFieldWidgetWrapper) -> WaysToRow:
        """Return the same links around the same choice."""
        return cls(
            other.widget,
            other.rel,
            other.admin_site,
            can_add_related=other.can_add_related,
            can_change_related=other.can_change_related,
            can_delete_related=other.can_delete_related,
            can_view_related=other.can_view_related,
        )

    def get_related_url(self, info: tuple[str, str], action: str, *args: Any) -> str:
        name = f"{self.admin_site.name}:{'_'.join(info)}_{action}"
        return _address(name, args, get_script_prefix())


@lru_cache(maxsize=512)
def _address(view: str, args: tuple[Any, ...], _prefix: str) -> str:
    return reverse(view, args=args)


class KnownRowsForm(forms.ModelForm[Any]):
    """Gives each such choice the related row that was read together with the instance.

    ``refused`` is what the database said against the row when it was saved.
    """

    refused = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        read = self.instance._state.fields_cache
        for name, field in self.fields.items():
            widget = field.widget
            if isinstance(widget, RelatedFieldWidgetWrapper):
                widget = widget.widget
            if isinstance(widget, KnownRowSelect):
                widget.known = read.get(name)

    def clean(self) -> dict[str, Any] | None:
        values = super().clean()
        if self.refused:
            raise ValidationError(self.refused)
        return values


class PostForm(KnownRowsForm):
    """A post; whether it is a chief's is copied from its position and checked like a field of the form."""

    def _get_validation_exclusions(self) -> set[str]:
        # Django 5.2 asks an exclusion constraint's condition about fields left out too, and fails.
        return super()._get_validation_exclusions() - {"is_chief"}  # type: ignore[misc]
