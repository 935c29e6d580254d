"""Filters for lists: their form lives in the address, and each active one becomes a chip."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Model, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.requests import SignedInRequest
from lists.domain.address import Pair
from lists.domain.folding import searched_words
from lists.filters.widgets import DayInput, LeanInput, LeanSelect

EARLIEST, LATEST = datetime.date(1900, 1, 1), datetime.date(2999, 12, 31)
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

    def __init__(self, data: Any, queryset: QuerySet[Any], *, request: SignedInRequest) -> None:
        # As in django-filter, but with shallow copies: the deep ones take 2 ms and nothing is changed.
        self.is_bound, self.data, self.queryset = True, data, queryset
        self.request, self.form_prefix = request, None
        seen = request.scope.jurisdictions
        left_out = self.only_for_many if seen is not None and len(seen) <= 1 else ()
        self.filters = {
            name: copy(declared)
            for name, declared in self.base_filters.items()
            if name not in left_out
        }
        for bound in self.filters.values():
            bound.parent, bound.model = self, queryset.model
            if bound.method is not None:
                bound.method = bound.method  # binds the method to this copy

    @property
    def form(self) -> forms.Form:
        """The form, its widgets dressed for Bootstrap; its fields are this request's own."""
        if not hasattr(self, "_form"):
            form = forms.Form(self.data)
            form.fields = {name: bound.field for name, bound in self.filters.items()}
            for field in form.fields.values():
                kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
                field.widget.attrs.setdefault("class", kind)
            self._form = form
        return self._form

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Apply the filters that say something; a value that cannot be read finds nothing."""
        if self.form.errors:
            return queryset.none()
        for name, value in self.form.cleaned_data.items():
            if value not in (None, ""):
                queryset = self.filters[name].filter(queryset, value)
        return queryset

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
        kwargs.setdefault("widget", LeanInput({"type": "search", "placeholder": _("Search…")}))
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


class LooseChoiceField(forms.ChoiceField):
    """A choice that lets an unknown value through: the filter then finds nothing, which is the truth."""

    widget = LeanSelect

    def validate(self, value: Any) -> None:
        """Accept whatever came."""


class ChoiceFilter(django_filters.ChoiceFilter):
    """One of fixed choices, "All" first."""

    field_class = LooseChoiceField

    def __init__(self, *args: Any, choices: Iterable[tuple[Any, Any]] = (), **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", None)
        options = [("", _("All")), *choices]
        super().__init__(*args, choices=options, **kwargs)

    @property
    def field(self) -> forms.Field:
        """The select."""
        if not hasattr(self, "_field"):
            self._field = LooseChoiceField(
                choices=self.extra["choices"], required=False, label=self.label
            )
        return self._field


class CatalogueFilter(django_filters.CharFilter):
    """A row of a small catalogue (positions, kinds): a select of key and ``shown`` in its own order."""

    def __init__(
        self,
        model: type[Model],
        *args: Any,
        key: str = "pk",
        shown: str = "name",
        only: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.catalogue, self.key, self.shown, self.only = model, key, shown, only or {}

    @property
    def field(self) -> forms.Field:
        """The select; one query."""
        if not hasattr(self, "_field"):
            found: QuerySet[Any] = self.catalogue._default_manager.filter(**self.only)
            rows: Iterable[tuple[Any, str]] = found.values_list(self.key, self.shown)
            options = [("", _("All")), *((str(pk), text) for pk, text in rows)]
            self._field = LooseChoiceField(choices=options, required=False, label=self.label)
        return self._field

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep rows of this key; a key that cannot be one finds nothing."""
        if not value:
            return qs
        if self.key == "pk" and not (value.isascii() and value.isdigit()):
            return qs.none()
        return super().filter(qs, value)


class DayFilter(django_filters.DateFilter):
    """A day; the address carries YYYY-MM-DD."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DayInput)
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y"])
        # What lies beyond no list has, and a day later than the last there is cannot be counted.
        kwargs.setdefault("validators", [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)])
        super().__init__(*args, **kwargs)


def _belongs(parameter: str, name: str) -> bool:
    """Tell whether an address parameter is this filter's own, or one end of its range."""
    if parameter == name:
        return True
    return parameter.startswith(name) and parameter.removeprefix(name) in _ENDS


def _in_words(field: forms.Field, pair: Pair) -> str:
    """The value as the person chose it: a choice's label rather than its key."""
    name, value = pair
    in_words = getattr(field, "in_words", None)
    if in_words is not None:
        return str(in_words(value))
    for key, label in getattr(field, "choices", ()):
        if str(key) == value:
            return str(label).strip()
    if isinstance(field, forms.DateField):
        try:
            return date_format(field.clean(value), "SHORT_DATE_FORMAT")
        except forms.ValidationError:
            return value
    if name.endswith(("_min", "_after")):
        return f"≥ {value}"
    if name.endswith(("_max", "_before")):
        return f"≤ {value}"
    return value
