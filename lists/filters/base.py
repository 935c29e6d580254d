"""Filters for lists: their form lives in the address, and each active one becomes a chip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lists.domain.address import Pair
from lists.domain.folding import searched_words

_ENDS = ("_min", "_max", "_after", "_before")


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter in words, and the part of the address that it stands for."""

    label: str
    value: str
    pairs: tuple[Pair, ...]


class ListFilterSet(django_filters.FilterSet):
    """Base of every list's filters. Filters named in ``only_for_many`` are left out for people who
    see just one jurisdiction."""

    only_for_many: ClassVar[tuple[str, ...]] = ("jurisdiction",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = self.request.scope.jurisdictions
        if seen is not None and len(seen) <= 1:
            for name in self.only_for_many:
                self.filters.pop(name, None)

    @property
    def form(self) -> forms.Form:
        """The form, its widgets dressed for Bootstrap."""
        if not hasattr(self, "_form"):
            form: forms.Form = super().form
            for field in form.fields.values():
                kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
                field.widget.attrs.setdefault("class", kind)
        return self._form

    def chips(self, filters: tuple[Pair, ...]) -> list[Chip]:
        """Say each active filter in words; names that are no filter of this list are left out."""
        chips: list[Chip] = []
        for name, bound in self.form.fields.items():
            pairs = tuple(pair for pair in filters if _belongs(pair[0], name))
            if pairs:
                words = ", ".join(_in_words(bound, pair) for pair in pairs)
                chips.append(Chip(str(bound.label or name), words, pairs))
        return chips


class TextSearch(django_filters.CharFilter):
    """Searches columns that the database keeps without case and diacritics (generated columns).

    Every word must occur somewhere in ``field_names``; the words are folded in Python, so that the
    database compares plain text with plain text.
    """

    def __init__(self, *field_names: str, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Search"))
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"type": "search", "placeholder": _("Search…")})
        )
        super().__init__(**kwargs)
        self.field_names = field_names

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep rows in which every word occurs."""
        for word in searched_words(value or ""):
            anywhere = Q()
            for name in self.field_names:
                anywhere |= Q(**{f"{name}__contains": word})
            qs = qs.filter(anywhere)
        return qs


def _belongs(parameter: str, name: str) -> bool:
    """Tell whether an address parameter is this filter's own, or one end of its range."""
    rest = parameter.removeprefix(name)
    return rest == "" if parameter == name else parameter != rest and rest in _ENDS


def _in_words(field: forms.Field, pair: Pair) -> str:
    """The value as the person chose it: a choice's label rather than its key."""
    name, value = pair
    in_words = getattr(field, "in_words", None)
    if in_words is not None:
        return str(in_words(value))
    choices = getattr(field, "choices", None)
    if choices is not None:
        for key, label in choices:
            if str(key) == value:
                return str(label)
    if name.endswith(("_min", "_after")):
        return f"≥ {value}"
    if name.endswith(("_max", "_before")):
        return f"≤ {value}"
    return value
